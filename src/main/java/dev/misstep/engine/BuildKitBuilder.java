package dev.misstep.engine;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.session.BuildSession;
import dev.misstep.engine.session.FileSync;
import dev.misstep.engine.session.SessionService;
import dev.misstep.log.BuildListener;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.StatusDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds with the engine's BuildKit as {@code docker buildx build} does: a session serves what the build asks for, {@code
 * Solve} builds, and {@code Status} tells what happens meanwhile (moby/buildkit, client/solve.go).
 */
final class BuildKitBuilder implements ImageBuilder {
    private static final int LAST_WORDS_MILLIS = 5_000;

    private final EngineConnection engine;
    private final Function<BuildListener, StatusSink> sinks;

    BuildKitBuilder(EngineConnection engine) {
        this(engine, StatusSink::assembling);
    }

    /** @param sinks makes what collects the status messages of one build */
    BuildKitBuilder(EngineConnection engine, Function<BuildListener, StatusSink> sinks) {
        this.engine = engine;
        this.sinks = sinks;
    }

    @Override
    public BuildResult build(BuildRequest request, BuildListener listener, Cancellation cancellation) {
        StatusSink sink = sinks.apply(listener);
        Ending ending = new Ending();
        if (!cancellation.isCanceled()) {
            BuildSource.Directories directories = (BuildSource.Directories) request.context();
            AtomicReference<@Nullable String> unserved = new AtomicReference<>();
            try (BuildKitControl control = BuildKitControl.open(engine, cancellation);
                    BuildSession session = BuildSession.open(
                            UUID.randomUUID().toString(),
                            directories.sharedKey(),
                            services(request, directories),
                            control::session,
                            BuildKitControl.PATIENCE,
                            (method, failure) -> note(method, failure, unserved))) {
                run(control, request, session.id(), sink, ending, cancellation);
            } catch (EngineException e) {
                ending.error(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                ending.lost("the connection to the engine broke: " + EngineConnection.reason(e));
            }
            String reason = unserved.get();
            if (reason != null && ending.failed()) {
                ending.unreadable(reason);
            }
        }
        return ending.result(cancellation, (error, ended) -> sink.finish(request.source(), error, ended));
    }

    private List<SessionService> services(BuildRequest request, BuildSource.Directories directories) {
        List<SessionService> services = new ArrayList<>(request.services());
        services.add(new FileSync(directories.trees()));
        services.add(new RegistryAccess(engine.credentials()));
        return services;
    }

    /** What we could not serve is why the build fails, and we know it in better words than the engine. */
    private static void note(String method, Throwable failure, AtomicReference<@Nullable String> unserved) {
        if (method.contains("FileSync")
                && failure instanceof GrpcException grpc
                && grpc.code() == GrpcException.Code.UNKNOWN) {
            unserved.compareAndSet(null, failure.getMessage());
        }
    }

    private static void run(
            BuildKitControl control,
            BuildRequest request,
            String session,
            StatusSink sink,
            Ending ending,
            Cancellation cancellation) {
        String reference = UUID.randomUUID().toString();
        AtomicReference<@Nullable GrpcCall> listening = new AtomicReference<>();
        Thread hearing = new Thread(() -> hear(control, reference, listening, sink, ending), "misstep-status");
        hearing.setDaemon(true);
        hearing.start();
        Cancellation.Registration registered = null;
        try {
            AtomicReference<@Nullable GrpcCall> building = new AtomicReference<>();
            registered = cancellation.onCancel(() -> cancel(building));
            Map<String, String> response = control.solve(SolveRequest.of(request, reference, session), call -> {
                building.set(call);
                if (cancellation.isCanceled()) {
                    call.cancel();
                }
            });
            ending.image(response.getOrDefault("containerimage.digest", ""));
        } catch (GrpcException e) {
            ending.error(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (!cancellation.isCanceled()) {
                ending.lost("the connection to the engine broke: " + EngineConnection.reason(e));
            }
        }
        awaitLastWords(hearing, listening);
        if (registered != null) {
            registered.close();
        }
    }

    private static void cancel(AtomicReference<@Nullable GrpcCall> building) {
        GrpcCall call = building.get();
        if (call != null) {
            call.cancel();
        }
    }

    private static void hear(
            BuildKitControl control,
            String reference,
            AtomicReference<@Nullable GrpcCall> listening,
            StatusSink sink,
            Ending ending) {
        try {
            control.status(reference, listening::set, message -> {
                try {
                    sink.accept(StatusDecoder.decode(message));
                } catch (MalformedStatusException e) {
                    ending.note("a status message of the engine is lost: " + e.getMessage());
                }
            });
        } catch (GrpcException | IOException e) {
            return; // that the build has ended, and how, is told by the other call
        }
    }

    /** The engine tells the end of the last steps a moment after that of the build. */
    private static void awaitLastWords(Thread hearing, AtomicReference<@Nullable GrpcCall> listening) {
        try {
            hearing.join(LAST_WORDS_MILLIS);
            GrpcCall call = listening.get();
            if (hearing.isAlive() && call != null) {
                call.cancel();
                hearing.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

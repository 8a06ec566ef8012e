package dev.misstep.engine;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.http2.DaemonThread;
import dev.misstep.engine.session.BuildResults;
import dev.misstep.engine.session.BuildSession;
import dev.misstep.engine.session.ContentStores;
import dev.misstep.engine.session.FileSync;
import dev.misstep.engine.session.ReceivedFile;
import dev.misstep.engine.session.ReceivedTree;
import dev.misstep.engine.session.SessionService;
import dev.misstep.log.BuildListener;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.StatusDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private final Duration patience;

    BuildKitBuilder(EngineConnection engine) {
        this(engine, StatusSink::assembling);
    }

    /** @param sinks makes what collects the status messages of one build */
    BuildKitBuilder(EngineConnection engine, Function<BuildListener, StatusSink> sinks) {
        this(engine, sinks, BuildKitControl.PATIENCE);
    }

    /** @param patience how long the engine may be silent, on any connection, before it is taken for gone */
    BuildKitBuilder(EngineConnection engine, Function<BuildListener, StatusSink> sinks, Duration patience) {
        this.engine = engine;
        this.sinks = sinks;
        this.patience = patience;
    }

    @Override
    public BuildResult build(BuildRequest request, BuildListener listener, Cancellation cancellation) {
        StatusSink sink = sinks.apply(listener);
        Ending ending = new Ending();
        if (!cancellation.isCanceled()) {
            AtomicReference<@Nullable String> unserved = new AtomicReference<>();
            LocalCaches caches = LocalCaches.of(request.settings());
            caches.notes().forEach(ending::note);
            BuildRequest asked = request.with(caches.settings());
            // an engine that does not see that its session is dead would wait for it for half a minute and more
            Cancellation unheard = new Cancellation();
            try (BuildKitControl control = BuildKitControl.open(engine, patience, cancellation);
                    BuildSession session = BuildSession.open(
                            UUID.randomUUID().toString(),
                            request.context().sharedKey(),
                            services(asked, caches),
                            control::session,
                            patience,
                            (method, failure) -> note(method, failure, unserved),
                            unheard::cancel)) {
                run(control, asked, session.id(), sink, ending, List.of(cancellation, unheard))
                        .ifPresent(response -> finish(response, caches, ending));
                IOException gone = session.failure();
                if (gone != null && ending.failed()) {
                    ending.cut("the connection to the engine broke: " + EngineConnection.reason(gone));
                }
            } catch (EngineException e) {
                ending.error(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                ending.lost("the connection to the engine broke: " + EngineConnection.reason(e));
            }
            String reason = unserved.get();
            if (reason != null && ending.failed()) {
                ending.failedHere(reason);
            }
        }
        return ending.result(cancellation, (error, ended) -> sink.finish(request.source(), error, ended));
    }

    private List<SessionService> services(BuildRequest request, LocalCaches caches) {
        List<SessionService> services = new ArrayList<>(request.services());
        services.add(new FileSync(request.context().trees()));
        services.add(new RegistryAccess(engine.credentials()));
        services.add(new ContentStores(caches.stores()));
        services.add(new BuildResults(places(request.settings())));
        return services;
    }

    /** Where those of the outputs go that come to this machine, by their numbers. */
    private static Map<Integer, BuildResults.Place> places(BuildSettings settings) {
        Map<Integer, BuildResults.Place> places = new TreeMap<>();
        List<OutputOption> outputs = SolveRequest.outputs(settings);
        for (int number = 0; number < outputs.size(); number++) {
            Path destination = outputs.get(number).destination();
            if (destination != null) {
                boolean tree = outputs.get(number).type() == OutputOption.Type.LOCAL;
                places.put(number, tree ? new ReceivedTree(destination) : new ReceivedFile(destination));
            }
        }
        return places;
    }

    private static void finish(Map<String, String> response, LocalCaches caches, Ending ending) {
        try {
            caches.exported(response.getOrDefault("cache.manifest", ""));
        } catch (IOException e) {
            ending.note("the exported cache cannot be found again: " + e.getMessage());
        }
        String image = response.getOrDefault("containerimage.digest", "");
        if (image.isEmpty()) {
            ending.built();
        } else {
            ending.image(image);
        }
    }

    /** What we could not serve is why the build fails, and we know it in better words than the engine. */
    private static void note(String method, Throwable failure, AtomicReference<@Nullable String> unserved) {
        if (!(failure instanceof GrpcException grpc) || grpc.code() != GrpcException.Code.UNKNOWN) {
            return;
        }
        if (method.contains("FileSync")) {
            unserved.compareAndSet(null, "the build context could not be read: " + failure.getMessage());
        } else if (method.equals(BuildResults.METHOD)) {
            unserved.compareAndSet(null, "the output could not be written: " + failure.getMessage());
        }
    }

    /** @return what the engine says of the result; nothing if there is none */
    private static Optional<Map<String, String>> run(
            BuildKitControl control,
            BuildRequest request,
            String session,
            StatusSink sink,
            Ending ending,
            List<Cancellation> stops) {
        String reference = UUID.randomUUID().toString();
        AtomicReference<@Nullable GrpcCall> listening = new AtomicReference<>();
        Thread hearing = DaemonThread.start("misstep-status", () -> hear(control, reference, listening, sink, ending));
        List<Cancellation.Registration> registered = new ArrayList<>();
        Map<String, String> response = null;
        try {
            AtomicReference<@Nullable GrpcCall> building = new AtomicReference<>();
            stops.forEach(stop -> registered.add(stop.onCancel(() -> cancel(building))));
            response = control.solve(SolveRequest.of(request, reference, session), call -> {
                building.set(call);
                if (stops.stream().anyMatch(Cancellation::isCanceled)) {
                    call.cancel();
                }
            });
        } catch (GrpcException e) {
            ending.error(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // of a build that was canceled this is not told
            ending.lost("the connection to the engine broke: " + EngineConnection.reason(e));
        }
        awaitLastWords(hearing, listening);
        registered.forEach(Cancellation.Registration::close);
        return Optional.ofNullable(response);
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

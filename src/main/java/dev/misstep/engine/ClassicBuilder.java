package dev.misstep.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.misstep.log.BuildListener;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Builds with the builder before BuildKit, through docker-java. It tells no times, so its lines get those at which they
 * are heard.
 */
final class ClassicBuilder implements ImageBuilder {
    private final EngineConnection engine;
    private final InstantSource clock;
    private final Function<BuildListener, ClassicSink> sinks;

    ClassicBuilder(EngineConnection engine, InstantSource clock, Function<BuildListener, ClassicSink> sinks) {
        this.engine = engine;
        this.clock = clock;
        this.sinks = sinks;
    }

    @Override
    public BuildResult build(BuildRequest request, BuildListener listener, Cancellation cancellation) {
        ClassicSink sink = sinks.apply(listener);
        Ending ending = new Ending();
        Answer answer = new Answer(sink, clock, ending);
        try (DockerHttpClient http = engine.newClient();
                BodyPipe body = BodyPipe.open(((BuildSource.Archive) request.context()).body())) {
            // this builder has no request that stops it; it stops when nobody listens
            Stop stop = new Stop(body, http::close, http, ending::note);
            Cancellation.Registration registered = cancellation.onCancel(stop);
            try {
                if (!cancellation.isCanceled()) {
                    run(engine.dockerOver(http), request, body, answer, ending);
                }
            } finally {
                registered.close();
                stop.ended();
            }
            if (body.failure() != null) {
                ending.failedHere(
                        "the build context could not be read: " + body.failure().getMessage());
            }
        } catch (IOException e) {
            ending.lost(EngineConnection.reason(e));
        }
        answer.end();
        return ending.result(
                cancellation, (error, ended) -> sink.finish(clock.instant(), request.source(), error, ended));
    }

    private void run(DockerClient docker, BuildRequest request, BodyPipe body, Answer answer, Ending ending) {
        StreamedAnswer<BuildResponseItem> stream = new StreamedAnswer<>(answer::take);
        try {
            command(docker, request, body).exec(stream);
            Throwable failure = stream.await();
            if (failure != null) {
                String reason = EngineConnection.reason(failure);
                if (StreamedAnswer.saidByEngine(failure)) {
                    ending.error(reason);
                } else {
                    ending.lost("the connection to the engine broke: " + reason);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending.lost("interrupted");
        }
    }

    private BuildImageCmd command(DockerClient docker, BuildRequest request, BodyPipe body) {
        BuildSettings settings = request.settings();
        BuildImageCmd command = docker.buildImageCmd(body)
                .withDockerfilePath(request.dockerfile())
                .withNoCache(settings.noCache())
                .withPull(settings.pull())
                .withRemove(true)
                .withForcerm(true)
                .withTags(new LinkedHashSet<>(settings.tags()))
                .withCacheFrom(images(settings.cacheFrom()))
                .withExtraHosts(new LinkedHashSet<>(settings.extraHosts()))
                .withBuildAuthConfigs(engine.credentials().all());
        settings.buildArgs().forEach(command::withBuildArg);
        if (!settings.labels().isEmpty()) {
            command.withLabels(settings.labels());
        }
        if (settings.target() != null) {
            command.withTarget(settings.target());
        }
        if (settings.platform() != null) {
            command.withPlatform(settings.platform());
        }
        if (settings.networkMode() != null) {
            command.withNetworkMode(settings.networkMode());
        }
        return command;
    }

    /** It knows of no cache but images. */
    private static Set<String> images(List<CacheOption> caches) {
        Set<String> images = new LinkedHashSet<>();
        for (CacheOption cache : caches) {
            if (cache.type().equals("registry")) {
                images.add(cache.attributes().getOrDefault("ref", ""));
            }
        }
        return images;
    }

    /** Reads the items of one answer. */
    private static final class Answer {
        private static final String SUCCESS = "Successfully built ";
        private static final int SHORT_ID = 12;

        private final LineCutter lines;
        private final Ending ending;
        private String stageImage = "";

        Answer(ClassicSink sink, InstantSource clock, Ending ending) {
            this.lines = new LineCutter(line -> {
                sink.line(clock.instant(), line);
                built(line);
            });
            this.ending = ending;
        }

        void take(BuildResponseItem item) {
            if (item.getStream() != null) {
                lines.piece(item.getStream());
            }
            ProgressLine.of(item).ifPresent(line -> lines.piece(line + "\n"));
            // {"aux":{"ID":"sha256:…"}} after each stage; docker-java's own model leaves it out
            Object aux = item.getRawValues().get("aux");
            if (aux instanceof Map<?, ?> map && map.get("ID") instanceof String id) {
                stageImage = id;
            }
            if (item.getErrorDetail() != null) {
                ending.error(String.valueOf(item.getErrorDetail().getMessage()));
            }
        }

        /** Only this line tells a build's end from a stage's, and only with the id a command's output cannot know. */
        private void built(String line) {
            if (line.startsWith(SUCCESS)
                    && line.length() == SUCCESS.length() + SHORT_ID
                    && stageImage.startsWith("sha256:" + line.substring(SUCCESS.length()))) {
                ending.image(stageImage);
            }
        }

        void end() {
            lines.end();
        }
    }
}

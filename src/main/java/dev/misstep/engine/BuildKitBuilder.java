package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.misstep.log.BuildListener;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.StatusDecoder;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Function;

/**
 * Builds with the engine's BuildKit: {@code POST /build?version=2} with the context as body, and no session. The answer is a
 * row of JSON objects; {@code moby.buildkit.trace} carries the status messages. Engines up to 29.3 answer only when they have
 * read the whole body.
 */
final class BuildKitBuilder implements ImageBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EMPTY_ARCHIVE = 1024;

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
        String buildId = UUID.randomUUID().toString();
        try (DockerHttpClient http = engine.newClient();
                BodyPipe body = BodyPipe.open(request.context())) {
            Stop stop = new Stop(body, () -> engine.cancelBuild(buildId), http, ending::note);
            Cancellation.Registration registered = cancellation.onCancel(stop);
            try {
                if (!cancellation.isCanceled()) {
                    run(http, post(request, buildId).body(body).build(), sink, ending);
                }
            } finally {
                registered.close();
                stop.ended();
            }
            if (body.failure() != null) {
                ending.unreadable(body.failure());
            } else if (ending.isLost() && !body.whollyRead() && !cancellation.isCanceled()) {
                askWhy(request, ending);
            }
        } catch (EngineException | IOException e) {
            ending.lost(EngineConnection.reason(e));
        }
        return ending.result(cancellation, (error, ended) -> sink.finish(request.source(), error, ended));
    }

    private Request.Builder post(BuildRequest request, String buildId) {
        return Request.builder()
                .method(Request.Method.POST)
                .path(engine.path("/build" + BuildKitQuery.of(request, buildId)))
                .putHeader("Content-Type", "application/x-tar");
    }

    /**
     * An engine that refuses a request does not read the context, and hangs up while it is sent, so that its answer is lost.
     * The same request with an empty archive gets that answer. If it was not refused, its build has no Dockerfile and fails,
     * with a good status, and nothing is learnt.
     */
    private void askWhy(BuildRequest request, Ending ending) throws EngineException, IOException {
        Request empty = post(request, UUID.randomUUID().toString())
                .bodyBytes(new byte[EMPTY_ARCHIVE])
                .build();
        try (DockerHttpClient http = engine.newClient();
                Response answer = EngineConnection.execute(http, empty)) {
            EngineConnection.check(answer);
        } catch (EngineException e) {
            ending.refused(String.valueOf(e.getMessage()));
        }
    }

    private static void run(DockerHttpClient http, Request request, StatusSink sink, Ending ending) {
        try (Response answer = EngineConnection.execute(http, request)) {
            EngineConnection.check(answer);
            // not closed: that would read on to the end, while closing the answer breaks it off
            MappingIterator<JsonNode> items = JSON.readerFor(JsonNode.class).readValues(answer.getBody());
            while (items.hasNextValue()) {
                read(items.nextValue(), sink, ending);
            }
        } catch (EngineException e) {
            ending.error(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            ending.lost("the connection to the engine broke: " + EngineConnection.reason(e));
        }
    }

    private static void read(JsonNode item, StatusSink sink, Ending ending) throws IOException {
        JsonNode aux = item.path("aux");
        String id = item.path("id").asText("");
        if (id.equals("moby.buildkit.trace") && aux.isTextual()) {
            try {
                sink.accept(StatusDecoder.decode(aux.binaryValue()));
            } catch (MalformedStatusException e) {
                ending.note("a status message of the engine is lost: " + e.getMessage());
            }
        } else if (id.equals("moby.image.id") && aux.path("ID").isTextual()) {
            ending.image(aux.path("ID").asText());
        }
        JsonNode error = item.path("errorDetail").path("message");
        if (error.isTextual() || item.path("error").isTextual()) {
            ending.error(error.asText(item.path("error").asText()));
        }
    }
}

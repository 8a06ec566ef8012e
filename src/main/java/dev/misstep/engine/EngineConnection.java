package dev.misstep.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.misstep.build.PlatformName;
import dev.misstep.engine.http2.DaemonThread;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An engine that answers. Safe for use by several threads. */
public final class EngineConnection implements AutoCloseable {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);
    /** No image has such a name, and in a path it would lead somewhere else. */
    private static final Pattern CLIMBS = Pattern.compile("(^|/)\\.{0,2}(/|$)");

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int MESSAGE_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineAddress address;
    private final EngineAddress reached;
    private final @Nullable SshTunnel tunnel;
    private final RegistryCredentials credentials;
    private final EngineFacts facts;
    private final DockerHttpClient http;

    private EngineConnection(
            EngineAddress address, Way way, RegistryCredentials credentials, EngineFacts facts, DockerHttpClient http) {
        this.address = address;
        this.reached = way.reached();
        this.tunnel = way.tunnel();
        this.credentials = credentials;
        this.facts = facts;
        this.http = http;
    }

    /**
     * Connects, and agrees on an API version both sides speak.
     *
     * @param credentials used to pull images
     * @throws EngineUnavailableException if no engine answers there
     */
    public static EngineConnection open(EngineAddress address, RegistryCredentials credentials) throws EngineException {
        return open(address, credentials, ANSWER_PATIENCE);
    }

    static EngineConnection open(EngineAddress address, RegistryCredentials credentials, Duration patience)
            throws EngineException {
        Way way = Way.to(address, credentials.environment());
        DockerHttpClient http = new EngineHttpClient(way.reached());
        try {
            return new EngineConnection(address, way, credentials, facts(http, patience), http);
        } catch (ExecutionException e) {
            close(http);
            String said = way.said();
            way.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw said.isEmpty()
                    ? EngineUnavailableException.at(address, cause)
                    : EngineUnavailableException.overSsh(address, said, cause);
        } catch (TimeoutException e) {
            close(http);
            way.close();
            throw EngineUnavailableException.at(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(http);
            way.close();
            throw EngineUnavailableException.at(address, e);
        }
    }

    /**
     * How an engine is reached.
     *
     * @param reached the address that is connected to
     * @param tunnel what leads from there to the engine, or {@code null} where it is the engine's own
     */
    private record Way(EngineAddress reached, @Nullable SshTunnel tunnel) {
        static Way to(EngineAddress address, Map<String, String> environment) throws EngineException {
            if (!address.host().getScheme().equals("ssh")) {
                return new Way(address, null);
            }
            try {
                SshTunnel tunnel = SshTunnel.open(address.host(), environment);
                URI socket = URI.create("unix://" + tunnel.socket().toUri().getRawPath());
                return new Way(new EngineAddress(socket, null, address.chosenBy()), tunnel);
            } catch (IOException e) {
                throw failed("be reached over ssh", e);
            }
        }

        /** Why the tunnel ended, in its own words; empty where it has none. */
        String said() {
            return tunnel == null ? "" : tunnel.lastWord();
        }

        void close() throws EngineException {
            try {
                if (tunnel != null) {
                    tunnel.close();
                }
            } catch (IOException e) {
                throw failed("close the connection", e);
            }
        }
    }

    /** Asked on another thread, because a unix socket has no time-out: a hung engine takes requests and is silent. */
    private static EngineFacts facts(DockerHttpClient http, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<EngineFacts> question = new FutureTask<>(() -> EngineFacts.ask(http));
        DaemonThread.start("misstep-ping", question);
        return question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public EngineAddress address() {
        return address;
    }

    /** Where it is connected to; not {@link #address()} where a tunnel leads there. */
    EngineAddress reached() {
        return reached;
    }

    public EngineFacts facts() {
        return facts;
    }

    /** How the user is known to registries. */
    RegistryCredentials credentials() {
        return credentials;
    }

    /** Whether the engine has this image, by name, name and digest, or id; for {@code platform} unless that is {@code null}. */
    public boolean hasImage(String reference, @Nullable String platform) throws EngineException {
        JsonNode image = inspect(reference);
        return !image.isMissingNode() && (platform == null || isFor(image, platform));
    }

    /** The image of that name, for {@code platform} unless that is {@code null}; empty where the engine has none. */
    public Optional<ImageFacts> image(String reference, @Nullable String platform) throws EngineException {
        JsonNode image = inspect(reference);
        return image.isMissingNode() || (platform != null && !isFor(image, platform))
                ? Optional.empty()
                : Optional.of(ImageFacts.of(image));
    }

    private static boolean isFor(JsonNode image, String platform) {
        String own =
                image.path("Os").asText("") + "/" + image.path("Architecture").asText("");
        String wanted = PlatformName.of(platform);
        return wanted.equals(own) || wanted.startsWith(own + "/");
    }

    /** A missing node where there is none of that name. */
    private JsonNode inspect(String reference) throws EngineException {
        if (CLIMBS.matcher(reference).find()) {
            return MissingNode.getInstance();
        }
        try (Response answer = get("/images/" + escaped(reference) + "/json")) {
            return answer.getStatusCode() == NOT_FOUND ? MissingNode.getInstance() : read(answer);
        } catch (EngineException | IOException e) {
            throw failed("look for the image " + reference, e);
        }
    }

    /** Where the engine tells what a registry has. */
    String distributionPath(String image) {
        return path("/distribution/" + escaped(image) + "/json");
    }

    Response ask(Request request) throws IOException {
        return execute(http, request);
    }

    /** A name as the parts of a path that its slashes make. */
    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    /**
     * Pulls an image with the user's credentials.
     *
     * @param progress hears lines as {@code 3.20: Pulling from library/alpine}
     */
    public void pull(String image, @Nullable String platform, Consumer<String> progress) throws EngineException {
        StringBuilder error = new StringBuilder();
        StreamedAnswer<PullResponseItem> answer = new StreamedAnswer<>(item -> {
            if (item.getErrorDetail() != null && error.isEmpty()) {
                error.append(item.getErrorDetail().getMessage());
            }
            ProgressLine.of(item).ifPresent(progress);
        });
        // without a tag the engine would pull all of them
        boolean named = image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/');
        AuthConfig auth = credentials.forImage(image);
        try (PullImageCmd command = dockerOver(http).pullImageCmd(named ? image : image + ":latest")) {
            if (auth != null) {
                command.withAuthConfig(auth);
            }
            if (platform != null) {
                command.withPlatform(platform);
            }
            command.exec(answer);
            Throwable failure = answer.await();
            if (failure != null) {
                throw failed("pull " + image, failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("pull " + image, e);
        }
        if (!error.isEmpty()) {
            throw new EngineException("the engine could not pull " + image + ": " + error);
        }
    }

    /**
     * Removes an image that nobody named and nobody uses; leaves any other alone, because an untagged build may well end in
     * the very image that another build has tagged. BuildKit's cache is not touched. The image of a classic build is its cache:
     * without it the last step runs again.
     *
     * @return whether it was removed
     */
    public boolean removeImage(String id) throws EngineException {
        JsonNode image = inspect(id);
        if (image.isMissingNode() || !image.path("RepoTags").isEmpty()) {
            return false;
        }
        Request request = Request.builder()
                .method(Request.Method.DELETE)
                .path(path("/images/" + escaped(id) + "?noprune=1"))
                .build();
        try (Response answer = execute(http, request)) {
            int status = answer.getStatusCode();
            if (status == NOT_FOUND || status == CONFLICT) {
                // gone, or a container was made of it meanwhile
                return false;
            }
            check(answer);
            return true;
        } catch (EngineException | IOException e) {
            throw failed("remove the image " + id, e);
        }
    }

    /** What the engine answers to a question without a body. */
    JsonNode json(String path) throws EngineException {
        try (Response answer = get(path)) {
            return read(answer);
        } catch (IOException e) {
            throw failed("answer " + path, e);
        }
    }

    private Response get(String path) throws IOException {
        return execute(
                http,
                Request.builder().method(Request.Method.GET).path(path(path)).build());
    }

    /** The JSON of a good answer. */
    static JsonNode read(Response answer) throws EngineException, IOException {
        check(answer);
        return JSON.readTree(answer.getBody());
    }

    /** A client of its own: closing it breaks all that it has under way, even a request without an answer yet. */
    DockerHttpClient newClient() {
        return new EngineHttpClient(reached);
    }

    /** docker-java over one of our clients. Closing it closes that. */
    DockerClient dockerOver(DockerHttpClient client) {
        RemoteApiVersion version = RemoteApiVersion.parseConfig(facts.apiVersion());
        return DockerClientImpl.getInstance(new ClientConfig(address.host(), version), client);
    }

    /** The path of a raw request in the agreed version of the API. */
    String path(String path) {
        return "/v" + facts.apiVersion() + path;
    }

    /** A raw request. What docker-java throws of the way to the engine becomes an exception one must think of. */
    static Response execute(DockerHttpClient client, Request request) throws IOException {
        try {
            return client.execute(request);
        } catch (RuntimeException e) {
            throw new IOException(reason(e), e);
        }
    }

    /**
     * Lets good answers pass.
     *
     * @throws EngineException with what the engine says, in an error's {@code {"message": "…"}}
     */
    static void check(Response answer) throws EngineException, IOException {
        int status = answer.getStatusCode();
        if (status >= 200 && status <= 299) {
            return;
        }
        String body = new String(answer.getBody().readNBytes(MESSAGE_BYTES), StandardCharsets.UTF_8);
        throw new EngineException("status " + status + ": " + message(body));
    }

    private static String message(String body) {
        try {
            String message = JSON.readTree(body).path("message").asText("");
            return message.isEmpty() ? body.strip() : message.strip();
        } catch (JsonProcessingException e) {
            return body.strip();
        }
    }

    /** The message of what docker-java threw; it puts the engine's own {@code {"message": "…"}} behind a status. */
    static String reason(Throwable failure) {
        if (failure instanceof DockerException) {
            String text = String.valueOf(failure.getMessage());
            int json = text.indexOf('{');
            return json < 0 ? text : message(text.substring(json));
        }
        Throwable cause =
                failure instanceof RuntimeException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static EngineException failed(String what, Throwable failure) {
        return new EngineException("the engine could not " + what + ": " + reason(failure), failure);
    }

    private static void close(DockerHttpClient http) throws EngineException {
        try {
            http.close();
        } catch (IOException e) {
            throw failed("close the connection", e);
        }
    }

    @Override
    public void close() throws EngineException {
        close(http);
        new Way(reached, tunnel).close();
    }
}

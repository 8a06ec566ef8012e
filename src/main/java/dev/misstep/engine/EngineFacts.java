package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.misstep.engine.http2.DaemonThread;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an engine says of itself.
 *
 * @param version its own version, as {@code 28.5.2}
 * @param apiVersion the version of its API that is used, as {@code 1.44}
 * @param defaultBuilder the builder it recommends; engines before 23 recommend the classic one
 * @param id what tells it from other engines, made when it was installed; empty where it does not say
 * @param containerd whether it keeps its images in containerd, not in a graph driver
 * @param platform what it builds for unless told otherwise, as {@code linux/amd64}
 * @param speaksGrpc whether its socket answers gRPC calls as they are, as engines do since API 1.53 (moby, api/docs/CHANGELOG.md)
 */
public record EngineFacts(
        String version,
        String apiVersion,
        BuilderKind defaultBuilder,
        String id,
        boolean containerd,
        String platform,
        boolean speaksGrpc) {
    /** The newest version this code, and docker-java, was written for. */
    private static final ApiVersion NEWEST = new ApiVersion(1, 44);
    /** The first version with {@code version=2} of a build (moby, api/swagger.yaml). */
    private static final ApiVersion FIRST_WITH_BUILDKIT = new ApiVersion(1, 39);

    private static final ApiVersion FIRST_WITH_GRPC = new ApiVersion(1, 53);

    // "28.5.2+dfsg1"
    private static final Pattern MAJOR_MINOR = Pattern.compile("^(\\d{1,5})\\.(\\d{1,5})");

    /** Which BuildKit came with which version of the engine (moby, vendor.mod), the newest first. */
    private static final int[][] BUILDKIT = {
        {28, 4, 25},
        {28, 2, 22},
        {28, 0, 20},
        {27, 4, 17},
        {27, 0, 14},
        {26, 0, 13},
        {25, 0, 12},
        {24, 0, 11},
        {23, 0, 10},
        {20, 10, 8}
    };

    private static final int OLDEST_BUILDKIT = 6;

    private static final int OK = 200;

    static EngineFacts ask(DockerHttpClient http) throws EngineException, IOException {
        // all at once: the slowest takes as long as the others together
        FutureTask<JsonNode> asking = new FutureTask<>(() -> info(http));
        DaemonThread.start("misstep-info", asking);
        String builder;
        try (Response ping = EngineConnection.execute(http, get("/_ping"))) {
            EngineConnection.check(ping);
            String header = ping.getHeader("Builder-Version");
            builder = header == null ? "" : header;
        }
        try (Response answer = EngineConnection.execute(http, get("/version"))) {
            JsonNode version = EngineConnection.read(answer);
            ApiVersion newest = ApiVersion.parse(version.path("ApiVersion").asText(""));
            JsonNode info = answerOf(asking);
            ApiVersion oldest = ApiVersion.parse(version.path("MinAPIVersion").asText(newest.toString()));
            return new EngineFacts(
                    version.path("Version").asText(""),
                    ApiVersion.negotiate(NEWEST, newest, oldest).toString(),
                    builder.equals("2") ? BuilderKind.BUILDKIT : BuilderKind.CLASSIC,
                    info.path("ID").asText(""),
                    // [["driver-type", "io.containerd.snapshotter.v1"]]
                    info.path("DriverStatus").toString().contains("io.containerd.snapshotter"),
                    version.path("Os").asText("") + "/" + version.path("Arch").asText(""),
                    newest.compareTo(FIRST_WITH_GRPC) >= 0);
        }
    }

    /** A missing node where the engine has no such answer. */
    private static JsonNode info(DockerHttpClient http) throws EngineException, IOException {
        try (Response answer = EngineConnection.execute(http, get("/info"))) {
            return answer.getStatusCode() == OK ? EngineConnection.read(answer) : MissingNode.getInstance();
        }
    }

    private static JsonNode answerOf(FutureTask<JsonNode> asking) throws IOException {
        try {
            return asking.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IOException(EngineConnection.reason(e.getCause() == null ? e : e.getCause()), e);
        }
    }

    /** Whether it can build with BuildKit at all. */
    public boolean hasBuildKit() throws EngineException {
        return platform.startsWith("linux/") && ApiVersion.parse(apiVersion).compareTo(FIRST_WITH_BUILDKIT) >= 0;
    }

    /** Which BuildKit it has, by the table of its releases: 13 for 0.13. One that cannot be told is taken for a new one. */
    public int buildKit() {
        for (int[] release : BUILDKIT) {
            if (isSince(release[0], release[1])) {
                return release[2];
            }
        }
        return MAJOR_MINOR.matcher(version).find() ? OLDEST_BUILDKIT : BUILDKIT[0][2];
    }

    /** Whether its BuildKit is 0.22 or newer, where SOURCE_DATE_EPOCH is the time of a WORKDIR's directory. */
    public boolean datesDirectories() {
        return isSince(28, 2);
    }

    /** Whether its BuildKit is 0.13 or newer, which makes several outputs of one build. */
    boolean hasSeveralOutputs() {
        return isSince(26, 0);
    }

    /** Not where the version is none that can be read. */
    private boolean isSince(int major, int minor) {
        Matcher numbers = MAJOR_MINOR.matcher(version);
        if (!numbers.find()) {
            return false;
        }
        int own = Integer.parseInt(numbers.group(1));
        return own > major || (own == major && Integer.parseInt(numbers.group(2)) >= minor);
    }

    private static Request get(String path) {
        return Request.builder().method(Request.Method.GET).path(path).build();
    }
}

package dev.misstep.engine;

import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The engines integration tests run on: those of {@code MISSTEP_TEST_ENGINES} (values of DOCKER_HOST, separated by commas),
 * else the one the docker command would use. Without any, the tests fail: a test that quietly does nothing proves nothing.
 * Each engine gets an image {@code busybox:1}, made from this machine's static busybox if it has none.
 *
 * @param name what a failed test shows
 */
public record EngineUnderTest(String name, EngineConnection connection) {
    private static final String HOW =
            "Integration tests need a Docker Engine on this machine: start one, or name engines in"
                    + " MISSTEP_TEST_ENGINES, separated by commas, as in unix:///var/run/docker.sock";

    private static final List<String> APPLETS =
            List.of("sh", "cat", "cp", "date", "echo", "false", "ls", "mkdir", "printf", "rm", "sleep", "stat", "true");

    private static List<EngineUnderTest> found = List.of();

    /** All of them, connected. */
    public static synchronized Stream<EngineUnderTest> all() {
        if (found.isEmpty()) {
            String named = System.getenv().getOrDefault("MISSTEP_TEST_ENGINES", "");
            List<EngineUnderTest> engines = new ArrayList<>();
            if (named.isBlank()) {
                engines.add(connect(System.getenv()));
            } else {
                for (String host : named.split(",", -1)) {
                    Map<String, String> environment = new HashMap<>(System.getenv());
                    environment.put("DOCKER_HOST", host.strip());
                    engines.add(connect(environment));
                }
            }
            found = List.copyOf(engines);
        }
        return found.stream();
    }

    /** Each of them with each of some values, as the arguments of a test. */
    public static Stream<Arguments> allWith(Collection<?> values) {
        return all().flatMap(engine -> values.stream().map(value -> Arguments.of(engine, value)));
    }

    /** The one at a DOCKER_HOST, or where the docker command would find one if that is empty. */
    public static EngineUnderTest at(String host) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (!host.isEmpty()) {
            environment.put("DOCKER_HOST", host);
        }
        return connect(environment);
    }

    private static EngineUnderTest connect(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        try {
            EngineConnection connection = EngineConnection.open(
                    EngineAddress.find(environment, home), RegistryCredentials.read(environment, home));
            if (!connection.hasImage("busybox:1", null)) {
                importBusybox(connection);
            }
            return new EngineUnderTest("engine " + connection.facts().version(), connection);
        } catch (EngineException | IOException e) {
            throw new AssertionError(HOW + " (" + e.getMessage() + ")");
        }
    }

    /** The ids of the images with a label, those without a name too. */
    public Set<String> images(String label) throws IOException, EngineException {
        try (DockerHttpClient http = connection.newClient()) {
            return connection.dockerOver(http).listImagesCmd().withLabelFilter(label).exec().stream()
                    .map(Image::getId)
                    .collect(Collectors.toSet());
        }
    }

    /** Removes them, and what they alone were made of. */
    public void removeImages(String label) throws IOException, EngineException {
        Set<String> images = images(label);
        try (DockerHttpClient http = connection.newClient()) {
            images.forEach(
                    image -> connection.dockerOver(http).removeImageCmd(image).exec());
        }
    }

    private static void importBusybox(EngineConnection connection) throws EngineException, IOException {
        Path busybox = Stream.of("/bin/busybox", "/usr/bin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The engine has no image busybox:1, and this machine no static"
                        + " busybox to make it from: pull the image, or install busybox-static"));
        List<TarItem> items = new ArrayList<>();
        items.add(TarItem.directory("bin", 0755, Instant.EPOCH));
        items.add(TarItem.directory("tmp", 01777, Instant.EPOCH));
        items.add(TarItem.file("bin/busybox", 0755, Instant.EPOCH, Files.readAllBytes(busybox)));
        APPLETS.forEach(applet -> items.add(TarItem.symlink("bin/" + applet, "busybox", Instant.EPOCH)));
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        new ContextTar(items, (path, announced, read) -> {}).writeTo(tar);
        Request request = Request.builder()
                .method(Request.Method.POST)
                .path(connection.path("/images/create?fromSrc=-&repo=busybox&tag=1"))
                .putHeader("Content-Type", "application/x-tar")
                .bodyBytes(tar.toByteArray())
                .build();
        try (DockerHttpClient http = connection.newClient();
                Response answer = EngineConnection.execute(http, request)) {
            EngineConnection.check(answer);
            answer.getBody().readAllBytes();
        }
    }

    /** Whether a process runs on this machine with these words on its command line. */
    public static boolean processRuns(String... words) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .anyMatch(line -> Arrays.stream(words).allMatch(line::contains));
    }

    @Override
    public String toString() {
        return name;
    }
}

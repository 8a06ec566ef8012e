package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.log.BuildListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines behind ssh. The {@code ssh} here is a script that runs what it is told to on this machine. */
@Timeout(120)
class SshTunnelIT {
    private final String unique = UUID.randomUUID().toString();

    @TempDir
    private Path home;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all()
                .filter(engine ->
                        engine.connection().address().host().getScheme().equals("unix"));
    }

    private Path programs(EngineUnderTest engine) throws IOException {
        Path bin = Files.createDirectory(home.resolve("bin"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String socket = engine.connection().address().host().getPath();
        script(
                bin.resolve("ssh"),
                "echo \"$*\" >>'" + home + "/asked'\nexec '" + java + "' -cp '" + System.getProperty("java.class.path")
                        + "' dev.misstep.engine.DialStdio '" + socket + "'\n");
        return bin;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aBuildRunsOverThere(EngineUnderTest engine) throws Exception {
        Map<String, String> environment = Map.of(
                "PATH", programs(engine) + ":" + System.getenv("PATH"), "DOCKER_HOST", "ssh://me@build.example:2222");
        RecordedBuild recorded = new RecordedBuild();

        try (EngineConnection connection = EngineConnection.open(
                EngineAddress.find(environment, home), RegistryCredentials.read(environment, home))) {
            BuildResult result = new BuildKitBuilder(connection, listener -> recorded)
                    .build(
                            Contexts.request(
                                    BuilderKind.BUILDKIT,
                                    "FROM busybox:1\nCOPY a /a\nRUN cat /a\n",
                                    Contexts.text("a", unique)),
                            BuildListener.NONE,
                            new Cancellation());
            assertThat(result.error()).isNull();
            connection.removeImage(String.valueOf(result.imageId()));
        }

        assertThat(recorded.output()).contains(unique);
        assertThat(Files.readString(home.resolve("asked")))
                .contains("-l me -p 2222 -- build.example docker system dial-stdio");
    }

    @org.junit.jupiter.api.Test
    void whyThereIsNoConnectionIsTold() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        script(
                bin.resolve("ssh"),
                "echo hello >&2\necho 'ssh: connect to host build.example: No route to host' >&2\nexit 255\n");
        Map<String, String> environment =
                Map.of("PATH", bin + ":" + System.getenv("PATH"), "DOCKER_HOST", "ssh://build.example");

        assertThatThrownBy(() -> EngineConnection.open(
                        EngineAddress.find(environment, home), RegistryCredentials.read(environment, home)))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessage("no Docker Engine at ssh://build.example, chosen by DOCKER_HOST: "
                        + "ssh: connect to host build.example: No route to host; "
                        + "see that ssh build.example docker version works");
    }

    @org.junit.jupiter.api.Test
    void theSocketOverThereMayBeNamed() {
        assertThat(SshTunnel.command("ssh", URI.create("ssh://build.example/run/my.sock")))
                .isEqualTo(List.of(
                        "ssh",
                        "-o",
                        "ConnectTimeout=30",
                        "-T",
                        "--",
                        "build.example",
                        "docker",
                        "--host",
                        "unix:///run/my.sock",
                        "system",
                        "dial-stdio"));
    }
}

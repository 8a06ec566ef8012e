package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineAddressTest {
    @TempDir
    Path home;

    private Path docker;
    private Path socket;

    @BeforeEach
    void directories() throws IOException {
        docker = Files.createDirectory(home.resolve(".docker"));
        socket = home.resolve("docker.sock");
    }

    @Test
    void withoutAnyWishItIsTheDefaultSocket() throws Exception {
        EngineAddress address = find(Map.of());

        assertThat(address.host()).isEqualTo(URI.create("unix://" + socket));
        assertThat(address.tls()).isNull();
        assertThat(address.chosenBy()).isEqualTo("the default");
    }

    @Test
    void aRootlessEngineIsFoundWhereThereIsNoOther() throws Exception {
        Path runtime = Files.createDirectory(home.resolve("run"));
        Path rootless = Files.createFile(runtime.resolve("docker.sock"));
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());

        assertThat(find(environment).host()).isEqualTo(URI.create("unix://" + rootless));

        Files.createFile(socket);
        assertThat(find(environment).host()).isEqualTo(URI.create("unix://" + socket));
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///run/user/1000/docker.sock, unix:///run/user/1000/docker.sock",
        "tcp://build.example:2375, tcp://build.example:2375",
        "tcp://build.example, tcp://build.example:2375",
        "build.example:4000, tcp://build.example:4000",
        "http://build.example/prefix, tcp://build.example:2375/prefix",
        "npipe:////./pipe/docker_engine, npipe:////./pipe/docker_engine"
    })
    void dockerHostIsUnderstoodAsTheDockerCommandDoes(String host, String understood) throws Exception {
        EngineAddress address = find(Map.of("DOCKER_HOST", host, "DOCKER_CONTEXT", "never-looked-at"));

        assertThat(address.host()).isEqualTo(URI.create(understood));
        assertThat(address.chosenBy()).isEqualTo("DOCKER_HOST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix://relative.sock", "tcp://", "ftp://x", "unix:// x", "tcp://a b", "://"})
    void whatIsNoAddressIsSaidToBeNone(String host) {
        assertThatThrownBy(() -> find(Map.of("DOCKER_HOST", host)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("is no address of an engine; write unix:///path/docker.sock");
    }

    @Test
    void anEngineBehindSshIsNamedAsItIs() throws Exception {
        assertThat(find(Map.of("DOCKER_HOST", "ssh://me@build.example:2222")).host())
                .hasToString("ssh://me@build.example:2222");
        assertThatThrownBy(() -> find(Map.of("DOCKER_HOST", "ssh://-oProxyCommand=evil")))
                .isInstanceOf(EngineException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh://me:S3cret@h", "tcp://me:S3cret more@h:1", "me:S3@cret@", "unix://me:S3cret@h/x"})
    void aPasswordInAnAddressThatIsNotTakenIsShownNowhere(String host) {
        assertThatThrownBy(() -> find(Map.of("DOCKER_HOST", host)))
                .isInstanceOf(EngineException.class)
                .satisfies(refused -> {
                    for (Throwable each = refused; each != null; each = each.getCause()) {
                        assertThat(each).message().doesNotContain("S3").doesNotContain("cret");
                    }
                });
    }

    @Test
    void theContextOfTheConfigurationCounts() throws Exception {
        writeContext("{\"Host\":\"unix:///home/u/.docker/desktop/docker.sock\"}");
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"desktop\"}");

        EngineAddress address = find(Map.of());

        assertThat(address.host()).isEqualTo(URI.create("unix:///home/u/.docker/desktop/docker.sock"));
        assertThat(address.chosenBy()).isEqualTo("context desktop");
    }

    @Test
    void theContextOfTheEnvironmentGoesBeforeIt() throws Exception {
        writeContext("{\"Host\":\"tcp://10.0.0.1\"}");
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"other\"}");

        assertThat(find(Map.of("DOCKER_CONTEXT", "desktop")).host()).isEqualTo(URI.create("tcp://10.0.0.1:2375"));
        assertThat(find(Map.of("DOCKER_CONTEXT", "default")).host()).isEqualTo(URI.create("unix://" + socket));
    }

    @Test
    void theConfigurationMayLieElsewhere() throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.move(docker, elsewhere.resolve("docker"));
        docker = elsewhere.resolve("docker");
        writeContext("{\"Host\":\"tcp://10.0.0.1:1\"}");

        EngineAddress address = find(Map.of("DOCKER_CONFIG", docker.toString(), "DOCKER_CONTEXT", "desktop"));

        assertThat(address.host()).isEqualTo(URI.create("tcp://10.0.0.1:1"));
    }

    @Test
    void aContextThatIsNotThereIsSaidToBeMissing() {
        assertThatThrownBy(() -> find(Map.of("DOCKER_CONTEXT", "nowhere")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("the Docker context \"nowhere\" does not exist");
    }

    @Test
    void tlsMaterialOfAContextIsFoundBesideIt() throws Exception {
        writeContext("{\"Host\":\"tcp://10.0.0.1\"}");
        Path material = Files.createDirectories(docker.resolve("contexts/tls/" + id("desktop") + "/docker"));
        Files.createFile(material.resolve("ca.pem"));

        EngineAddress address = find(Map.of("DOCKER_CONTEXT", "desktop"));

        assertThat(address.host()).isEqualTo(URI.create("tcp://10.0.0.1:2376"));
        assertThat(address.tls()).isEqualTo(new EngineTls(material.resolve("ca.pem"), null, null));
    }

    @Test
    void tlsOfTheEnvironment() throws Exception {
        for (String file : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
            Files.createFile(docker.resolve(file));
        }
        Map<String, String> asked = Map.of("DOCKER_HOST", "tcp://x", "DOCKER_TLS_VERIFY", "1");
        Map<String, String> notAsked = Map.of("DOCKER_HOST", "tcp://x", "DOCKER_CERT_PATH", docker.toString());

        assertThat(find(asked).host()).isEqualTo(URI.create("tcp://x:2376"));
        assertThat(find(asked).tls())
                .isEqualTo(
                        new EngineTls(docker.resolve("ca.pem"), docker.resolve("cert.pem"), docker.resolve("key.pem")));
        assertThat(find(notAsked).tls()).isNull();

        Files.delete(docker.resolve("key.pem"));
        assertThatThrownBy(() -> find(asked))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("of cert.pem and key.pem only one is in");
    }

    @Test
    void aContextThatSkipsTheCheckIsRefused() throws Exception {
        writeContext("{\"Host\":\"tcp://10.0.0.1\",\"SkipTLSVerify\":true}");

        assertThatThrownBy(() -> find(Map.of("DOCKER_CONTEXT", "desktop")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("skips the check of its host's certificate");
    }

    @Test
    void aDamagedConfigurationIsNamedButNotQuoted() throws Exception {
        Files.writeString(docker.resolve("config.json"), "{\n\"auths\": {\"r\": {\"auth\": s3cret}}}");

        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("config.json is not valid JSON (line 2)")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    private EngineAddress find(Map<String, String> environment) throws EngineException {
        return EngineAddress.find(environment, home, socket);
    }

    private static String id(String context) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(context.getBytes(StandardCharsets.UTF_8)));
    }

    private void writeContext(String endpoint) throws Exception {
        Path meta = Files.createDirectories(docker.resolve("contexts/meta/" + id("desktop")));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"desktop\",\"Metadata\":{},\"Endpoints\":{\"docker\":" + endpoint + "}}");
    }
}

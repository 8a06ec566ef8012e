package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCredentialsTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "busybox, https://index.docker.io/v1/",
        "library/busybox:1, https://index.docker.io/v1/",
        "docker.io/library/busybox, https://index.docker.io/v1/",
        "ghcr.io/owner/name:1@sha256:aa, ghcr.io",
        "localhost/x, localhost",
        "registry:5000/x, registry:5000"
    })
    void theRegistryOfAnImage(String image, String registry) {
        assertThat(RegistryCredentials.registry(image)).isEqualTo(registry);
    }

    @Test
    void nobodyIsKnownWithoutAConfiguration() throws Exception {
        RegistryCredentials credentials = RegistryCredentials.read(Map.of(), home);

        assertThat(credentials.forImage("busybox")).isNull();
        assertThat(credentials.all().getConfigs()).isEmpty();
    }

    @Test
    void aPasswordOfTheFile() throws Exception {
        RegistryCredentials credentials = configured("{\"auths\":{\"ghcr.io\":{\"auth\":\"" + base64("me:p:w") + "\"},"
                + "\"https://index.docker.io/v1/\":{\"auth\":\"" + base64("hub:pw") + "\"}}}");

        assertThat(credentials.forImage("ghcr.io/x/y"))
                .isEqualTo(new AuthConfig()
                        .withRegistryAddress("ghcr.io")
                        .withUsername("me")
                        .withPassword("p:w"));
        assertThat(user(credentials, "busybox")).isEqualTo("hub");
        assertThat(credentials.forImage("quay.io/x/y")).isNull();
        assertThat(credentials.all().getConfigs()).containsOnlyKeys("ghcr.io", "https://index.docker.io/v1/");
    }

    @Test
    void oldFilesNameARegistryByItsAddress() throws Exception {
        RegistryCredentials credentials =
                configured("{\"auths\":{\"https://ghcr.io/v2/\":{\"auth\":\"" + base64("me:pw") + "\"}}}");

        assertThat(user(credentials, "ghcr.io/x/y")).isEqualTo("me");
    }

    @Test
    void anIdentityTokenStandsForThePassword() throws Exception {
        RegistryCredentials credentials =
                configured("{\"auths\":{\"r.io\":{\"auth\":\"" + base64("me:") + "\",\"identitytoken\":\"tok\"}}}");

        assertThat(credentials.forImage("r.io/x"))
                .isEqualTo(new AuthConfig()
                        .withRegistryAddress("r.io")
                        .withUsername("me")
                        .withIdentityToken("tok"));
    }

    @Test
    void anEntryThatOnlyPointsToAStoreIsNoPassword() throws Exception {
        assertThat(configured("{\"auths\":{\"r.io\":{}}}").forImage("r.io/x")).isNull();
    }

    @Test
    void damagedCredentialsAreNotQuoted() throws Exception {
        RegistryCredentials credentials = configured("{\"auths\":{\"r.io\":{\"auth\":\"s3cret!\"}}}");

        assertThatThrownBy(() -> credentials.forImage("r.io/x"))
                .isInstanceOf(EngineException.class)
                .hasMessage("config.json has damaged credentials of r.io; log in again");
    }

    @Test
    void aHelperIsAsked() throws Exception {
        helper(
                "vault",
                "read server; printf '{\"ServerURL\":\"%s\",\"Username\":\"%s\",\"Secret\":\"pw\"}' $server $USER_NAME");
        helper("token", "echo '{\"Username\":\"<token>\",\"Secret\":\"tok\"}'");
        RegistryCredentials credentials =
                configured("{\"credsStore\":\"vault\",\"credHelpers\":{\"gcr.io\":\"token\"},\"auths\":{\"r.io\":{}}}");

        assertThat(credentials.forImage("r.io/x"))
                .isEqualTo(new AuthConfig()
                        .withRegistryAddress("r.io")
                        .withUsername("from-environment")
                        .withPassword("pw"));
        assertThat(credentials.forImage("gcr.io/x"))
                .isEqualTo(new AuthConfig()
                        .withRegistryAddress("gcr.io")
                        .withUsername("")
                        .withIdentityToken("tok"));
        assertThat(credentials.all().getConfigs()).containsOnlyKeys("gcr.io", "r.io");
    }

    @Test
    void aHelperThatKnowsNothingIsNoError() throws Exception {
        helper("vault", "echo 'credentials not found in native keychain'; exit 1");

        assertThat(configured("{\"credsStore\":\"vault\"}").forImage("r.io/x")).isNull();
    }

    /** Whether it reads what it is asked or not: one that goes at once breaks the pipe it is asked through. */
    @RepeatedTest(20)
    void aHelperThatFailsIsToldInItsWords() throws Exception {
        helper("vault", "echo 'the vault is locked'; exit 3");
        RegistryCredentials credentials = configured("{\"credsStore\":\"vault\"}");

        assertThatThrownBy(() -> credentials.forImage("r.io/x"))
                .isInstanceOf(EngineException.class)
                .hasMessage("docker-credential-vault failed for r.io with exit status 3: the vault is locked");
    }

    @Test
    void aHelpersAnswerIsNotQuoted() throws Exception {
        helper("vault", "echo '{\"Secret\":s3cret}'");
        RegistryCredentials credentials = configured("{\"credsStore\":\"vault\"}");

        assertThatThrownBy(() -> credentials.forImage("r.io/x"))
                .isInstanceOf(EngineException.class)
                .hasMessage("the credential helper \"vault\" gave no valid JSON for r.io")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({"gone, is not on the PATH", "../../bin/sh, cannot be one"})
    void aHelperThatCannotBeFound(String name, String message) throws Exception {
        RegistryCredentials credentials = configured("{\"credsStore\":\"" + name + "\"}");

        assertThatThrownBy(() -> credentials.forImage("r.io/x"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(message);
    }

    @Test
    void showsNothing() throws Exception {
        RegistryCredentials credentials =
                configured("{\"auths\":{\"r.io\":{\"auth\":\"" + base64("me:s3cret") + "\"}}}");

        assertThat(credentials.toString()).doesNotContain("s3cret").doesNotContain(base64("me:s3cret"));
    }

    private RegistryCredentials configured(String config) throws Exception {
        Path docker = Files.createDirectories(home.resolve(".docker"));
        Files.writeString(docker.resolve("config.json"), config);
        return RegistryCredentials.read(
                Map.of("PATH", home.resolve("bin") + ":/usr/bin:/bin", "USER_NAME", "from-environment"), home);
    }

    private void helper(String name, String script) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path program = bin.resolve("docker-credential-" + name);
        Files.writeString(program, "#!/bin/sh\n[ \"$1\" = get ] || exit 9\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String user(RegistryCredentials credentials, String image) throws EngineException {
        AuthConfig auth = credentials.forImage(image);
        return auth == null ? "nobody" : String.valueOf(auth.getUsername());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

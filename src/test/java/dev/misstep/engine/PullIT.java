package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.log.BuildListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pulls from a registry of the test's own, which the engine reaches because it runs on this machine. */
@Timeout(120)
class PullIT {
    @TempDir
    Path home;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aPrivateBaseImageIsPulledOnceAndThenBuiltOn(EngineUnderTest engine) throws Exception {
        try (FakeRegistry registry = FakeRegistry.start(
                        home, "me", "s3cret", UUID.randomUUID().toString());
                EngineConnection connection = knownTo(engine, registry, "me:s3cret")) {
            String image = registry.host() + "/private/base";
            List<String> progress = new ArrayList<>();
            BaseImages images = new BaseImages(connection);

            assertThat(images.ensure(Set.of(image), null, false, progress::add)).isEmpty();

            assertThat(progress)
                    .contains("latest: Pulling from private/base")
                    .anyMatch(line -> line.contains("Digest: sha256:"));
            assertThat(connection.hasImage(image, null)).isTrue();
            BuildResult built = new BuildKitBuilder(connection, listener -> new RecordedBuild())
                    .build(
                            Contexts.request(
                                    BuilderKind.BUILDKIT, "FROM " + image + "\nCOPY a /a\n", Contexts.text("a", "")),
                            BuildListener.NONE,
                            new Cancellation());
            assertThat(built.error()).isNull();

            int served = registry.manifestsServed.get();
            progress.clear();
            assertThat(images.ensure(Set.of(image), null, false, progress::add)).isEmpty();
            assertThat(progress).isEmpty();
            assertThat(registry.manifestsServed).hasValue(served);

            assertThat(images.ensure(Set.of(image), null, true, progress::add)).isEmpty();
            assertThat(progress).anyMatch(line -> line.contains("Image is up to date"));

            connection.removeImage(String.valueOf(built.imageId()));
            connection.dockerOver(connection.newClient()).removeImageCmd(image).exec();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWrongPasswordIsANoteThatDoesNotShowIt(EngineUnderTest engine) throws Exception {
        try (FakeRegistry registry = FakeRegistry.start(home, "me", "s3cret", "x");
                EngineConnection connection = knownTo(engine, registry, "me:wr0ng")) {
            String image = registry.host() + "/private/base:1";

            List<String> notes = new BaseImages(connection).ensure(Set.of(image), null, false, line -> {});

            assertThat(notes)
                    .singleElement()
                    .asString()
                    .startsWith("the engine could not pull " + image + ": ")
                    .doesNotContain("wr0ng");
            assertThat(registry.manifestsServed).hasValue(0);
        }
    }

    private static BuildResult build(EngineConnection connection, String image) {
        String dockerfile = "FROM " + image + "\nCOPY a /a\n";
        return new BuildKitBuilder(connection, listener -> new RecordedBuild())
                .build(
                        Contexts.request(BuilderKind.BUILDKIT, dockerfile, Contexts.text("a", "")),
                        BuildListener.NONE,
                        new Cancellation());
    }

    /** The builder itself pulls what the engine has not, and asks the session how. */
    @ParameterizedTest
    @MethodSource("engines")
    void theBuilderPullsWithAPassword(EngineUnderTest engine) throws Exception {
        try (FakeRegistry registry = FakeRegistry.start(
                        keys(engine), "me", "s3cret", UUID.randomUUID().toString());
                EngineConnection connection = knownTo(engine, registry, "me:s3cret")) {
            BuildResult built = build(connection, registry.host() + "/private/base");

            assertThat(built.error()).isNull();
            assertThat(registry.manifestsServed).hasPositiveValue();
            connection.removeImage(String.valueOf(built.imageId()));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theBuilderPullsWithATokenThatThePasswordGets(EngineUnderTest engine) throws Exception {
        for (int answerToPost : new int[] {200, 404}) {
            try (FakeRegistry registry = FakeRegistry.withTokens(
                            keys(engine), "me", "s3cret", UUID.randomUUID().toString());
                    EngineConnection connection = knownTo(engine, registry, "me:s3cret")) {
                registry.answerToPost = answerToPost;

                BuildResult built = build(connection, registry.host() + "/private/base");

                assertThat(built.error()).isNull();
                assertThat(registry.tokensGiven)
                        .containsAnyOf("POST 200", "GET 200")
                        .doesNotContain("POST 401");
                connection.removeImage(String.valueOf(built.imageId()));
            }
        }
    }

    /** Engines begin with TLS, and do not always see that the server speaks none: then it closes before it is heard. */
    private static BuildResult overPlainHttp(EngineConnection connection, String image) {
        BuildResult built = build(connection, image);
        for (int tries = 1;
                tries < 10 && String.valueOf(built.error()).matches("(?s).*(: EOF|reset by peer).*");
                tries++) {
            built = build(connection, image);
        }
        return built;
    }

    /** Where this machine reaches the registry, the engine is told tokens and never asks as the user. */
    @ParameterizedTest
    @MethodSource("engines")
    void thePasswordStaysHereWhereTokensCanBeHad(EngineUnderTest engine) throws Exception {
        for (int answerToPost : new int[] {200, 404}) {
            try (FakeRegistry registry = FakeRegistry.withTokens(
                            null, "me", "s3cret", UUID.randomUUID().toString());
                    EngineConnection connection = knownTo(engine, registry, "me:s3cret")) {
                registry.answerToPost = answerToPost;

                BuildResult built = overPlainHttp(connection, registry.host() + "/private/base");
                BuildResult again = overPlainHttp(connection, registry.host() + "/private/base");

                assertThat(built.error()).isNull();
                assertThat(again.error()).isNull();
                assertThat(registry.tokensGiven).contains(answerToPost == 200 ? "POST 200" : "GET 200");
                assertThat(registry.agents).isNotEmpty().containsOnly("misstep");
                connection.removeImage(String.valueOf(built.imageId()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWrongPasswordGetsNoTokenAndIsNotShown(EngineUnderTest engine) throws Exception {
        try (FakeRegistry registry = FakeRegistry.withTokens(null, "me", "s3cret", "x");
                EngineConnection connection = knownTo(engine, registry, "me:wr0ng")) {
            BuildResult built = overPlainHttp(connection, registry.host() + "/private/base");

            assertThat(built.error()).contains("401 Unauthorized").doesNotContain("wr0ng");
            assertThat(built.build().toString()).doesNotContain("wr0ng");
            assertThat(registry.manifestsServed).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whoIsNotKnownGetsWhatAnybodyGets(EngineUnderTest engine) throws Exception {
        try (FakeRegistry registry = FakeRegistry.withTokens(
                        keys(engine), "", "", UUID.randomUUID().toString());
                EngineConnection connection = EngineConnection.open(
                        engine.connection().address(), RegistryCredentials.read(Map.of(), home))) {
            BuildResult built = build(connection, registry.host() + "/private/base");

            assertThat(built.error()).isNull();
            assertThat(registry.tokensGiven).contains("GET 200");
            connection.removeImage(String.valueOf(built.imageId()));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWrongPasswordFailsTheBuildAndIsNotShown(EngineUnderTest engine) throws Exception {
        try (FakeRegistry plain = FakeRegistry.start(keys(engine), "me", "s3cret", "x");
                FakeRegistry tokens = FakeRegistry.withTokens(keys(engine), "me", "s3cret", "x")) {
            for (FakeRegistry registry : List.of(plain, tokens)) {
                try (EngineConnection connection = knownTo(engine, registry, "me:wr0ng")) {
                    BuildResult built = build(connection, registry.host() + "/private/base");

                    assertThat(built.error()).containsIgnoringCase("authoriz").doesNotContain("wr0ng");
                    assertThat(built.build().toString()).doesNotContain("wr0ng");
                    assertThat(registry.manifestsServed).hasValue(0);
                }
            }
        }
    }

    /** Where keys are made; {@code null} for engine 20.10, whose BuildKit speaks no TLS to a loopback address. */
    private @Nullable Path keys(EngineUnderTest engine) throws Exception {
        boolean plain = engine.connection().facts().version().startsWith("20.");
        return plain ? null : Files.createTempDirectory(home, "keys");
    }

    private EngineConnection knownTo(EngineUnderTest engine, FakeRegistry registry, String login) throws Exception {
        Path docker = Files.createDirectories(home.resolve(".docker"));
        String auth = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                docker.resolve("config.json"), "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + auth + "\"}}}");
        return EngineConnection.open(engine.connection().address(), RegistryCredentials.read(Map.of(), home));
    }
}

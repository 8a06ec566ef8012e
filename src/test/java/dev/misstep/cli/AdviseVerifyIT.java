package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.context.git.Commits;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Advice that is tried on real engines. The base image has shell scripts in place of package managers: each takes a while
 * and writes what the real one would, its log and its downloads too.
 */
@Timeout(300)
class AdviseVerifyIT {
    private static final double WAIT = 2;

    private static final String NPM = """
            #!/bin/sh
            [ -f "$HOME/.npm/download" ] || sleep 2
            mkdir -p node_modules/left-pad "$HOME/.npm/_logs" || exit 1
            cat package.json > node_modules/left-pad/package.json
            cat package.json > "$HOME/.npm/download"
            echo log > "$HOME/.npm/_logs/$(date +%Y-%m-%dT%H_%M_%S)-debug-0.log"
            if [ -f hook ]; then sh ./hook; fi
            if [ -f /needs-hook ]; then cat hook || exit 1; fi
            """;

    private static final String APT_GET = """
            #!/bin/sh
            mkdir -p /var/lib/apt/lists /usr/bin
            case "$1" in
            update) echo list > /var/lib/apt/lists/debian ;;
            install) sleep 2; cat /var/lib/apt/lists/debian > /usr/bin/installed || exit 1 ;;
            esac
            if [ -f /stamps ]; then echo "$GIT_SHA" > /usr/bin/stamp; fi
            """;

    private final String unique = UUID.randomUUID().toString();
    private final String base = "misstep-verify-" + unique + ":1";

    @TempDir
    private Path home;

    @TempDir
    private Path context;

    @TempDir
    private Path folder;

    static Stream<Arguments> builders() {
        return EngineUnderTest.allWith(List.of(BuilderKind.values()));
    }

    /** One is enough where it is our own rules that are held against it: each trial takes a dozen builds. */
    static Stream<EngineUnderTest> oneEngine() {
        return EngineUnderTest.all().limit(1);
    }

    private void makeBase(EngineUnderTest engine) throws IOException {
        script(folder.resolve("npm"), NPM);
        script(folder.resolve("apt-get"), APT_GET);
        Files.writeString(folder.resolve("Dockerfile"), "FROM busybox:1\nENV HOME=/root\nCOPY npm apt-get /bin/\n");
        Invocation.Result built = invocation(engine)
                .run("profile", "--runs", "1", "-t", base, "--label", label(), "--format", "json", folder.toString());
        assertThat(built.status()).as(built.err()).isZero();
    }

    @AfterEach
    void removeImages() throws Exception {
        for (EngineUnderTest engine : EngineUnderTest.all().toList()) {
            engine.removeImages(label());
        }
    }

    private String label() {
        return "dev.misstep.test=" + unique;
    }

    private static void script(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String path, String content) throws IOException {
        Path file = context.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.replace("BASE", base));
    }

    private Invocation invocation(EngineUnderTest engine) {
        return new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", engine.connection().address().host().toString());
    }

    private Invocation.Result advise(EngineUnderTest engine, BuilderKind builder, String... more) throws IOException {
        makeBase(engine);
        List<String> args =
                new ArrayList<>(List.of("advise", "--verify", "--format", "json", "--builder-kind", builder.label()));
        args.addAll(List.of(more));
        args.add(".");
        return invocation(engine).run(args.toArray(String[]::new));
    }

    private JsonNode report(EngineUnderTest engine, BuilderKind builder, String... more) throws IOException {
        Invocation.Result result = advise(engine, builder, more);
        assertThat(result.status()).as(result.err()).isZero();
        return result.json();
    }

    private static JsonNode finding(JsonNode report, String rule) {
        for (JsonNode finding : report.path("findings")) {
            if (finding.path("rule").asText().equals(rule)) {
                return finding;
            }
        }
        throw new AssertionError("no " + rule + " in " + report);
    }

    private static void verified(JsonNode report, String rule, double saves) {
        JsonNode finding = finding(report, rule);
        assertThat(finding.path("proof").asText()).as(report.toPrettyString()).isEqualTo("verified");
        assertThat(finding.path("savesSeconds").asDouble(-1)).isGreaterThanOrEqualTo(saves * 4 / 5);
        assertThat(finding.path("patch").isTextual()).isTrue();
    }

    private static void refused(JsonNode report, String rule, String why) {
        JsonNode finding = finding(report, rule);
        assertThat(finding.path("message").asText()).as(report.toPrettyString()).contains(why);
        assertThat(finding.path("proof").asText()).isEqualTo("none");
        assertThat(finding.path("patch").isNull()).isTrue();
        assertThat(finding.path("savesSeconds").isNull()).isTrue();
    }

    private void makeNodeProject() throws IOException {
        write("Dockerfile", "FROM BASE\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN cat src/*.js > built\n");
        write("package.json", "{\"name\": \"" + unique + "\"}");
        write("src/app.js", "1");
    }

    @ParameterizedTest
    @MethodSource("builders")
    void whatSavesTimeAndMakesTheSameImageIsVerifiedAloneAndTogether(EngineUnderTest engine, BuilderKind builder)
            throws Exception {
        makeNodeProject();
        write("src/__pycache__/a.pyc", "x");
        makeBase(engine);
        Set<String> before = engine.images(label());

        Invocation.Result result = advise(engine, builder, "--progress", "plain");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("With the patch of copy-before-install, without cache");
        JsonNode report = result.json();
        verified(report, "copy-before-install", WAIT);
        verified(report, "context-too-wide", WAIT);
        JsonNode verification = report.path("verification");
        assertThat(verification.path("together").path("verdict").asText()).isEqualTo("verified");
        assertThat(verification.path("notReproducible").findValuesAsText("what"))
                .isNotEmpty()
                .allMatch(path -> path.startsWith("/root/.npm/_logs/"));
        assertThat(verification.path("trials").path(0).path("intended").findValuesAsText("what"))
                .containsExactly("/app/Dockerfile");
        assertThat(verification.path("trials").path(1).path("intended").findValuesAsText("what"))
                .containsExactly("/app/.dockerignore", "/app/src/__pycache__", "/app/src/__pycache__/a.pyc");
        assertThat(engine.images(label())).isEqualTo(before);
        assertThat(context.resolve("Dockerfile")).content().contains("COPY . .\nRUN npm ci\n");
        assertThat(context.resolve(".dockerignore")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void anInstallThatNeedsAFileOfTheProjectIsRefusedAndNotApplied(EngineUnderTest engine) throws Exception {
        makeNodeProject();
        write("hook", "true");
        write(
                "Dockerfile",
                "FROM BASE AS tools\nRUN echo 1 > /needs-hook\nFROM tools\nWORKDIR /app\nCOPY . .\nRUN npm ci\n");

        JsonNode report = report(engine, BuilderKind.BUILDKIT, "--apply");

        refused(report, "copy-before-install", "the build with it fails at [stage-1 3/4] RUN npm ci");
        assertThat(context.resolve("Dockerfile")).content().contains("COPY . .\nRUN npm ci\n");
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void anInstallThatMakesLessIsRefused(EngineUnderTest engine) throws Exception {
        makeNodeProject();
        write("hook", "cat src/app.js > generated");

        refused(report(engine, BuilderKind.BUILDKIT), "copy-before-install", "/app/generated is gone");
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void whatANeedlessLookingFileIsReadForIsRefused(EngineUnderTest engine) throws Exception {
        write("Dockerfile", "FROM BASE\nWORKDIR /app\nCOPY . .\nRUN cat */.DS* > used\n");
        write("src/.DS_Store", unique);
        write("src/app.js", "1");

        refused(report(engine, BuilderKind.BUILDKIT), "context-too-wide", "the build with it fails at");
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void aMountIsVerifiedByAnEditOfTheManifest(EngineUnderTest engine) throws Exception {
        write("Dockerfile", "FROM BASE\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY src src\n");
        write("src/app.js", "1");
        try (Commits commits = new Commits(context)) {
            for (String name : List.of(unique, unique + "a", unique + "b")) {
                String manifest = "{\"name\": \"" + name + "\"}";
                write("package.json", manifest);
                commits.file("package.json", manifest).file("src/app.js", "1").commit();
            }

            JsonNode report = report(engine, BuilderKind.BUILDKIT);

            verified(report, "cache-mount", WAIT);
            JsonNode trial = report.path("verification").path("trials").path(0);
            assertThat(trial.path("edits").path(0).path("edit").asText()).isEqualTo("package.json");
            assertThat(trial.path("intended").findValuesAsText("what")).contains("/root/.npm/download");
        }
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void anArgumentIsVerifiedByAnotherValue(EngineUnderTest engine) throws Exception {
        write(
                "Dockerfile",
                "FROM BASE\nARG GIT_SHA\nLABEL sha=$GIT_SHA\nRUN apt-get update && apt-get install -y x=1 && rm -rf /var/lib/apt/lists/*\n");

        JsonNode report = report(engine, BuilderKind.BUILDKIT);

        verified(report, "volatile-arg", WAIT);
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void anArgumentThatAProgramReadsIsRefused(EngineUnderTest engine) throws Exception {
        write(
                "Dockerfile",
                "FROM BASE AS tools\nRUN echo 1 > /stamps\nFROM tools\nARG GIT_SHA\n"
                        + "RUN apt-get update && apt-get install -y x=1 && rm -rf /var/lib/apt/lists/*\n");

        refused(report(engine, BuilderKind.BUILDKIT), "volatile-arg", "another content of /usr/bin/stamp");
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void listsThatAreLeftMayGo(EngineUnderTest engine) throws Exception {
        write("Dockerfile", "FROM BASE\nCOPY src src\nRUN apt-get update\nRUN apt-get install -y x=1\n");
        write("src/app.js", unique);

        JsonNode report = report(engine, BuilderKind.BUILDKIT);

        verified(report, "unpinned-install", 0);
        assertThat(report.path("verification")
                        .path("trials")
                        .path(0)
                        .path("intended")
                        .findValuesAsText("reason"))
                .containsOnly("package lists are not kept");
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void listsThatAnotherStageTakesMayNot(EngineUnderTest engine) throws Exception {
        write(
                "Dockerfile",
                "FROM BASE AS apt\nRUN apt-get update\nRUN apt-get install -y x=1\nFROM BASE\nCOPY --from=apt /var/lib/apt/lists /lists\n");

        refused(report(engine, BuilderKind.BUILDKIT), "unpinned-install", "/lists/debian is gone");
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void whatIsWellIsLeftAlone(EngineUnderTest engine) throws Exception {
        makeNodeProject();
        write("Dockerfile", "FROM BASE\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY src src\n");

        JsonNode report = report(engine, BuilderKind.BUILDKIT, "--apply");

        assertThat(report.path("findings")).isEmpty();
        assertThat(report.path("verification").isNull()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void anIgnoreFileBesideADockerfileElsewhereIsPatchedThere(EngineUnderTest engine) throws Exception {
        makeNodeProject();
        write("docker/Dockerfile", "FROM BASE\nCOPY src src\nRUN sleep 2\n");
        write("docker/Dockerfile.dockerignore", "dist\n");
        write("src/__pycache__/a.pyc", "x");

        JsonNode report = report(engine, BuilderKind.BUILDKIT, "-f", "docker/Dockerfile", "--apply");

        verified(report, "context-too-wide", WAIT);
        assertThat(context.resolve("docker/Dockerfile.dockerignore")).hasContent("dist\n**/__pycache__\n");
        assertThat(context.resolve(".dockerignore")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("oneEngine")
    void aBuildThatFailsAsItIsProvesNothing(EngineUnderTest engine) throws Exception {
        makeNodeProject();
        write("Dockerfile", "FROM BASE\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN false\n");

        Invocation.Result result = advise(engine, BuilderKind.BUILDKIT, "--apply");

        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).contains("the build failed at [5/5] RUN false");
        assertThat(finding(result.json(), "copy-before-install").path("proof").asText())
                .isEqualTo("none");
        assertThat(context.resolve("Dockerfile")).content().contains("COPY . .\nRUN npm ci\n");
    }
}

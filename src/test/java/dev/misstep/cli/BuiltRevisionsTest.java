package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.context.git.Commits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code misstep analyze --context DIR --rev BASE..HEAD}: what git tells of why saved builds missed. */
class BuiltRevisionsTest {
    private static final String DOCKERFILE = """
            FROM busybox:1
            RUN echo prepare
            COPY src/ /app/
            RUN make
            """;
    private static final List<String> STEPS = List.of("RUN echo prepare", "COPY src/ /app/", "RUN make");

    @TempDir
    private Path home;

    @TempDir
    private Path directory;

    private Commits commits;

    @BeforeEach
    void create() throws IOException {
        commits = new Commits(directory);
        commits.file("Dockerfile", DOCKERFILE).file("src/a.js", "1").file("src/b.js", "1");
        commits.file("README.md", "1");
    }

    @AfterEach
    void close() {
        commits.close();
    }

    private void commitBase() throws IOException {
        commits.commit();
    }

    private void commitHead() throws IOException {
        commits.commit();
    }

    /** A plain log in which the first steps are hits and the others run. */
    private Path log(String name, int hits, List<String> steps) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n\n");
        text.append("#2 [1/").append(steps.size() + 1).append("] FROM docker.io/library/busybox:1\n#2 CACHED\n\n");
        for (int i = 0; i < steps.size(); i++) {
            String number = "#" + (i + 3) + " ";
            text.append(number).append("[" + (i + 2) + "/" + (steps.size() + 1) + "] " + steps.get(i) + "\n");
            text.append(number).append(i < hits ? "CACHED" : "DONE 0.5s").append("\n\n");
        }
        String last = "#" + (steps.size() + 3) + " ";
        text.append(last + "exporting to image\n" + last + "exporting layers done\n" + last + "DONE 0.1s\n");
        return Files.writeString(home.resolve(name), text);
    }

    private Path first(List<String> steps) throws IOException {
        return log("1.log", 0, steps);
    }

    private Path last(int hits, List<String> steps) throws IOException {
        return log("2.log", hits, steps);
    }

    private Invocation.Result run(Path... logs) {
        return run(List.of("--context", directory.toString(), "--rev", "HEAD~1..HEAD"), logs);
    }

    private Invocation.Result run(List<String> options, Path... logs) {
        List<String> all = new ArrayList<>(List.of("analyze", "--format", "json"));
        all.addAll(options);
        for (Path log : logs) {
            all.add(log.toString());
        }
        return new Invocation(home).run(all.toArray(String[]::new));
    }

    /** The root miss of the last build. */
    private static JsonNode root(Invocation.Result result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        JsonNode builds = result.json().path("builds");
        String last = builds.path(builds.size() - 1).path("id").asText();
        List<JsonNode> roots = new ArrayList<>();
        result.json().path("misses").forEach(miss -> {
            if (miss.path("build").asText().equals(last)
                    && miss.path("role").asText().equals("root")) {
                roots.add(miss);
            }
        });
        assertThat(roots).hasSize(1);
        return roots.get(0);
    }

    private static String cause(JsonNode miss) {
        return miss.path("cause").asText() + " " + miss.path("certainty").asText();
    }

    private static List<String> files(JsonNode miss) {
        List<String> files = new ArrayList<>();
        miss.path("files")
                .forEach(file -> files.add(
                        file.path("change").asText() + " " + file.path("path").asText()));
        return files;
    }

    /** Two builds whose COPY and all below it ran in the second. */
    private JsonNode rootOfCopy() throws IOException {
        return root(run(first(STEPS), last(1, STEPS)));
    }

    @Test
    void theFileThatChangedAndIsCopiedIsNamed() throws IOException {
        commitBase();
        commits.file("src/a.js", "2");
        commitHead();

        JsonNode miss = rootOfCopy();

        assertThat(cause(miss)).isEqualTo("context-files proven");
        assertThat(files(miss)).containsExactly("content src/a.js");
        assertThat(miss.path("detail").asText()).isEqualTo("src/a.js changed, and COPY on line 3 selects it.");
        assertThat(miss.path("baseline").asText()).isEqualTo("1");
    }

    @Test
    void aFileThatNoStepCopiesIsNotNamed() throws IOException {
        commitBase();
        commits.file("README.md", "2");
        commitHead();

        JsonNode miss = rootOfCopy();

        assertThat(cause(miss)).isEqualTo("unknown unknown");
        assertThat(files(miss)).isEmpty();
    }

    @Test
    void anIgnoredFileIsNotNamed() throws IOException {
        commits.file(".dockerignore", "**/*.md\n").file("src/notes.md", "1");
        commitBase();
        commits.file("src/notes.md", "2");
        commitHead();

        assertThat(files(rootOfCopy())).isEmpty();
    }

    @Test
    void theIgnoreFileBesideTheDockerfileIsTheOneThatCounts() throws IOException {
        commits.file(".dockerignore", "src/b.js\n").file("Dockerfile.dockerignore", "src/a.js\n");
        commitBase();
        commits.file("src/a.js", "2").file("src/b.js", "2");
        commitHead();

        assertThat(files(rootOfCopy())).containsExactly("content src/b.js");
    }

    @Test
    void whatIsNewOrGoneMayHaveLainThereUntracked() throws IOException {
        commitBase();
        commits.gone("src/a.js").file("src/c.js", "1");
        commitHead();

        JsonNode miss = rootOfCopy();

        assertThat(cause(miss)).isEqualTo("context-files likely");
        assertThat(files(miss)).containsExactly("removed src/a.js", "added src/c.js");
    }

    @Test
    void aFileMadeExecutableIsNamed() throws IOException {
        commitBase();
        commits.program("src/a.js", "1");
        commitHead();

        JsonNode miss = rootOfCopy();

        assertThat(cause(miss)).isEqualTo("context-files likely");
        assertThat(files(miss)).containsExactly("mode src/a.js");
    }

    @Test
    void aLinkThatLeadsElsewhereIsNamed() throws IOException {
        commits.link("src/current", "a.js");
        commitBase();
        commits.link("src/current", "b.js");
        commitHead();

        JsonNode miss = rootOfCopy();

        assertThat(cause(miss)).isEqualTo("context-files proven");
        assertThat(files(miss)).containsExactly("link src/current");
    }

    @Test
    void aSubmoduleIsNotClaimed() throws IOException {
        commits.submodule("src/lib", "1".repeat(40));
        commitBase();
        commits.submodule("src/lib", "2".repeat(40));
        commitHead();

        assertThat(cause(rootOfCopy())).isEqualTo("unknown unknown");
    }

    @Test
    void filesThatBecameASubmoduleAreNotClaimedToBeGone() throws IOException {
        commits.file("src/lib/x.js", "1");
        commitBase();
        commits.gone("src/lib/x.js").submodule("src/lib", "2".repeat(40));
        commitHead();

        assertThat(cause(rootOfCopy())).isEqualTo("unknown unknown");
    }

    @Test
    void aFileThatGitConvertsIsLikely() throws IOException {
        commits.file(".gitattributes", "*.js text=auto\n");
        commitBase();
        commits.file("src/a.js", "2");
        commitHead();

        JsonNode miss = rootOfCopy();

        assertThat(cause(miss)).isEqualTo("context-files likely");
        assertThat(files(miss)).containsExactly("content src/a.js");
    }

    /** A client's core.autocrlf, which no repository tells, may have made them equal. */
    @Test
    void otherLineEndsAloneAreLikely() throws IOException {
        commits.file("src/a.js", "a\nb\n");
        commitBase();
        commits.file("src/a.js", "a\r\nb\r\n");
        commitHead();

        assertThat(cause(rootOfCopy())).isEqualTo("context-files likely");
    }

    @Test
    void anUntrackedFileIsNeverNamed() throws IOException {
        commitBase();
        commits.file("README.md", "2");
        commitHead();
        Files.createDirectory(directory.resolve("src"));
        Files.writeString(directory.resolve("src/generated.js"), "untracked");

        Invocation.Result result = run(first(STEPS), last(1, STEPS));

        assertThat(result.out()).doesNotContain("generated.js");
        assertThat(cause(root(result))).isEqualTo("unknown unknown");
    }

    @Test
    void nothingChangedIsUnknownWithWhatWasRuledOutAndWhatGitDoesNotKnow() throws IOException {
        commitBase();
        commits.file("README.md", "2");
        commitHead();

        assertThat(rootOfCopy().path("detail").asText())
                .isEqualTo(
                        "Its instruction, the ENV, WORKDIR and USER above it and what git has of the files it selects"
                                + " are as in the baseline; files that git does not track, permissions and build arguments may be"
                                + " others; the cache may have lost it, or what it is built on or copies from is another.");
    }

    @Test
    void anInstructionThatWasEditedIsToldBeforeAndAfter() throws IOException {
        commitBase();
        commits.file("Dockerfile", DOCKERFILE.replace("RUN make", "RUN make all"));
        commitHead();

        JsonNode miss =
                root(run(first(STEPS), last(2, List.of("RUN echo prepare", "COPY src/ /app/", "RUN make all"))));

        assertThat(cause(miss)).isEqualTo("instruction proven");
        assertThat(miss.path("before").asText()).isEqualTo("RUN make");
        assertThat(miss.path("after").asText()).isEqualTo("RUN make all");
    }

    @Test
    void anEnvironmentThatTheLogDoesNotShowIsTold() throws IOException {
        commits.file("Dockerfile", DOCKERFILE.replace("RUN make", "ENV LEVEL=1\nRUN make"));
        commitBase();
        commits.file("Dockerfile", DOCKERFILE.replace("RUN make", "ENV LEVEL=2\nRUN make"));
        commitHead();

        JsonNode miss = root(run(first(STEPS), last(2, STEPS)));

        assertThat(cause(miss)).isEqualTo("instruction proven");
        assertThat(miss.path("detail").asText())
                .isEqualTo("ENV LEVEL on line 4 is another; every RUN below depends on it.");
    }

    /** Who builds with {@code --build-arg} need not care for a default. */
    @Test
    void theDefaultOfABuildArgumentIsNoClaim() throws IOException {
        commits.file("Dockerfile", DOCKERFILE.replace("RUN make", "ARG LEVEL=1\nENV L=$LEVEL\nRUN make"));
        commitBase();
        commits.file("Dockerfile", DOCKERFILE.replace("RUN make", "ARG LEVEL=2\nENV L=$LEVEL\nRUN make"));
        commitHead();

        JsonNode miss = root(run(first(STEPS), last(2, STEPS)));

        assertThat(cause(miss)).isEqualTo("unknown unknown");
        assertThat(miss.path("detail").asText()).doesNotContain("ENV, WORKDIR");
    }

    @Test
    void whatACopySelectsByABuildArgumentIsNotClaimed() throws IOException {
        String dockerfile = "FROM busybox:1\nARG APP=src\nRUN echo prepare\nCOPY $APP /app/\nRUN make\n";
        commits.file("Dockerfile", dockerfile);
        commitBase();
        commits.file("src/a.js", "2");
        commitHead();
        List<String> steps = List.of("RUN echo prepare", "COPY other /app/", "RUN make");

        assertThat(cause(root(run(first(steps), last(1, steps))))).isEqualTo("unknown unknown");
    }

    @Test
    void aBuildArgumentInTheDestinationDoesNotMatter() throws IOException {
        commits.file("Dockerfile", "FROM busybox:1\nARG TO=/app/\nRUN echo prepare\nCOPY src/ $TO\nRUN make\n");
        commitBase();
        commits.file("src/a.js", "2");
        commitHead();

        assertThat(files(rootOfCopy())).containsExactly("content src/a.js");
    }

    /** The log has {@code RUN make $LEVEL} with its value, which the Dockerfile of either revision has not. */
    @Test
    void aVariableWithAnotherValueIsToldByTheNamesInTheLog() throws IOException {
        commits.file("Dockerfile", DOCKERFILE.replace("RUN make", "ARG LEVEL\nRUN make $LEVEL"));
        commitBase();
        commits.file("README.md", "2");
        commitHead();

        JsonNode miss = root(run(
                first(List.of("RUN echo prepare", "COPY src/ /app/", "RUN make 1")),
                last(2, List.of("RUN echo prepare", "COPY src/ /app/", "RUN make 2"))));

        assertThat(cause(miss)).isEqualTo("build-arg likely");
        assertThat(miss.path("detail").asText())
                .isEqualTo("The instruction is as it was, but a variable in it has another value.");
    }

    @Test
    void stepsGetTheirLinesInTheDockerfile() throws IOException {
        commitBase();
        commits.file("Dockerfile", "# make it\n" + DOCKERFILE);
        commitHead();

        JsonNode builds = run(first(STEPS), last(1, STEPS)).json().path("builds");

        assertThat(builds.path(0).path("vertices").findValuesAsText("dockerfileLine"))
                .containsSequence("2", "3", "4");
        assertThat(builds.path(1).path("vertices").findValuesAsText("dockerfileLine"))
                .containsSequence("3", "4", "5");
    }

    @Test
    void oneBuildIsComparedWithARevisionThatNobodySawBuilt() throws IOException {
        commitBase();
        commits.file("src/a.js", "2");
        commitHead();

        JsonNode miss = root(run(last(1, STEPS)));

        assertThat(cause(miss)).isEqualTo("context-files likely");
        assertThat(files(miss)).containsExactly("content src/a.js");
        assertThat(miss.path("baseline").isNull()).isTrue();
        assertThat(miss.path("detail").asText())
                .isEqualTo(
                        "src/a.js changed, and COPY on line 3 selects it. That the earlier revision was built is not in"
                                + " the log.");
    }

    @Test
    void ofOneBuildANewInstructionIsLikely() throws IOException {
        commitBase();
        commits.file("Dockerfile", DOCKERFILE.replace("RUN make", "RUN make all"));
        commitHead();

        JsonNode miss = root(run(last(2, List.of("RUN echo prepare", "COPY src/ /app/", "RUN make all"))));

        assertThat(cause(miss)).isEqualTo("instruction likely");
        assertThat(miss.path("after").asText()).isEqualTo("RUN make all");
    }

    @Test
    void ofOneBuildNothingChangedIsUnknown() throws IOException {
        commitBase();
        commits.file("README.md", "2");
        commitHead();

        assertThat(cause(root(run(last(1, STEPS))))).isEqualTo("unknown unknown");
    }

    @Test
    void aBuildOfAnotherDockerfileIsNotExplainedByThisOne() throws IOException {
        commitBase();
        commits.file("src/a.js", "2");
        commitHead();
        List<String> others = List.of("RUN echo other", "COPY src/ /app/", "RUN make");

        Invocation.Result result = run(first(others), last(1, others));

        assertThat(result.status()).isZero();
        assertThat(result.out()).doesNotContain("a.js");
        assertThat(result.err())
                .contains("2.log: has other steps than the Dockerfile of HEAD; what git has is not told of it");
    }

    @Test
    void theDockerfileIsTheOneTheLogNames() throws IOException {
        commits.file("Dockerfile.prod", DOCKERFILE).file("Dockerfile", "FROM scratch\nCOPY README.md /\n");
        commitBase();
        commits.file("src/a.js", "2");
        commitHead();
        Path first = first(STEPS);
        Path last = last(1, STEPS);
        for (Path log : List.of(first, last)) {
            Files.writeString(log, Files.readString(log).replace("from Dockerfile", "from Dockerfile.prod"));
        }

        assertThat(files(root(run(first, last)))).containsExactly("content src/a.js");
    }

    @Test
    void theContextMayBeADirectoryOfTheRepository() throws IOException {
        commits.file("web/src/a.js", "1").file("build/web.Dockerfile", DOCKERFILE);
        commitBase();
        commits.file("web/src/a.js", "2").file("src/a.js", "2");
        commitHead();
        Path web = Files.createDirectory(directory.resolve("web"));
        Path dockerfile = directory.resolve("build/web.Dockerfile");

        Invocation.Result result = run(
                List.of("--context", web.toString(), "--rev", "HEAD~1..", "--file", dockerfile.toString()),
                first(STEPS),
                last(1, STEPS));

        assertThat(files(root(result))).containsExactly("content src/a.js");
    }

    @Test
    void theClassicBuildersStepsAreFoundByTheirNumbers() throws IOException {
        commitBase();
        commits.file("src/a.js", "2");
        commitHead();

        JsonNode miss = root(run(classic("1.log", 0), classic("2.log", 1)));

        assertThat(cause(miss)).isEqualTo("context-files proven");
        assertThat(files(miss)).containsExactly("content src/a.js");
    }

    private Path classic(String name, int hits) throws IOException {
        StringBuilder text = new StringBuilder("Step 1/4 : FROM busybox:1\n ---> 0123456789ab\n");
        for (int i = 0; i < STEPS.size(); i++) {
            text.append("Step " + (i + 2) + "/4 : " + STEPS.get(i) + "\n");
            text.append(
                    i < hits
                            ? " ---> Using cache\n"
                            : STEPS.get(i).startsWith("RUN")
                                    ? " ---> Running in 0123456789a" + i
                                            + "\nRemoving intermediate container 0123456789a" + i + "\n"
                                    : "");
            text.append(" ---> 1123456789a" + i + "\n");
        }
        return Files.writeString(home.resolve(name), text + "Successfully built 1123456789a2\n");
    }

    @Test
    void moreThanTwoBuildsAreRefused() throws IOException {
        commitBase();
        commitHead();

        Invocation.Result result = run(first(STEPS), last(1, STEPS), last(1, STEPS));

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err())
                .isEqualTo(
                        "misstep: --rev: is for one build, or for two of which BASE made the first; here are 3, so name"
                                + " fewer logs\n");
    }

    @Test
    void mistakesAreOneLineThatSaysWhatToDo() throws IOException {
        commitBase();
        commits.gone("Dockerfile");
        commitHead();
        String context = directory.toString();
        Path log = last(1, STEPS);

        assertError(run(List.of("--rev", "a..b"), log), ExitStatus.USAGE, "--rev: needs --context DIR");
        assertError(run(List.of("--context", context), log), ExitStatus.USAGE, "--context: needs --rev BASE..HEAD");
        for (String wrong : List.of("main", "..", "a...b", "a..b..c", "")) {
            assertError(run(List.of("--context", context, "--rev", wrong), log), ExitStatus.USAGE, "is not BASE..HEAD");
        }
        assertError(
                run(List.of("--context", context, "--rev", "nowhere..HEAD"), log),
                ExitStatus.INPUT,
                "--rev: nowhere is no revision of the repository; look for it with git log --all");
        assertError(
                run(List.of("--context", context, "--rev", "HEAD~1..HEAD"), log),
                ExitStatus.INPUT,
                "HEAD: has no Dockerfile; name the Dockerfile in the working tree with --file");
        assertError(
                run(List.of("--context", home.toString(), "--rev", "a..b"), log),
                ExitStatus.INPUT,
                "is in no git repository");
        assertError(
                run(List.of("--context", context + "/none", "--rev", "a..b"), log),
                ExitStatus.INPUT,
                "is no directory");
    }

    private static void assertError(Invocation.Result result, int status, String message) {
        assertThat(result.err()).startsWith("misstep: ").contains(message).hasLineCount(1);
        assertThat(result.status()).isEqualTo(status);
    }
}

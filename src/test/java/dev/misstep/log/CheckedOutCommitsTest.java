package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.SourceCommit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which commit a log says was checked out before a build. */
class CheckedOutCommitsTest {
    private static final String HASH = "70365fa93d19312a4754d8fe3769c1fcd5c5b356";
    private static final String OTHER = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";

    private static final List<String> BUILD = List.of(
            "#1 [internal] load build definition from Dockerfile", "#1 DONE 0.0s", "#2 [1/2] RUN make", "#2 DONE 1.0s");

    private static final List<String> CLASSIC = List.of(
            "Step 1/2 : FROM busybox", " ---> 0123456789ab", "Step 2/2 : RUN make", " ---> Running in 0123456789ab");

    private static final List<String> CLASSIC_END = List.of(
            "Removing intermediate container 0123456789ab", " ---> ba9876543210", "Successfully built ba9876543210");

    @SafeVarargs
    private static List<String> lines(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    /** What was checked out before each build; {@code -} where the log does not say. */
    private static List<String> commits(List<String> lines) throws IOException {
        List<String> commits = new ArrayList<>();
        for (Build build : builds(lines)) {
            SourceCommit commit = build.commit();
            commits.add(commit == null ? "-" : commit.hash());
        }
        return commits;
    }

    private static List<Build> builds(List<String> lines) throws IOException {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return LogReader.read("ci.log", new ByteArrayInputStream(text));
    }

    /** As each CI, and git, print them. */
    static List<List<String>> named() {
        return List.of(
                List.of("HEAD is now at " + HASH.substring(0, 7) + " Fix it"),
                List.of("HEAD is now at " + HASH.substring(0, 7) + "... Fix it"),
                List.of("HEAD is now at " + HASH.substring(0, 10)),
                List.of("[command]/usr/bin/git checkout --progress --force " + HASH),
                List.of(
                        "[command]/usr/bin/git checkout --progress --force -B main refs/remotes/origin/main",
                        "Switched to a new branch 'main'",
                        "[command]/usr/bin/git log -1 --format='%H'",
                        "'" + HASH + "'"),
                List.of("[command]\"C:\\Program Files\\Git\\bin\\git.exe\" log -1 --format=%H", HASH),
                List.of("##[command]git checkout --progress --force " + HASH),
                List.of("##[command]git checkout --progress --force refs/remotes/origin/" + HASH),
                List.of("\u001b[32;1mChecking out " + HASH.substring(0, 8)
                        + " as detached HEAD (ref is main)...\u001b[0;m"),
                List.of("Checking out " + HASH.substring(0, 8) + " as main..."),
                List.of("Checking out Revision " + HASH + " (refs/remotes/origin/main)"),
                List.of(" > git checkout -f " + HASH + " # timeout=10"),
                List.of(" > git checkout -b main " + HASH + " # timeout=10"),
                List.of("$ git checkout -f " + HASH),
                List.of("$ git checkout -qf \"" + HASH + "\""),
                List.of("+ git reset --hard " + HASH),
                List.of("+ git checkout " + HASH + " && make"));
    }

    @ParameterizedTest
    @MethodSource("named")
    void theCommitThatTheCiCheckedOutIsTheBuilds(List<String> checkout) throws IOException {
        List<String> found = commits(lines(checkout, BUILD));

        assertThat(found).hasSize(1);
        assertThat(HASH).startsWith(found.get(0));
    }

    /** Where something else lies in the working tree, or nobody knows what. */
    static List<List<String>> notNamed() {
        return List.of(
                List.of("no commit at all"),
                List.of("HEAD is now at main"),
                List.of("I think HEAD is now at " + HASH),
                List.of("Checking out feedbac"),
                List.of("Checking out --upload-pack=evil as main..."),
                List.of("$ git checkout -f " + HASH, "$ git checkout main"),
                List.of("$ git checkout -f " + HASH, "$ git merge origin/feature"),
                List.of("$ git checkout -f " + HASH, "$ git pull"),
                List.of("$ git checkout " + HASH + " -- config/one.yml"),
                List.of("$ git checkout " + HASH + " " + OTHER),
                List.of("[command]/usr/bin/git log -1 --format=%H", "fatal: not a git repository", HASH),
                List.of("Entering 'lib/sub'", "HEAD is now at 1a2b3c4 of the submodule"));
    }

    @ParameterizedTest
    @MethodSource("notNamed")
    void whatDoesNotNameACommitForSureTellsNone(List<String> lines) throws IOException {
        assertThat(commits(lines(lines, BUILD))).containsExactly("-");
    }

    @Test
    void aSubmodulesCommitIsNotTheRepositorys() throws IOException {
        List<String> checkout = List.of(
                "Checking out 70365fa9 as detached HEAD (ref is main)...",
                "Entering 'lib'",
                "HEAD is now at 1a2b3c4 x");

        assertThat(commits(lines(checkout, BUILD))).containsExactly("70365fa9");
    }

    @Test
    void singleFilesOfAnotherCommitAndResetsToItselfChangeNothing() throws IOException {
        List<String> checkout = List.of(
                "$ git checkout -f " + HASH, "$ git checkout " + OTHER + " -- one.yml", "$ git reset --hard HEAD");

        assertThat(commits(lines(checkout, BUILD))).containsExactly(HASH);
    }

    @Test
    void eachBuildHasWhatWasCheckedOutLastBeforeIt() throws IOException {
        List<String> first = List.of("Checking out Revision " + HASH + " (main)");
        List<String> second = List.of("Checking out Revision " + OTHER + " (main)");

        assertThat(commits(lines(first, BUILD, BUILD, second, BUILD))).containsExactly(HASH, HASH, OTHER);
    }

    @Test
    void theShortNameIsMadeWhole() throws IOException {
        List<String> checkout = List.of(
                "HEAD is now at 70365fa9 Merge " + OTHER + " into " + HASH,
                "[command]/usr/bin/git log -1 --format=%H",
                HASH);

        SourceCommit commit = builds(lines(checkout, BUILD)).get(0).commit();

        assertThat(commit).isEqualTo(new SourceCommit(HASH, 1, true));
    }

    @Test
    void whatAStepOfBuildKitPrintsIsNoCheckout() throws IOException {
        List<String> build = new ArrayList<>(BUILD);
        build.add(3, "#2 0.512 HEAD is now at 1a2b3c4 of a project that is cloned in the build");

        assertThat(commits(lines(List.of("HEAD is now at 70365fa Fix"), build, BUILD)))
                .containsExactly("70365fa", "70365fa");
    }

    /** The classic builder puts nothing before what a step prints. */
    @Test
    void whatMayBeOutputOfAStepLeavesItOpenWhatTheNextBuildIsOf() throws IOException {
        List<String> output = List.of("HEAD is now at 1a2b3c4 of a project that is cloned in the build");

        assertThat(commits(lines(
                        List.of("HEAD is now at 70365fa Fix"), CLASSIC, output, CLASSIC_END, CLASSIC, CLASSIC_END)))
                .containsExactly("70365fa", "-");
    }

    @Test
    void betweenClassicBuildsACheckoutIsOne() throws IOException {
        List<String> checkout = List.of("HEAD is now at 1a2b3c4 Next");

        assertThat(commits(lines(CLASSIC, CLASSIC_END, checkout, CLASSIC, CLASSIC_END)))
                .containsExactly("-", "1a2b3c4");
    }

    /** It is not known yet what stands around the lines when the checkout is read. */
    @Test
    void aJobMayDoMuchBetweenTheCheckoutAndTheBuild() throws IOException {
        List<String> job = new ArrayList<>();
        job.add("HEAD is now at 70365fa Fix");
        for (int i = 0; i < 1_000; i++) {
            job.add("compiling part " + i);
        }
        job.addAll(BUILD);

        for (String around : List.of(
                "2024-05-01T08:19:38.1234567Z ",
                "build\tRun it\t2024-05-01T08:19:38.1234567Z ",
                "[2024-05-01T08:19:38.123Z] ")) {
            assertThat(commits(job.stream().map(line -> around + line).toList()))
                    .as(around)
                    .containsExactly("70365fa");
        }
    }

    @Test
    void eachJobHasItsOwnWorkingTree() throws IOException {
        List<String> log = new ArrayList<>();
        String stamp = "\t2024-05-01T08:19:38.1234567Z ";
        log.add("one\tCheckout" + stamp + "HEAD is now at 70365fa Fix");
        log.add("two\tCheckout" + stamp + "HEAD is now at 1a2b3c4 Other");
        BUILD.forEach(line -> log.add("one\tBuild" + stamp + line));
        BUILD.forEach(line -> log.add("two\tBuild" + stamp + line));
        BUILD.forEach(line -> log.add("three\tBuild" + stamp + line));

        assertThat(commits(log)).containsExactly("70365fa", "1a2b3c4", "-");
    }

    @Test
    void aRecordNamesTheCommitUnlessTheTreeWasChanged() {
        assertThat(SourceCommit.ofRecord(HASH)).isEqualTo(new SourceCommit(HASH, 0, false));
        assertThat(SourceCommit.ofRecord(HASH + "-dirty")).isNull();
        assertThat(SourceCommit.ofRecord("--option")).isNull();
        assertThat(SourceCommit.ofRecord(null)).isNull();
    }
}

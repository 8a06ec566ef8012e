package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** {@code misstep analyze --context DIR LOG...} where the logs say which commits were built. */
class LoggedCommitsTest {
    @TempDir
    private Path home;

    @TempDir
    private Path directory;

    private Commits commits;
    private String first;
    private String second;

    @BeforeEach
    void create() throws IOException {
        commits = new Commits(directory);
        commits.file("Dockerfile", "FROM busybox:1\nCOPY src/ /app/\nRUN make\n")
                .file("src/a.js", "1");
        first = commits.commit();
        commits.file("src/a.js", "2").file("README.md", "2");
        second = commits.commit();
    }

    @AfterEach
    void close() {
        commits.close();
    }

    /** What a job prints that checks a commit out, if any, and builds. */
    private static String job(String checkout, String copied) {
        String header = checkout.isEmpty() ? "" : checkout + "\n";
        return header + """
                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #2 [1/3] FROM docker.io/library/busybox:1
                #2 CACHED

                #3 [2/3] COPY %s /app/
                #3 DONE 0.1s

                #4 [3/3] RUN make
                #4 DONE 0.5s

                #5 exporting to image
                #5 exporting layers done
                #5 DONE 0.1s
                """.formatted(copied);
    }

    private static String job(String checkout) {
        return job(checkout, "src/");
    }

    private Invocation.Result run(String... logs) throws IOException {
        return run(List.of(), logs);
    }

    private Invocation.Result run(List<String> options, String... logs) throws IOException {
        List<String> all = new ArrayList<>(List.of("analyze", "--format", "json", "--context", directory.toString()));
        all.addAll(options);
        for (int i = 0; i < logs.length; i++) {
            all.add(Files.writeString(home.resolve(i + 1 + ".log"), logs[i]).toString());
        }
        return new Invocation(home).run(all.toArray(String[]::new));
    }

    /** Causes and files of the root misses of a build. */
    private static List<String> roots(Invocation.Result result, String build) {
        return StepFates.roots(result.json(), build);
    }

    private static List<String> diagnostics(Invocation.Result result, int build) {
        List<String> messages = new ArrayList<>();
        result.json()
                .path("builds")
                .path(build - 1)
                .path("diagnostics")
                .forEach(diagnostic -> messages.add(diagnostic.path("line").asText() + " "
                        + diagnostic.path("message").asText()));
        return messages;
    }

    private static String github(String hash) {
        return "[command]/usr/bin/git checkout --progress --force -B main refs/remotes/origin/main\n"
                + "Reset branch 'main'\n[command]/usr/bin/git log -1 --format='%H'\n'" + hash + "'";
    }

    private static String gitlab(String hash) {
        return "Checking out " + hash.substring(0, 8) + " as detached HEAD (ref is main)...";
    }

    @Test
    void filesThatDifferBetweenTheCommitsOfTwoLogsAreNamed() throws IOException {
        Invocation.Result result = run(job(github(first)), job(gitlab(second)));

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(roots(result, "1")).containsExactly("cold unknown");
        assertThat(roots(result, "2")).containsExactly("context-files proven src/a.js");
        assertThat(diagnostics(result, 2)).isEmpty();
    }

    @Test
    void severalBuildsOfOneLogHaveEachTheirOwn() throws IOException {
        commits.file("src/b.js", "3");
        String third = commits.commit();

        Invocation.Result result = run(job(gitlab(first)) + job(gitlab(second)) + job(gitlab(third)));

        assertThat(result.err()).isEmpty();
        assertThat(roots(result, "2")).containsExactly("context-files proven src/a.js");
        assertThat(roots(result, "3")).containsExactly("context-files likely src/b.js");
    }

    @Test
    void buildsOfOneCommitHaveNoFileThatDiffers() throws IOException {
        Invocation.Result result = run(job(gitlab(second)), job(github(second)));

        assertThat(roots(result, "2")).containsExactly("unknown unknown");
    }

    /** What is compared are the two builds, not their neighbours. */
    @Test
    void aFileWhoseLinesEndOtherwiseThanInTheBaselineIsNotProven() throws IOException {
        commits.file("src/a.js", "1\n");
        String unix = commits.commit();
        commits.file("src/a.js", "2\n");
        String other = commits.commit();
        commits.file("src/a.js", "1\r\n");
        String windows = commits.commit();
        String another = job(gitlab(other)).replace("COPY src/", "COPY web/").replace("RUN make", "RUN true");

        Invocation.Result result = run(job(gitlab(unix)), another, job(gitlab(windows)));

        assertThat(roots(result, "3")).containsExactly("context-files likely src/a.js");
    }

    @Test
    void aBuildOfWhichNoCommitIsNamedIsExplainedByItsLog() throws IOException {
        Invocation.Result result = run(job(github(first)), job(""));

        String said = "does not name the commit that was checked out, so git is not asked about it";
        assertThat(diagnostics(result, 2)).containsExactly("null " + said);
        assertThat(result.err()).contains(said).hasLineCount(1);
        assertThat(roots(result, "2")).containsExactly("unknown unknown");
        assertThat(result.status()).isZero();
    }

    @Test
    void aCommitThatTheCloneLacksIsTold() throws IOException {
        Invocation.Result result = run(job(gitlab(first)), job("HEAD is now at 1234567 Fix"));

        assertThat(diagnostics(result, 2))
                .containsExactly(
                        "1 was built from 1234567, which is no commit of the repository; look for it with git log"
                                + " --all, or git fetch it");
        assertThat(roots(result, "2")).containsExactly("unknown unknown");
    }

    @Test
    void theMergeOfAPullRequestIsSaidToBeOne() throws IOException {
        String merge = "HEAD is now at 1234567 Merge " + second + " into " + first;

        Invocation.Result result = run(job(gitlab(first)), job(merge));

        assertThat(diagnostics(result, 2))
                .containsExactly(
                        "1 was built from 1234567, which is a merge that the CI made of a pull request, and not in"
                                + " the repository; git fetch origin pull/NUMBER/merge brings it while the request is open");
        assertThat(roots(result, "2")).containsExactly("unknown unknown");
    }

    @Test
    void aFileIsNoCommit() throws IOException {
        String blob = "56a6051ca2b02b04ef92d5150c9ef600403cb1de"; // of "1", as src/a.js is in the first

        Invocation.Result result = run(job(gitlab(first)), job("$ git checkout -f " + blob));

        assertThat(diagnostics(result, 2)).singleElement().asString().contains("is no commit of the repository");
    }

    @Test
    void stepsThatTheCommitDoesNotHaveAreTold() throws IOException {
        Invocation.Result result = run(job(gitlab(first)), job(gitlab(second), "web/"));

        assertThat(diagnostics(result, 2))
                .containsExactly("1 has other steps than the Dockerfile of " + second.substring(0, 8)
                        + "; what git has is not told of it");
        assertThat(roots(result, "2")).containsExactly("instruction likely");
    }

    @Test
    void aCommitWithoutDockerfileIsTold() throws IOException {
        commits.gone("Dockerfile");
        String without = commits.commit();

        Invocation.Result result = run(job(gitlab(first)), job(gitlab(without)));

        assertThat(diagnostics(result, 2)).singleElement().asString().contains("has no Dockerfile");
        assertThat(result.status()).isZero();
    }

    @Test
    void revisionsThatAreGivenCountMore() throws IOException {
        Invocation.Result result =
                run(List.of("--rev", first + ".." + second), job(gitlab(second)), job(gitlab(second)));

        assertThat(roots(result, "2")).containsExactly("context-files proven src/a.js");
    }

    @Test
    void logsThatNameNoCommitNeedRevisions() throws IOException {
        Invocation.Result result = run(job(""), job(""));

        assertThat(result.err())
                .startsWith("misstep: --context: needs --rev BASE..HEAD")
                .hasLineCount(1);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
    }
}

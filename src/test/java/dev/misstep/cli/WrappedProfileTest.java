package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that show builds: scripts that print what builders printed once. */
@Timeout(60)
class WrappedProfileTest {
    private static final String LOGS = Path.of("sample-logs").toAbsolutePath() + "/28-buildkit-plain/";

    @TempDir
    private Path home;

    private Invocation invocation() {
        return new Invocation(home)
                .at(home)
                .with("MISSTEP_HOME", home.resolve("state").toString())
                .with("DOCKER_HOST", "unix://" + home.resolve("none.sock"));
    }

    private Invocation.Result profile(String... words) {
        List<String> all = new ArrayList<>(List.of("profile"));
        all.addAll(List.of(words));
        return invocation().run(all.toArray(String[]::new));
    }

    /** Has {@code $n} be the number of the run. */
    private static String counted(String script) {
        return "n=$(($(cat runs 2>/dev/null || echo 0) + 1)); echo $n >runs; " + script;
    }

    private int runs() throws IOException {
        return Integer.parseInt(Files.readString(home.resolve("runs")).strip());
    }

    private static List<String> each(JsonNode items, String... fields) {
        List<String> all = new ArrayList<>();
        for (JsonNode item : items) {
            List<String> words = new ArrayList<>();
            for (String field : fields) {
                words.add(item.path(field).asText());
            }
            all.add(String.join(" ", words));
        }
        return all;
    }

    private static String lastLine(String text) {
        return text.lines().reduce("", (before, line) -> line);
    }

    @Test
    void theBuildsOfAllRunsAreASeriesAndStandardOutputIsTheAnswerAlone() throws IOException {
        String script = counted("echo compiling; cat " + LOGS + "0$n-*.log >&2");

        Invocation.Result result = profile("--format", "json", "--", "/bin/sh", "-c", script);

        assertThat(result.status()).isZero();
        JsonNode report = result.json();
        assertThat(each(report.path("builds"), "id", "source", "ordinal", "format", "outcome"))
                .containsExactly(
                        "1 run 1: sh 1 plain succeeded",
                        "2 run 2: sh 1 plain succeeded",
                        "3 run 3: sh 1 plain succeeded");
        assertThat(each(report.path("misses"), "build", "baseline"))
                .contains("1 null", "3 2")
                .doesNotContain("3 null");
        assertThat(result.err())
                .startsWith("compiling\n" + Files.readString(Path.of(LOGS + "01-cold.log")))
                .contains("compiling\n" + Files.readString(Path.of(LOGS + "02-warm.log")));
    }

    @Test
    void whatTheCommandWritesIsPassedOnUnchangedAboveTheReport() throws IOException {
        String log = Files.readString(Path.of(LOGS + "02-warm.log"));

        Invocation.Result result = profile(
                "--runs", "1", "--", "sh", "-c", "cat " + LOGS + "02-warm.log >&2; printf 'a\\tb\\033[1m\\nopen'");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualTo(log);
        assertThat(result.out()).startsWith("a\tb\u001b[1m\nopen\nsh · 1 build\n");
        assertThat(Path.of(lastLine(result.out()))).exists().hasExtension("html");
        assertThat(home.resolve("state/commands")).isEmptyDirectory();
    }

    @Test
    void severalBuildsOfARunAreEachComparedWithThemselves() {
        String script = "cat " + LOGS + "02-warm.log " + LOGS + "06-build-arg.log";

        Invocation.Result result = profile("--runs", "2", "--format", "json", "--", "sh", "-c", script);

        assertThat(each(result.json().path("builds"), "id", "source", "ordinal"))
                .containsExactly("1.1 run 1: sh 1", "1.2 run 1: sh 2", "2.1 run 2: sh 1", "2.2 run 2: sh 2");
        assertThat(each(result.json().path("misses"), "build", "baseline"))
                .contains("1.2 null", "2.2 1.2")
                .doesNotContain("1.2 1.1", "2.2 2.1");
        assertThat(profile("--runs", "2", "--", "sh", "-c", script).out()).contains("run 1.1", "run 2.2");
    }

    @Test
    void aCommandThatFailsEndsTheSeriesAndIsReported() throws IOException {
        Invocation.Result result =
                profile("--", "sh", "-c", counted("cat " + LOGS + "0$n-*.log; [ $n -lt 2 ] || exit 7"));

        assertThat(result.status()).isEqualTo(5);
        assertThat(result.out()).contains("sh · 2 builds");
        assertThat(result.err())
                .isEqualTo("misstep: sh: ended with status 7 in run 2 of 3; what was seen so far is reported\n");
        assertThat(runs()).isEqualTo(2);
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(5, "kill -9 $$", "sh: ended with status 137 (as when signal 9 ends it) in run 1 of 3"),
                Arguments.of(5, "nosuchcommand 2>&-", "status 127 (as a shell where a command is not found)"),
                Arguments.of(5, "exit 3", "sh: ended with status 3 in run 1 of 3; it showed no build"),
                Arguments.of(3, "true", "sh: showed no build that Misstep can read; have it show its builds"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void troubleIsToldInOneLineAfterOneRun(int status, String script, String told) throws IOException {
        Invocation.Result result = profile("--", "sh", "-c", counted(script));

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("misstep: ")
                .contains(told);
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void aLaterRunThatHasNothingToBuildIsOnlyNamed() {
        Invocation.Result result =
                profile("--runs", "2", "--", "sh", "-c", counted("[ $n -gt 1 ] || cat " + LOGS + "02-warm.log"));

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualTo("misstep: run 2: sh: showed no build that Misstep can read\n");
        assertThat(result.out()).contains("sh · 1 build");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(2, List.of("--"), "--: needs a command"),
                Arguments.of(2, List.of("--runs", "0", "--", "true"), "--runs"),
                Arguments.of(2, List.of(".", "--", "true"), ".: is one argument too many"),
                Arguments.of(2, List.of("--target", "x", "--", "true"), "--target: is no option of"),
                Arguments.of(3, List.of("--", "no/such command"), "such command: cannot be run (no such command"),
                Arguments.of(3, List.of("--", "./"), "cannot be run (permission denied"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongUsageRunsNothing(int status, List<String> words, String told) {
        Invocation.Result result = profile(words.toArray(String[]::new));

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().findFirst().orElse(""))
                .startsWith("misstep: ")
                .contains(told);
    }

    @Test
    void theWordsOfTheCommandAreItsOwn() throws IOException {
        Files.writeString(home.resolve("words"), "--help");

        Invocation.Result result = profile(
                "--runs", "1", "--", "sh", "-c", "printf '%s\\n' \"$0\" \"$@\"", "@words", "--stacktrace", "--", "-h");

        assertThat(result.out()).isEqualTo("@words\n--stacktrace\n--\n-h\n");
        assertThat(result.err()).doesNotContain("\tat ");
    }

    @Test
    void theCommandHasTheUsersDirectoryInputAndEnvironment() {
        Invocation.Result result = invocation()
                .with("COLOUR", "green")
                .reading("what was typed")
                .run("profile", "--", "sh", "-c", "pwd -P; cat; echo; echo $COLOUR $BUILDKIT_PROGRESS");

        assertThat(result.out().lines()).containsExactly(realPath(home), "what was typed", "green plain");
    }

    private static String realPath(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFormThatTheUserAskedForStaysButForOneThatNeedsATerminal() {
        String script = "echo $BUILDKIT_PROGRESS";

        assertThat(invocation()
                        .with("BUILDKIT_PROGRESS", "rawjson")
                        .run("profile", "--", "sh", "-c", script)
                        .out())
                .isEqualTo("rawjson\n");
        assertThat(invocation()
                        .with("BUILDKIT_PROGRESS", "tty")
                        .run("profile", "--", "sh", "-c", script)
                        .out())
                .isEqualTo("plain\n");
    }

    @Test
    void valuesOfBuildArgumentsAreNotInTheReport() {
        String log = "#5 [2/2] RUN fetch s3cr3t-value\n#5 0.1 s3cr3t-value\n#5 DONE 1.2s\n";
        String[] command = {"--", "sh", "-c", "cat", "sh", "--build-arg", "TOKEN=s3cr3t-value"};

        Invocation.Result result = invocation().reading(log).run(words(command, "profile", "--runs", "1"));
        assertThat(result.out()).startsWith(log);
        assertThat(result.out().substring(log.length()))
                .contains("RUN fetch ${TOKEN}")
                .doesNotContain("s3cr3t-value");

        Invocation.Result shown =
                invocation().reading(log).run(words(command, "profile", "--runs", "1", "--show-args"));
        assertThat(shown.out().substring(log.length())).contains("RUN fetch s3cr3t-value");
    }

    private static String[] words(String[] command, String... before) {
        return Stream.concat(Stream.of(before), Stream.of(command)).toArray(String[]::new);
    }

    @Test
    void theErrorOfAClassicBuildIsReadBelowItsOutput() throws IOException {
        String failed =
                "Step 1/2 : FROM busybox:1\n ---> 0123456789ab\nStep 2/2 : RUN false\n ---> Running in 0123456789ac\n";
        Files.writeString(home.resolve("log"), failed);
        String script = "cat log; echo \"The command '/bin/sh -c false' returned a non-zero code: 1\" >&2; exit 1";

        Invocation.Result result = profile("--format", "json", "--", "sh", "-c", script);

        assertThat(result.status()).isEqualTo(5);
        assertThat(each(result.json().path("builds"), "outcome")).containsExactly("failed");
        assertThat(each(result.json().path("builds").path(0).path("vertices"), "status"))
                .containsExactly("executed", "failed");
    }

    @Test
    void aSignalToEndIsPassedOnAndWhatWasSeenIsReported() throws IOException {
        String script = "trap 'echo ended; exit 0' TERM; cat " + LOGS + "02-warm.log; kill -TERM $PPID;"
                + " while :; do sleep 0.1; done";

        Invocation.Result result = profile("--", "sh", "-c", counted(script));

        assertThat(result.status()).isEqualTo(143);
        assertThat(result.out()).contains("\nended\n", "sh · 1 build");
        assertThat(runs()).isEqualTo(1);
    }
}

package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --fail-on} does to the exit status and to standard error. */
class FailOnTest {
    private static final String LOGS = "sample-logs/28-buildkit-plain/";
    private static final String WARM = LOGS + "02-warm.log";
    private static final String EDITED = LOGS + "03-edited.log";

    @TempDir
    private Path home;

    @Test
    void aGateThatSaysNoIsOneLineBehindTheReport() {
        Invocation.Result result = analyze("--fail-on", "hit-rate<80%", WARM, EDITED);

        assertThat(result.status()).isEqualTo(ExitStatus.GATE);
        assertThat(result.err()).isEqualTo("misstep: --fail-on hit-rate<80%: build 2 has 61.5% (8 of 13 steps)\n");
        assertThat(result.out()).isEqualTo(analyze(WARM, EDITED).out());
    }

    @Test
    void gatesThatAreContentSayNothing() {
        Invocation.Result result =
                analyze("--fail-on", "hit-rate<80%", "--fail-on", "root-misses>0", LOGS + "01-cold.log", WARM);

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void eachGateHasItsOwnLine() {
        Invocation.Result result =
                analyze("--fail-on=hit-rate<80%", "--fail-on=miss:assets", "--fail-on=root-misses>0", WARM, EDITED);

        assertThat(result.status()).isEqualTo(ExitStatus.GATE);
        assertThat(result.err().lines())
                .hasSize(2)
                .anyMatch(line ->
                        line.startsWith("misstep: --fail-on root-misses>0: build 2 has 1 root miss: [app 1/3]"));
    }

    @Test
    void whatCannotBeDecidedIsSaidAndFailsNothing() {
        Invocation.Result result = analyze("--fail-on", "regression>20%", WARM, EDITED);

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualTo("misstep: --fail-on regression>20%: is not decided: build 2 has no time\n");
    }

    @Test
    void anExpressionThatIsNoneIsFoundBeforeAnythingIsRead() {
        Invocation.Result result = analyze("--fail-on", "hit-rate<80", "nowhere");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err()).isEqualTo("misstep: --fail-on hit-rate<80: has no percentage; write hit-rate<80%\n");
    }

    @Test
    void aLogThatCannotBeReadWeighsMore() throws IOException {
        Path empty = Files.createFile(home.resolve("empty.log"));

        Invocation.Result result = analyze("--fail-on", "hit-rate<80%", WARM, EDITED, empty.toString());

        assertThat(result.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(result.err()).contains("--fail-on hit-rate<80%: build 2", "empty.log: holds no build");
    }

    @Test
    void aCommandThatFailsWeighsMore() {
        String build = "cat " + EDITED + "; exit 3";

        Invocation.Result result = new Invocation(home)
                .run("profile", "--runs", "1", "--fail-on", "hit-rate<80%", "--", "/bin/sh", "-c", build);

        assertThat(result.status()).isEqualTo(ExitStatus.BUILD_FAILED);
        assertThat(result.err()).contains("--fail-on hit-rate<80%: build 1 has", "sh: ended with status 3");
    }

    @Test
    void aCommandIsHeldAgainstTheGatesToo() {
        Invocation.Result result = new Invocation(home)
                .run("profile", "--runs", "1", "--fail-on", "hit-rate<80%", "--", "/bin/cat", EDITED);

        assertThat(result.status()).isEqualTo(ExitStatus.GATE);
        assertThat(result.err()).contains("misstep: --fail-on hit-rate<80%: build 1 has 61.5%");
    }

    private Invocation.Result analyze(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "analyze";
        System.arraycopy(args, 0, all, 1, args.length);
        return new Invocation(home).run(all);
    }
}

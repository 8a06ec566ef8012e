package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that ends within a line, or begins within one, where the rest of the line would have said something else. */
class CutLineTest {
    private static final String HITS = """
            #5 [2/3] RUN make
            #5 CACHED

            #6 [3/3] COPY config.ini ./
            #6 ERROR:\s""";

    @ParameterizedTest
    @ValueSource(strings = {"fa", "failed to compute cac", "\"/config.ini\" not fou", "failed to walk /var/lib/x: lst"})
    void anErrorThatMayBecomeThatOfACacheKeyMakesHitsDoubtful(String error) {
        Build build = one(HITS + error);

        assertThat(rows(build)).containsExactly("5 unfinished", "6 failed");
        assertThat(build.diagnostics())
                .anySatisfy(told -> assertThat(told.message()).startsWith("the log ends within an error"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"process \"/bin/sh -c x\" did not complete succ", "no space left on dev"})
    void anyOtherErrorDoesNot(String error) {
        assertThat(rows(one(HITS + error))).containsExactly("5 cached", "6 failed");
    }

    @Test
    void aWholeLineIsNotDoubted() {
        assertThat(rows(one(HITS + "failed to compute cache key: x\n"))).containsExactly("5 skipped", "6 failed");
        assertThat(rows(one(HITS + "failed\n"))).containsExactly("5 cached", "6 failed");
    }

    @Test
    void theWordThatTheBuildWasCanceledMayBeCut() {
        String log = "#5 [2/3] RUN make\n#5 CACHED\n\n#6 [3/3] RUN x\nERROR: failed to build: failed to solve: ";

        assertThat(one(log + "Canceled: context canceled\n").outcome()).isEqualTo(Outcome.CANCELED);
        assertThat(one(log + "Canceled: conte").outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(one(log + "dockerfile parse er").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void dotsAreNoName() {
        assertThat(rows(one("#5 [2/3] RUN make\n#5 DONE 0.1s\n\n#6 ."))).containsExactly("5 executed 0.1");
    }

    /** Docker 18.09 says that a vertex was cached below the line that says when it ended. */
    @Test
    void whatACiPutsBeforeALineMayHaveBeenFollowedByAnEvent() {
        String log = """
                2024-05-01T12:34:56.1000000Z #5 [2/3] RUN make
                2024-05-01T12:34:56.1000000Z #5       digest: sha256:%1$s
                2024-05-01T12:34:56.1000000Z #5         name: "[2/3] RUN make"
                2024-05-01T12:34:56.1000000Z #5      started: 2024-05-01 12:34:56.1 +0000 UTC
                2024-05-01T12:34:56.1000000Z #5    completed: 2024-05-01 12:34:56.2 +0000 UTC
                2024-05-01T12:34:56.1000000Z #5     duration: 100ms
                """.formatted("0".repeat(64));

        assertThat(rows(one(log + "2024-05-01T12:34:56.1000000Z #5       cached: true\n")))
                .containsExactly("5 cached 0.1");
        assertThat(rows(one(log + "2024-05"))).containsExactly("5 unfinished");
    }

    /** {@code (3/3) FINISHED} stands above the rows; the frame ends with the file, not with what follows it. */
    @Test
    void aDisplaysLastFrameWithoutItsRowsIsNoEnd() {
        String log = """
                2024-05-01T12:34:56.1000000Z [+] Building 0.6s (3/3) FINISHED
                2024-05-01T12:34:56.1000000Z  => [internal] load build definition from Dockerfile      0.3s
                2024-05-01T12:34:56.1000000Z  => [1/2] FROM docker.io/library/busybox:1                0.0s
                """;

        assertThat(one(log + "2024").outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    @Test
    void theNameOfAnInstructionMayBeCut() {
        Build build = one("Step 1/3 : FROM busybox:1 AS a\n ---> 1d34ffeaf190\nStep 2/3 : RUN x\n"
                + " ---> Using cache\n ---> 5a2c3b4d5e6f\nStep 3/3 : F");

        assertThat(vertex(build, "3").step()).isFalse();
        assertThat(vertex(build, "3").inputs()).isEmpty();
    }

    /** Its header is lost, so it may be a step's. */
    @Test
    void aHitWithoutAHeaderIsDoubtfulOnceAKeyFailed() {
        assertThat(rows(one("#4 CACHED\n" + HITS + "failed to compute cache key: x\n")))
                .containsExactly("4 unfinished", "5 skipped", "6 failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"exporting layers 0.1s done", "WARN: FromAsCasing: x (line 1)", "resolve docker.io/a:1 0.1s done"
            })
    void progressIsNoHeader(String progress) {
        assertThat(vertex(one("#9 " + progress + "\n#9 DONE 0.1s\n"), "9")
                        .name()
                        .text())
                .isEqualTo("#9");
    }

    @Test
    void theRestOfARecordIsNoText() {
        assertThat(one("#3 [1/2] RUN a\\n\",\"stream\":\"stderr\"}\n{\"log\":\"#3 CACHED\\n\",\"stream\":\"stderr\"}\n"
                                + "{\"log\":\"#4 [2/2] RUN b\\n\",\"stream\":\"stderr\"}\n"
                                + "{\"log\":\"#4 CACHED\\n\",\"stream\":\"stderr\"}\n")
                        .vertices())
                .extracting(vertex -> vertex.name().text())
                .containsExactly("#3", "[2/2] RUN b");
    }
}

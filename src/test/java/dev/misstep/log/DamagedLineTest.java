package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a damaged line makes doubtful, and that it is named. {@link DamagedDisplayTest} tries them all. */
class DamagedLineTest {
    private static final String LOG = """
            #1 [internal] load build definition from Dockerfile
            #1 DONE 0.0s

            #5 [2/4] RUN a
            #5 DONE 0.5s

            #15 [3/4] COPY b /
            #15 CACHED

            #16 [4/4] COPY config.ini ./
            """;

    private static List<Long> lines(Build build) {
        return build.diagnostics().stream().map(Diagnostic::line).toList();
    }

    @Test
    void aNumberThatLostADigitMarksNoOtherVertex() {
        Build build = one(LOG.replace("#15 CACHED", "#5 CACHED") + "#16 DONE 0.1s\n");

        assertThat(rows(build))
                .containsExactly("1 executed 0.0", "5 unfinished 0.5", "15 unfinished", "16 executed 0.1");
        assertThat(lines(build)).contains(8L);
    }

    @Test
    void aHeaderThatLostADigitBeginsNoBuild() {
        Build build = one(LOG.replace("#15 [", "#5 [") + "#16 DONE 0.1s\n");

        assertThat(rows(build)).containsExactly("1 executed 0.0", "5 executed 0.5", "15 cached", "16 executed 0.1");
        assertThat(build.vertices().get(2).name().text()).isEqualTo("[3/4] COPY b /");
        assertThat(lines(build)).contains(7L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#16 ERROR: fail\u0000d to compute cache key: x",
                "#16 ERXOR: failed to compute cache key: x",
                "16 ERROR: failed to compute cache key: x",
                "#16 ERROR: \"/config.ini\" no found: not found"
            })
    void aDamagedErrorOfACacheKeyMakesHitsDoubtful(String error) {
        Build build = one(LOG + error + "\n");

        assertThat(rows(build)).contains("5 executed 0.5", "15 unfinished");
        assertThat(build.diagnostics())
                .anySatisfy(told -> assertThat(told.message()).startsWith("this line is damaged: if a cache key"));
    }

    /** Docker 20.10 prints no more of the reason than this. */
    @Test
    void theRuleBelowAnErrorIsNoneOfItsMessage() {
        assertThat(
                        rows(
                                one(
                                        LOG
                                                + "#16 ERROR: \"/config.ini\" not found: not found\n\u0000-----\n > [4/4] COPY config.ini ./:\n")))
                .contains("15 skipped", "16 failed");
    }

    @Test
    void whatFollowsADamagedWordOfACancellation() {
        assertThat(rows(one(LOG + "#16 ERROR: context cxnceled\n"))).contains("16 unfinished");
    }

    @Test
    void aDamagedWordInTheLastFrameOfADisplay() {
        Build build = one("""
                [+] Building 0.6s (3/3) FINISHED
                 => [internal] load build definition from Dockerfile      0.3s
                 => CACHXD [2/2] COPY a /                                 0.0s
                 => exporting to image                                    0.1s
                done
                """);

        assertThat(rows(build)).contains("2 unfinished");
        assertThat(lines(build)).contains(3L);
    }

    /** What follows a failure is the next build's, so its runs are no downloads of the first one's hits. */
    @ParameterizedTest
    @ValueSource(strings = {"#x [internal]", "#5 [internal]", "[internal]"})
    void aDamagedHeaderOfTheNextBuild(String header) {
        String failed = """
                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.1s

                #4 [1/3] FROM docker.io/library/busybox:1
                #4 DONE 0.0s

                #5 [2/3] COPY seed ./
                #5 CACHED

                #6 [3/3] RUN make
                #6 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 1
                """;
        String next = """
                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.1s

                #4 [1/3] FROM docker.io/library/busybox:1
                #4 DONE 0.0s

                #5 [2/3] COPY seed ./
                #5 DONE 0.3s

                #6 [3/3] RUN make
                #6 DONE 0.8s
                """;
        List<Build> builds = Logs.read(failed + next.replace("#1 [internal]", header));
        assertThat(builds).hasSize(2);
        assertThat(rows(builds.get(0))).contains("5 cached", "6 failed");
        assertThat(rows(builds.get(1))).contains("5 executed 0.3", "6 executed 0.8");
    }

    /** What is quoted failed: without the line that tells how, it may be for want of a cache key. */
    @Test
    void theErrorOfWhatIsQuotedIsLost() {
        Build build = one(LOG + "------\n > [4/4] COPY config.ini ./:\n------\n");

        assertThat(rows(build)).containsExactly("1 executed 0.0", "5 executed 0.5", "15 unfinished", "16 unfinished");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.diagnostics()).extracting(Diagnostic::message).anyMatch(told -> told.contains("[4/4] COPY"));
    }

    @Test
    void anErrorOfACacheKeyBelowABuildThatWroteItsResult() {
        Build build = one(LOG + """
                #16 DONE 0.1s

                #17 exporting to image
                #17 DONE 0.1s
                ERROR: failed to build: failed to solve: failed to compute cache key: "/x": not found
                """);

        assertThat(rows(build)).contains("15 unfinished", "16 executed 0.1");
    }

    /** Docker 18.09 tells times to the nanosecond, and of a hit that it took none. */
    @Test
    void aStepThatTookNoTimeDidNotRun() {
        String hit = """
                #5 [2/2] RUN make
                #5       digest: sha256:0606060606060606060606060606060606060606060606060606060606060606
                #5         name: "[2/2] RUN make"
                #5      started: 2018-11-05 10:11:12.123456789 +0000 UTC
                #5    completed: 2018-11-05 10:11:12.123456789 +0000 UTC
                #5     duration: 0s
                #5       cached: true

                """;
        String next = hit.replace("#5", "#6").replace("[2/2] RUN make", "exporting to image");

        assertThat(rows(one(hit + next))).contains("5 cached 0.0");
        assertThat(rows(one(hit.replace("#5       cached: true\n", "") + next))).contains("5 unfinished 0.0");
    }
}

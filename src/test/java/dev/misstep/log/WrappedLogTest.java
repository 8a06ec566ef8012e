package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CIs, runtimes and shells put around lines, by the looks of their logs. */
class WrappedLogTest {
    private static final String STAMP = "2024-05-01T12:00:10.0000000Z ";

    @Test
    void githubStampsAMessageOfSeveralLinesOnce() {
        Build build = one("\ufeff" + STAMP + "##[group]Run docker/build-push-action@v6\n"
                + STAMP + "  tags: one\ntwo\n#1 is no step of a build\n"
                + STAMP + "#3 [2/2] RUN make\n"
                + "2024-05-01T12:00:13.0000000Z #3 DONE 2.5s\n"
                + "2024-05-01T12:00:13.5000000Z\n"
                + "\ufeff2024-05-01T12:00:14.0000000Z #4 exporting to image\n"
                + "2024-05-01T12:00:14.5000000Z #4 DONE 0.5s\n");

        assertThat(rows(build)).containsExactly("3 executed 2.5", "4 executed 0.5");
        assertThat(build.wrapper()).isEqualTo("github-actions");
        assertThat(vertex(build, "4").start()).isEqualTo(4.0);
    }

    @ParameterizedTest
    @CsvSource({
        "##[section]Starting: Docker, azure-devops",
        "Agent name: 'Hosted Agent', azure-devops",
        "##[section]Starting: Request a runner to run this job, github-actions",
        "Current runner version: '2.165.2', github-actions",
    })
    void whoseRunnerItIsIsToldByItsOwnLines(String line, String wrapper) {
        assertThat(one(STAMP + line + "\n" + STAMP + "#3 [2/2] RUN make\n" + STAMP + "#3 DONE 2.5s\n")
                        .wrapper())
                .isEqualTo(wrapper);
    }

    @ParameterizedTest
    @CsvSource({
        "##[group]Run docker build ., github-actions",
        "Running with gitlab-runner 17.0.0 (x), gitlab",
        "[Pipeline] sh, jenkins",
        "~~~ Preparing working directory, buildkite",
        "starting build \"0a1b\", google-cloud-build",
        "[Container] 2023/11/16 10:23:43.051828 Running command docker build ., aws-codebuild",
        "Build-agent version 1.0, circleci",
        "+ umask 000, bitbucket",
    })
    void aLogThatHasNoStampsMayStillBeKnown(String line, String wrapper) {
        assertThat(one(line + "\n#3 [2/2] RUN make\n#3 DONE 2.5s\n").wrapper()).isEqualTo(wrapper);
    }

    /** The builds of a job's steps have the same numbers. */
    @Test
    void githubsClientNamesJobAndStep() {
        String text = "";
        for (String step : new String[] {"build\tFirst\t", "build\tSecond\t"}) {
            text += step + "\ufeff" + STAMP + "#3 [2/2] RUN make\n" + step + STAMP + "#3 0.1 a\n" + step + "b\n" + step
                    + STAMP + "#3 DONE 2.5s\n";
        }

        assertThat(Logs.read(text)).hasSize(2).allSatisfy(build -> {
            assertThat(rows(build)).containsExactly("3 executed 2.5");
            assertThat(build.wrapper()).isEqualTo("github-actions");
        });
    }

    @Test
    void gitlabGoesOnWithALineOfAStream() {
        Build build = one("""
                2024-05-22T12:43:46.000000Z 00O \u001b[0Ksection_start:1716381826:step_script
                2024-05-22T12:43:46.000001Z 00O+\u001b[0KExecuting "step_script"
                2024-05-22T12:43:47.000000Z 01E #3 [2/2] RUN ma
                2024-05-22T12:43:47.000000Z 01E+ke
                2024-05-22T12:43:49.500000Z 01E #3 DONE 2.5s
                """);

        assertThat(build.wrapper()).isEqualTo("gitlab");
        assertThat(rows(build)).containsExactly("3 executed 2.5");
        assertThat(build.startedAt()).isEqualTo(Instant.parse("2024-05-22T12:43:47Z"));
    }

    @Test
    void jenkinsBranchesAreApart() {
        String text = """
                [Pipeline] { (Branch: amd64)
                [Pipeline] { (Branch: arm64)
                [amd64] #3 [2/2] RUN make
                [arm64] #3 [2/2] RUN make
                [amd64] #3 DONE 1.0s
                [arm64] #3 ERROR: exit code: 2
                """;

        assertThat(Logs.read(text))
                .hasSize(2)
                .allSatisfy(build -> assertThat(build.wrapper()).isEqualTo("jenkins"));
        assertThat(rows(Logs.read(text).get(0))).containsExactly("3 executed 1.0");
        assertThat(rows(Logs.read(text).get(1))).containsExactly("3 failed");
    }

    @Test
    void cloudBuildsStepsAreApart() {
        assertThat(Logs.read("Step #0 - \"a\": Step 1/1 : FROM x\nStep #1: Step 1/1 : FROM y\n"
                        + "Step #0 - \"a\":  ---> 5a2c3b4d5e6f\nStep #1:  ---> 5a2c3b4d5e6f\n"))
                .hasSize(2);
    }

    /** A day is not made up, but the time between two lines is known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "[23:59:59] |[00:00:02] |timestamps",
                "23:59:59  |00:00:02  |jenkins",
                "2024-05-01 23:59:59,000 |2024-05-02 00:00:02,000 |timestamps",
                "[23:59:59] :\t [Step 1/5] |[00:00:02]i:\t [Step 1/5] |teamcity",
                "[2016-11-05 23:59.59] |[2016-11-06 00:00.02] |timestamps",
            })
    void aClockWithoutADate(String first, String second, String wrapper) {
        Build build = one(first + "#3 [2/2] RUN make\n" + second + "#3 DONE 2.5s\n");

        assertThat(build.wrapper()).isEqualTo(wrapper);
        assertThat(build.clock()).isEqualTo(Clock.WRAPPER);
        assertThat(build.startedAt()).isNull();
        assertThat(build.seconds()).isEqualTo(3.0);
        assertThat(vertex(build, "3").start()).isEqualTo(0.5);
    }

    /** It looks like decoration, but it is what a step of the build prints. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "2024-05-01T12:34:56.1234567Z |",
                "[12:34:56] |",
                "Step #0: |",
                "[build:L1:0s] |",
                "2024-05-01T12:34:56.123456789Z stdout F |",
                "[CI/build]   | ",
                "1714567890123\t|"
            })
    void anUnwrappedBuildIsLeftAlone(String begin) {
        Build build = one(
                "Step 1/2 : FROM x\n ---> 5a2c3b4d5e6f\nStep 2/2 : RUN y\n ---> Running in 0a1b2c3d4e5f\n"
                        + (begin + "ok\n").repeat(500)
                        + begin + "Step 1/1 : FROM z\n"
                        + "Removing intermediate container 0a1b2c3d4e5f\n ---> 9f8e7d6c5b4a\nSuccessfully built 9f8e7d6c5b4a\n");

        assertThat(build.wrapper()).isEqualTo("none");
        assertThat(build.clock()).isEqualTo(Clock.NONE);
        assertThat(vertex(build, "2").logLines()).isEqualTo(501);
    }

    @Test
    void aStampMayBeNone() {
        Build build =
                one("2024-13-45T12:00:10.0000000Z #3 [2/2] RUN make\n2024-13-45T12:00:10.0000000Z #3 DONE 1.0s\n");

        assertThat(rows(build)).containsExactly("3 executed 1.0");
        assertThat(build.clock()).isEqualTo(Clock.NONE);
    }
}

package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.read;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One trap of BuildKit's plain display each. */
class PlainLogTest {
    /** Docker 18.06 and 18.09: the builder's own times, and no words that end a vertex. */
    @Test
    void theOldestDisplayTellsEachFactInALine() {
        Build build = one("""
                #2 [internal] load build definition from Dockerfile
                #2       digest: sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
                #2         name: "[internal] load build definition from Dockerfile"
                #2      started: 2018-11-05 10:11:12.123456789 +0000 UTC
                #2 transferring dockerfile: 31B done
                #2    completed: 2018-11-05 10:11:12.163456789 +0000 UTC
                #2     duration: 40ms

                #5 ...

                #5 [2/4] RUN apt-get update && apt-get install -y --no-install-recommends g...
                #5       digest: sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
                #5         name: "[2/4] RUN apt-get update && apt-get install -y --no-install-recommends git \\"x\\""
                #5      started: 2018-11-05 10:11:13 +0000 UTC
                #5 0.500 no end#5    completed: 2018-11-05 10:11:14 +0000 UTC
                #5     duration: 1s
                #5 0.500 no end

                #6 [3/4] COPY a /a
                #6       digest: sha256:eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee
                #6         name: "[3/4] COPY a /a"
                #6      started: 2018-11-05 10:11:14 +0000 UTC
                #6    completed: 2018-11-05 10:11:14 +0000 UTC
                #6     duration: 0s
                #6       cached: true

                #7 [4/4] RUN false
                #7       digest: sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
                #7         name: "[4/4] RUN false"
                #7      started: 2018-11-05 10:11:14 +0000 UTC
                #7    completed: 2018-11-05 10:11:16.5 +0000 UTC
                #7     duration: 2.5s
                #7        error: "executor failed running [/bin/sh -c false]: exit code: 1"

                """);

        assertThat(rows(build)).containsExactly("2 executed 0.04", "5 executed 1.0", "6 cached 0.0", "7 failed 2.5");
        assertThat(build.clock()).isEqualTo(Clock.EXACT);
        assertThat(build.startedAt()).isEqualTo(Instant.parse("2018-11-05T10:11:12.123456789Z"));
        assertThat(vertex(build, "5").name().text()).endsWith("git \"x\"");
        assertThat(vertex(build, "7").error()).endsWith("exit code: 1");
    }

    @Test
    void aLoneCarriageReturnEndsNoLine() {
        Build build = one("#5 [2/2] RUN curl\n#5 0.100   0%\r 50%\r#5 DONE 9.9s\r100%\n#5 0.2 ok\r\n#5 DONE 1.2s\r\n");

        assertThat(rows(build)).containsExactly("5 executed 1.2");
        assertThat(vertex(build, "5").logLines()).isEqualTo(2);
    }

    @Test
    void buildx08PrintsEarlyOutputAsNumber0() {
        Build build = one("""
                #8 [3/4] RUN make
                #0 0.412 first line of step 8
                #0 0.413 second line
                #8 1.202 third line
                #8 DONE 1.3s
                """);

        assertThat(rows(build)).containsExactly("8 executed 1.3");
        assertThat(vertex(build, "8").logLines()).isEqualTo(3);
    }

    /** Seen live on docker 20.10: {@code RUN printf 'no newline at end'}. */
    @Test
    void aLastLineWithoutEndHasTheTerminalWordBehindIt() {
        Build build = one("""
                #5 [2/4] RUN printf 'no newline at end'
                #5 sha256:951363d9ef17de4c2ff31284642ff4d880e24e13c51b7f7d0b67e8413f1c38b9
                #5 0.157 no newline at end#5 DONE 0.2s

                #6 [3/4] RUN echo 'x#6 DONE 0.1s'; sleep 5
                #6 0.100 x#6 DONE 0.1s
                #6 ...

                #7 [4/4] RUN true
                #7 DONE 0.3s

                #6 [3/4] RUN echo 'x#6 DONE 0.1s'; sleep 5
                #6 5.000 y
                #6 DONE 5.1s
                """);

        assertThat(rows(build)).containsExactly("5 executed 0.2", "6 executed 5.1", "7 executed 0.3");
    }

    @Test
    void aHitMayBeFetchedLate() {
        Build build = one("""
                #9 [3/5] RUN npm ci
                #9 CACHED

                #10 [4/5] COPY . .
                #10 DONE 0.1s

                #9 [3/5] RUN npm ci
                #9 sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 3.62MB / 3.62MB 0.4s done
                #9 extracting sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 0.1s done
                #9 DONE 3.2s
                """);

        assertThat(rows(build)).containsExactly("9 pulled 3.2", "10 executed 0.1");
    }

    @Test
    void aBaseImageIsResolvedThenFoundOrPulled() {
        Build build = one("""
                #4 [a 1/2] FROM docker.io/library/busybox:1
                #4 DONE 0.0s

                #5 [b 1/2] FROM docker.io/library/alpine:3@sha256:aa
                #5 resolve docker.io/library/alpine:3@sha256:aa 0.0s done
                #5 sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 3.62MB / 3.62MB 0.4s done
                #5 DONE 0.6s

                #4 [a 1/2] FROM docker.io/library/busybox:1
                #4 CACHED
                """);

        assertThat(rows(build)).containsExactly("4 cached 0.0", "5 executed 0.6");
    }

    @Test
    void aDigestBelowAHeaderIsNoDownload() {
        String digest = "sha256:0000000000000000000000000000000000000000000000000000000000000001";
        Build build = one("#6 [2/2] RUN x\n#6 " + digest + "\n#6 CACHED\n");

        assertThat(vertex(build, "6").status()).isEqualTo(Status.CACHED);
    }

    @Test
    void outputMayLookLikeAnything() {
        Build build = one("""
                #12 [2/2] RUN docker build .
                #12 3.456 #8 DONE 0.1s
                #12 3.456 #1 [internal] load build definition from Dockerfile
                #12 3.500 CACHED
                #12 3.600 ERROR: failed to build: failed to solve: no
                #12 3.700 Step 1/2 : FROM x
                #12 1234. before 0.8
                #12 -0.012 another clock
                #12 5.000
                #12 DONE 5.0s

                #13 exporting to image
                #13 DONE 0.1s
                """);

        assertThat(rows(build)).containsExactly("12 executed 5.0", "13 executed 0.1");
        assertThat(vertex(build, "12").logLines()).isEqualTo(8);
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(build.error()).isNull();
    }

    @Test
    void aFailedCacheImportFailsNoBuild() {
        Build build = one("""
                #5 importing cache manifest from docker.io/me/app:cache
                #5 ERROR: docker.io/me/app:cache: not found

                #6 [2/2] RUN make
                #6 DONE 1.0s

                #7 exporting to image
                #7 DONE 0.1s
                ------
                 > importing cache manifest from docker.io/me/app:cache:
                ------
                """);

        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(vertex(build, "5").status()).isEqualTo(Status.FAILED);
        assertThat(build.error()).isNull();
    }

    @Test
    void whatFailedAndWhere() {
        Build build = one("""
                #7 [2/3] RUN make test
                #7 0.212 running tests
                #7 ERROR: process "/bin/sh -c make test" did not complete successfully: exit code: 2

                #8 [other 2/2] RUN sleep 100
                #8 CANCELED
                ------
                 > [2/3] RUN make test:
                0.212 running tests
                ------
                Dockerfile:12
                --------------------
                  10 |     COPY . .
                  12 | >>> RUN make test
                --------------------
                ERROR: failed to build: failed to solve: process "/bin/sh -c make test" did not complete successfully: exit code: 2
                """);

        assertThat(rows(build)).containsExactly("7 failed", "8 canceled");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.error())
                .startsWith("failed to build: failed to solve: process")
                .endsWith("exit code: 2");
        assertThat(vertex(build, "7").dockerfileLine()).isEqualTo(12);
        assertThat(vertex(build, "7").error()).endsWith("exit code: 2");
    }

    /** BuildKit 0.9 to 0.11. */
    @Test
    void whatAnErrorBlockQuotesIsNotPrintedTwice() {
        Build build = one("""
                #7 [2/3] RUN make test
                #7 0.212 running tests
                #7 ERROR: exit code: 2
                ------
                 > [2/3] RUN make test:
                #7 0.212 running tests
                ------
                """);

        assertThat(rows(build)).containsExactly("7 failed");
        assertThat(vertex(build, "7").logLines()).isEqualTo(1);
    }

    @Test
    void anErrorMayHaveLines() {
        Build build = one("""
                #7 [2/3] RUN x
                #7 ERROR: first
                second
                ------
                 > [2/3] RUN x:
                ------
                """);

        assertThat(vertex(build, "7").error()).isEqualTo("first\nsecond");
    }

    @Test
    void whenAKeyCannotBeComputedNothingWasLookedUp() {
        Build build = one("""
                #6 [2/4] RUN npm ci
                #6 CACHED

                #7 [3/4] COPY missing /x
                #7 ERROR: failed to calculate checksum of ref a::b: "/missing": not found
                ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b: "/missing": not found
                """);

        assertThat(rows(build)).containsExactly("6 skipped", "7 failed");
    }

    @Test
    void twoVerticesMayHaveOneName() {
        Build build = one("""
                #5 [2/3] ADD http://host/Dockerfile /x
                #5 DONE 0.0s

                #6 [2/3] ADD http://host/Dockerfile /x
                #6 CACHED
                """);

        assertThat(rows(build)).containsExactly("5 executed 0.0", "6 cached");
    }

    @Test
    void theTargetOfABakeIsNamedByItsLoads() {
        Build build = one("#1 [web internal] load .dockerignore\n#1 DONE 0.0s\n\n#2 [web 2/2] COPY . .\n#2 CACHED\n");

        assertThat(build.target()).isEqualTo("web");
        assertThat(vertex(build, "2").name().stage()).isNull();
    }

    /** None of the builds says how it ended, and all use the same numbers and names. */
    @ParameterizedTest
    @ValueSource(strings = {"#3 DONE 1.0s", "#3 ERROR: exit code: 1", "#3 CANCELED", "#3 0.1 killed here", "#3 ..."})
    void numbersThatRestartBeginAnotherBuild(String end) {
        String text = """
                #2 [internal] load .dockerignore
                #2 DONE 0.0s

                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #3 [2/2] RUN make
                """ + end + "\n";

        List<Build> builds = read(text + text + "#0 building with \"default\" instance\n\n" + text);

        assertThat(builds).hasSize(3);
        assertThat(builds).allSatisfy(build -> assertThat(rows(build)).hasSize(3));
        assertThat(builds.get(1).line()).isEqualTo(9);
        assertThat(builds.get(1).vertices().get(0).line()).isEqualTo(9);
    }

    @Test
    void aLoadThatBeginsAgainBeginsNoBuild() {
        Build build = one("""
                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.1s

                #3 [2/2] RUN make
                #3 DONE 1.0s

                #2 [internal] load build context
                #2 DONE 0.0s

                #2 [internal] load build context
                #2 DONE 0.2s
                """);

        assertThat(rows(build)).containsExactly("1 executed 0.1", "3 executed 1.0", "2 executed 0.2");
        assertThat(vertex(build, "1").intervals()).isEqualTo(2);
    }

    @Test
    void anotherToolsErrorFailsNoBuild() {
        Build build = one("""
                #7 exporting to image
                #7 DONE 0.1s
                error: failed to build archive at `x`
                """);

        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aBuildThatStaysInTheCacheIsOverWhenItsWarningsAreListed() {
        String text = "#3 [2/2] RUN make\n#3 DONE 1.0s\n";

        assertThat(one(text).outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(one(text + "\n \u001b[33m1 warning found (use docker --debug to expand):\n\u001b[0m - x\n")
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void theUserMayStopIt() {
        Build build = one(
                "#3 [2/2] RUN make\n#3 CANCELED\nERROR: failed to build: failed to solve: Canceled: context canceled\n");

        assertThat(build.outcome()).isEqualTo(Outcome.CANCELED);
    }

    @Test
    void onlyTerminalLinesHaveATime() {
        Build build = one("""
                2024-05-01T12:00:10.0000000Z #3 [2/2] RUN make
                2024-05-01T12:00:13.0000000Z #3 DONE 2.5s
                2024-05-01T12:00:13.5000000Z
                2024-05-01T12:00:13.5000000Z #4 exporting to image
                2024-05-01T12:00:14.0000000Z #4 DONE 0.5s
                2024-05-01T12:99:14.0000000Z ##[group]Next
                """);

        assertThat(build.clock()).isEqualTo(Clock.WRAPPER);
        assertThat(build.wrapper()).isEqualTo("github-actions");
        assertThat(build.startedAt()).isEqualTo(Instant.parse("2024-05-01T12:00:10Z"));
        assertThat(build.seconds()).isEqualTo(4.0);
        assertThat(vertex(build, "3").start()).isEqualTo(0.5);
        assertThat(vertex(build, "4").start()).isEqualTo(3.5);
        assertThat(one("#3 [2/2] RUN make\n#3 DONE 2.5s\n").clock()).isEqualTo(Clock.NONE);
    }

    @Test
    void anExcerptMayBeginWithinAGroup() {
        Build build = one("some text\n#11 4.2 compiling\n#11 DONE 9.0s\n\n#12 exporting to image\n#12 DONE 0.1s\n");

        assertThat(rows(build)).containsExactly("11 executed 9.0", "12 executed 0.1");
        assertThat(vertex(build, "11").name().text()).isEqualTo("#11");
        assertThat(vertex(build, "11").step()).isFalse();
        assertThat(build.line()).isEqualTo(2);
    }

    /** 4 was taken for a secret. */
    @Test
    void aMaskedNumberIsTheOneThatIsMissing() {
        Build build = one("""
                #3 [1/3] FROM docker.io/library/busybox:1
                #3 CACHED

                #*** [2/3] RUN make
                #*** 0.1 made
                #*** ...

                #5 [3/3] COPY a /a
                #5 DONE 0.1s

                #*** [2/3] RUN make
                #*** DONE 2.0s
                """);

        assertThat(rows(build)).containsExactly("3 cached", "4 executed 2.0", "5 executed 0.1");
        assertThat(vertex(build, "4").logLines()).isEqualTo(1);
    }

    @Test
    void aTimeIsNeverNegative() {
        assertThat(rows(one("#3 [2/2] RUN make\n#3 DONE -0.0s\n"))).containsExactly("3 executed 0.0");
    }

    /** A log's rotation left the end of one build, whose numbers the next one begins again. */
    @Test
    void aBuildBelowTheEndOfAnother() {
        List<Build> builds = read("""
                #8 [3/4] COPY a b
                #8 DONE 0.1s

                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #6 [2/3] RUN make
                #6 DONE 0.3s
                """);

        assertThat(builds).hasSize(2);
        assertThat(rows(builds.get(0))).containsExactly("8 executed 0.1");
        assertThat(rows(builds.get(1))).containsExactly("1 executed 0.0", "6 executed 0.3");
    }

    @Test
    void anEmptyLineBelowEachLineIsNoEndOfAGroup() {
        String log = """
                #1 [internal] load .dockerignore
                #1       digest: sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
                #1         name: "[internal] load .dockerignore"
                #1      started: 2026-05-28 01:23:48 +0000 UTC
                #1    completed: 2026-05-28 01:23:49.5 +0000 UTC
                #1     duration: 1.5s


                #2 [1/2] FROM docker.io/library/alpine
                """;

        assertThat(rows(one(log.replace("\n", "\n\n"))))
                .isEqualTo(rows(one(log)))
                .contains("1 executed 1.5");
    }

    /** A terminal shows the key that stops a build before what is printed next. */
    @Test
    void theKeyThatStopsABuildIsNoPartOfItsLines() {
        Build build = one("""
                #1 [internal] load build definition from Dockerfile
                ^C#1 transferring dockerfile: 38B done
                #1 DONE 0.1s

                ^C^C#4 [1/2] FROM docker.io/library/alpine:3.20
                #4 CACHED

                #5 [2/2] RUN sleep 60
                #5 0.301 tick
                ^C#5 CANCELED
                ^CERROR: failed to solve: Canceled: context canceled
                """);

        assertThat(rows(build)).containsExactly("1 executed 0.1", "4 cached", "5 canceled");
        assertThat(build.outcome()).isEqualTo(Outcome.CANCELED);
    }

    /** As copied from GitHub's page of a job into an issue: a layer was fetched, so that the step was a hit. */
    @Test
    void numbersThatAPageLinksAreNumbers() {
        Build build = one("""
                #5 [2/2] RUN npm ci
                #5 extracting sha256:35eb1fdebbb[482](https://github.com/o/r/actions/runs/53/jobs/96#step:4:498)0d0127f245e009a1f43bf2d27e28dce06f10a72fe72dbc7698
                #5 extracting sha256:35eb1fdebbb4820d0127f245e009a1f43bf2d27e28dce06f10a72fe72dbc7698 2.3s done
                #5 DONE 5.[100](https://github.com/o/r/actions/runs/53/jobs/96#step:4:501)s
                """);

        assertThat(rows(build)).containsExactly("5 pulled 5.1");
    }
}

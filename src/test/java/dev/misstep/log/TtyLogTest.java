package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.read;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Vertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What BuildKit's terminal display tells, and what it does not. */
class TtyLogTest {
    private static final String FINISHED = """
            [+] Building 5.6s (8/8) FINISHED                              docker:default
             => [internal] load build definition from Dockerfile                    0.0s
             => => transferring dockerfile: 213B                                    0.0s
             => [internal] load metadata for docker.io/library/busybox:1            0.2s
             => CACHED [1/4] FROM docker.io/library/busybox:1@sha256:64b22e42a69e   0.1s
             => [internal] load build context                                       0.0s
             => => transferring context: 133B                                       0.0s
             => CACHED [2/4] WORKDIR /app                                           0.0s
             => [3/4] COPY hello.txt .                                              0.3s
             => [4/4] RUN make                                                      1.9s
             => exporting to image                                                  2.7s
             => => exporting layers                                                 1.3s
            """;

    /** Three steps have begun when the log ends. */
    private static final String RUNNING = """
            [+] Building 75.3s (6/8)
             => [internal] load build definition from Dockerfile                    0.0s
             => [internal] load .dockerignore                                       0.0s
             => [internal] load metadata for docker.io/library/busybox:1            0.2s
             => [1/4] FROM docker.io/library/busybox:1@sha256:64b22e42a69ebcdb86e4  3.1s
             => => extracting sha256:64b22e42a69ebcdb86e49bf50780b64156431a508f7f0  1.1s
             => [internal] load build context                                       0.4s
             => [2/4] COPY . .                                                      0.3s
             => [3/4] RUN make                                                     70.9s
            """;

    @Test
    void aFinishedBuildAsCopiedFromATerminal() {
        Build build = one(FINISHED);

        assertThat(build.format()).isEqualTo(Format.TTY);
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(build.seconds()).isEqualTo(5.6);
        assertThat(build.startedAt()).isNull();
        assertThat(rows(build))
                .containsExactly(
                        "1 executed 0.0",
                        "2 executed 0.2",
                        "3 cached 0.1",
                        "4 executed 0.0",
                        "5 cached 0.0",
                        "6 executed 0.3",
                        "7 executed 1.9",
                        "8 executed 2.7");
        assertThat(vertex(build, "3").name().text())
                .isEqualTo("[1/4] FROM docker.io/library/busybox:1@sha256:64b22e42a69e");
        assertThat(vertex(build, "7").line()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=>",
                "  =>",
                "\u001b[34m =>",
                "?[34m =>",
                "?[0m?[34m =>",
                "\u241b[34m =>",
                "[0m[36m =>",
                "\u2190[34m =>",
                "\\x1b[0m\\e[34m =>",
                "\\033[34m =>",
                "<ESC>[34m =>"
            })
    void rowsWhoseFrontSufferedOnTheWay(String front) {
        assertThat(rows(one(FINISHED.replace("\n =>", "\n" + front)))).isEqualTo(rows(one(FINISHED)));
    }

    @Test
    void secondsBrokenOntoALineOfTheirOwn() {
        String broken = FINISHED.replaceAll("(?m) +(\\d+\\.\\ds)$", "\n$1").replace("0.3s", "   0.3s");

        assertThat(rows(one(broken))).isEqualTo(rows(one(FINISHED)));
    }

    /** A frame taller than the terminal may begin with a part of a row that is not there. */
    @Test
    void secondsBrokenOffAPartWhoseRowIsHidden() {
        String log = """
                [+] Building 5.6s (2/4)
                 => => transferring context: 133B
                 0.0s
                 => => extracting sha256:64b22e42a69ebcdb86e49bf50780b64156431a508f7f06ac3050c719
                20fe57b7 0.1s
                 => [4/4] RUN make
                 1.9s
                """;

        assertThat(rows(one(log))).containsExactly("1 unfinished 1.9");
    }

    @Test
    void secondsBelowANameThatIsCutBehindOthers() {
        Build build = one("""
                [+] Building 5.6s (2/2) FINISHED
                 => [2/3] RUN echo 0.1s
                    1.9s
                 => exporting to image
                    0.1s
                """);

        assertThat(rows(build)).containsExactly("1 executed 1.9", "2 executed 0.1");
        assertThat(vertex(build, "1").name().text()).isEqualTo("[2/3] RUN echo 0.1s");
    }

    /** A terminal of 40 columns has no room for 123.45MB / 123.45MB, so a step may have been downloaded. */
    @Test
    void downloadsWithoutARow() {
        Build build = one("""
                [+] Building 5.6s (3/3) FINISHED
                 => importing cache manifest from d  0.2s
                 => [2/3] RUN make                   1.9s
                 => exporting to image               0.1s
                """);

        assertThat(rows(build)).containsExactly("1 executed 0.2", "2 unfinished 1.9", "3 executed 0.1");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(build.diagnostics().toString())
                .contains("too narrow, or a row is damaged or missing, to tell how 1 vertex ended");
    }

    /** A frame without what has ended: nothing tells which of two steps the row is of, so it tells of none. */
    @Test
    void namesCutToOneText() {
        Build build = one("""
                [+] Building 1.0s (2/5)
                \u001b[34m => [internal] load .dockerignore    0.1s
                \u001b[0m\u001b[34m => CACHED [a-stage-with-a-long-n  0.0s
                \u001b[0m[+] Building 2.0s (3/5)
                \u001b[34m => [a-stage-with-a-long-name-tha  0.9s
                \u001b[0m""");

        assertThat(rows(build)).containsExactly("1 executed 0.1", "2 cached 0.0");
        assertThat(build.diagnostics().toString()).contains("vertices may be missing", "stand for steps is not known");
    }

    @Test
    void blanksMadeOne() {
        assertThat(rows(one(FINISHED.replaceAll(" +", " ")))).isEqualTo(rows(one(FINISHED)));
    }

    @Test
    void aCharacterThatStayedBehindTheSeconds() {
        Build build = one(FINISHED.replaceAll("(?m)0\\.3s$", "0.3sx"));

        assertThat(rows(build)).isEqualTo(rows(one(FINISHED)));
        assertThat(vertex(build, "6").name().text()).isEqualTo("[3/4] COPY hello.txt .");
    }

    /** In one frame nothing says which row runs; what could not have begun without another tells that that one ended. */
    @Test
    void oneFrameOfABuildThatRuns() {
        Build build = one(RUNNING);

        assertThat(build.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(rows(build))
                .containsExactly(
                        "1 executed 0.0",
                        "2 executed 0.0",
                        "3 executed 0.2",
                        "4 executed 3.1",
                        "5 executed 0.4",
                        "6 executed 0.3",
                        "7 unfinished 70.9");
    }

    @Test
    void linesOfOutputAreShownBelowWhatRuns() {
        String window = " => => # compiling x.c\n => => # compiling y.c  1.0s\n";
        Build build = one(RUNNING + window);

        assertThat(rows(build)).isEqualTo(rows(one(RUNNING)));
        assertThat(vertex(build, "7").logLines()).isEqualTo(2);
    }

    @Test
    void whatStandsStillWhileTheClockRunsHasEnded() {
        String frame = """
                [+] Building %s (2/5)
                 => [auth] library/busybox:pull token for registry-1.docker.io          1.5s
                 => [a 2/2] RUN one                                                     %s
                 => [b 2/2] RUN two                                                     %s
                """;
        String first = frame.formatted("4.0s", "2.0s", "2.0s");

        assertThat(rows(one(first))).containsExactly("1 unfinished 1.5", "2 unfinished 2.0", "3 unfinished 2.0");
        assertThat(one(first).diagnostics())
                .anySatisfy(d -> assertThat(d.message()).contains("3 vertices"));
        assertThat(rows(one(first + frame.formatted("5.0s", "2.1s", "3.0s"))))
                .containsExactly("1 executed 1.5", "2 executed 2.1", "3 unfinished 3.0");
    }

    @Test
    void inColourIsWhatHasEnded() {
        String log = """
                [+] Building 4.0s (1/5)
                \u001b[36m => [a 2/2] RUN one                          2.0s
                \u001b[0m => [b 2/2] RUN two                          2.0s
                """;

        assertThat(rows(one(log))).containsExactly("1 executed 2.0", "2 unfinished 2.0");
        String painted = log.replace("\u001b[0m", "\u001b[36m").replace("[+]", "\u001b[36m[+]");
        assertThat(rows(one(painted))).containsExactly("1 unfinished 2.0", "2 unfinished 2.0");
    }

    @Test
    void namesThatOneFrameCutsAndAnotherDoesNot() {
        Build build = one("""
                [+] Building 9.1s (1/3)
                 => [2/3] RUN apt-get install -y curl mak  9.0s
                [+] Building 10.1s (1/3)
                 => [2/3] RUN apt-get install -y curl ma  10.0s
                [+] Building 10.3s (2/3)
                 => [2/3] RUN apt-get install -y curl ma  10.1s
                 => CACHED [3/3] RUN apt-get install -y   0.0s
                [+] Building 10.8s (3/3) FINISHED
                 => [2/3] RUN apt-get install -y curl make gcc          10.1s
                 => CACHED [3/3] RUN apt-get install -y  curl           0.0s
                """);

        assertThat(rows(build)).containsExactly("1 executed 10.1", "2 cached 0.0");
        assertThat(vertex(build, "1").name().text()).isEqualTo("[2/3] RUN apt-get install -y curl make gcc");
        assertThat(vertex(build, "2").name().text()).isEqualTo("[3/3] RUN apt-get install -y  curl");
    }

    @Test
    void twoVerticesOfOneName() {
        Build build = one("""
                [+] Building 1.1s (1/3)
                 => [2/3] ADD https://example.org/a.tgz /a              0.9s
                [+] Building 2.3s (3/3) FINISHED
                 => [2/3] ADD https://example.org/a.tgz /a              1.0s
                 => [2/3] ADD https://example.org/a.tgz /a              0.2s
                 => exporting to image                                  0.1s
                """);

        assertThat(rows(build)).containsExactly("1 executed 1.0", "2 executed 0.2", "3 executed 0.1");
    }

    @Test
    void aRemoteHitThatWasDownloaded() {
        String log = """
                [+] Building 1.0s (2/3)
                 => CACHED [2/3] RUN make                               0.0s
                [+] Building 4.0s (3/3) FINISHED
                 => [2/3] RUN make                                      2.8s
                 => => sha256:64b22e42a69ebcdb86e49b 3.62MB / 3.62MB    2.8s
                """;

        assertThat(rows(one(log))).containsExactly("1 pulled 2.8");
        assertThat(rows(one(log.substring(log.indexOf("[+] Building 4"))))).containsExactly("1 pulled 2.8");
    }

    @Test
    void aFailureIsToldBelowTheLastFrame() {
        Build build = one("""
                [+] Building 0.9s (4/6)                                       docker:default
                 => [internal] load build definition from Dockerfile                    0.0s
                 => CACHED [1/3] FROM docker.io/library/busybox:1                       0.0s
                 => CANCELED [other 2/2] RUN sleep 60                                   0.4s
                 => ERROR [2/3] RUN make a very long command that the terminal can  0.3s
                ------
                 > [2/3] RUN make a very long command that the terminal cannot show:
                0.246 found a mistake
                0.246 [+] Building 1.0s (1/1) FINISHED
                0.250 #1 [internal] load build definition from Dockerfile
                ------
                Dockerfile:15
                --------------------
                  15 | >>> RUN make
                --------------------
                ERROR: failed to build: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2
                """);

        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(rows(build)).containsExactly("1 executed 0.0", "2 cached 0.0", "3 canceled 0.4", "4 failed 0.3");
        Vertex failed = vertex(build, "4");
        assertThat(failed.name().text()).isEqualTo("[2/3] RUN make a very long command that the terminal can");
        assertThat(failed.error()).isEqualTo("process \"/bin/sh -c make\" did not complete successfully: exit code: 2");
        assertThat(failed.dockerfileLine()).isEqualTo(15);
        assertThat(failed.logLines()).isEqualTo(3);
    }

    /** However much of a name the terminal has room for: where two are cut to one text, it is the one that failed. */
    @Test
    void aQuotedFailureFindsItsCutName() {
        String one = "[builder 3/5] RUN make --directory=/src/app --jobs=4 CFLAGS=-O2 release test";
        String two = "[builder 3/5] RUN make --directory=/src/app --jobs=4 CFLAGS=-O2 release check";
        for (int width = 40; width <= 200; width++) {
            Build build = one("[+] Building 0.9s (2/4)\n"
                    + row(two, "0.4s", width)
                    + row("ERROR " + one, "0.3s", width)
                    + "------\n > " + one + ":\n0.246 found a mistake\n0.250 and another\n------\n"
                    + "ERROR: failed to solve: process \"make\" did not complete successfully: exit code: 2\n");

            assertThat(build.vertices()).as("width " + width).hasSize(2);
            assertThat(vertex(build, "1").logLines()).as("width " + width).isZero();
            assertThat(vertex(build, "2").logLines()).as("width " + width).isEqualTo(2);
            assertThat(vertex(build, "2").status().label()).isEqualTo("failed");
            assertThat(one).startsWith(vertex(build, "2").name().text());
        }
    }

    private static String row(String name, String seconds, int width) {
        int room = width - " => ".length() - seconds.length() - 3;
        String cut = name.substring(0, Math.min(room, name.length()));
        return String.format(" => %-" + room + "s  %s\n", cut, seconds);
    }

    /** Docker 20.10 says no more than the key's error; today's client puts words before it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to compute cache key: \"/x\" not found: not found",
                "ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b: \"/x\": not found",
            })
    void hitsBelowAKeyThatCouldNotBeComputedWereNotNeeded(String error) {
        Build build = one("""
                [+] Building 0.6s (2/2) FINISHED
                 => CACHED [2/3] WORKDIR /app                                           0.0s
                 => ERROR [3/3] COPY x .                                                0.0s
                ------
                 > [3/3] COPY x .:
                ------
                """ + error + "\n");

        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(rows(build)).containsExactly("1 skipped 0.0", "2 failed 0.0");
        assertThat(vertex(build, "2").error()).startsWith("failed to compute cache key: ");
    }

    /** FINISHED says that all that is known has ended, which is little where a Dockerfile could not be understood. */
    @Test
    void finishedIsNotWell() {
        String log = """
                [+] Building 0.2s (2/2) FINISHED
                 => [internal] load build definition from Dockerfile                    0.0s
                 => [internal] load .dockerignore                                       0.1s
                """;

        assertThat(one(log).outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(one(log + "failed to solve with frontend dockerfile.v0: failed to create LLB definition: no\n")
                        .outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void aFailureWithoutAMessage() {
        Build build = one("""
                [+] Building 0.6s (2/4)
                 => [2/3] RUN one                                                       0.2s
                 => ERROR [3/3] RUN two                                                 0.1s
                """);

        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.error()).isNull();
        assertThat(rows(build)).containsExactly("1 executed 0.2", "2 failed 0.1");
        assertThat(vertex(build, "2").error()).isNull();
    }

    /** With the message gone, a COPY that failed at once may have had no key, and the words CACHED may mean nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                [3/3] COPY x .                       | 0.0s | unfinished
                [3/3] ADD x .                        | 0.0s | unfinished
                [3/3] RUN --mount=type=bind,src=x ls | 0.0s | unfinished
                [3/3] RUN two                        | 0.0s | cached
                [3/3] COPY x .                       | 0.1s | cached
                """)
    void hitsBelowAFailureWithoutAMessage(String step, String seconds, String hit) {
        String frame = """
                [+] Building 0.6s (4/4) FINISHED
                 => CACHED [2/3] RUN one                                                0.0s
                 => importing cache manifest from example.org/cache                     0.1s
                 => ERROR %-62s %s
                """.formatted(step, seconds);
        Build build = one(frame);

        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(vertex(build, "1").status().label()).isEqualTo(hit);
        assertThat(vertex(build, "2").status().label()).isEqualTo("executed");
        assertThat(vertex(build, "3").status().label()).isEqualTo("failed");
        assertThat(build.diagnostics()).hasSize(hit.equals("cached") ? 0 : 1);
        assertThat(rows(one(frame + "failed to solve: chown: no such user\n")).get(0))
                .isEqualTo("1 cached 0.0");
    }

    @Test
    void warningsAreNoVertices() {
        Build build = one(FINISHED.replace(
                " => CACHED [1/4]",
                " => WARN: FromAsCasing: 'as' and 'FROM' keywords' casing do no  0.0s\n => CACHED [1/4]"));

        assertThat(rows(build)).isEqualTo(rows(one(FINISHED)));
    }

    @Test
    void aStepSharedByTwoTargetsIsNamedAfterOneOrTheOther() {
        Build build = one("""
                [+] Building 1.6s (1/4)
                 => [web internal] load build definition from Dockerfile                0.1s
                 => [web base 2/2] RUN make                                             0.5s
                [+] Building 2.6s (4/4) FINISHED
                 => [web internal] load build definition from Dockerfile                0.1s
                 => [api base 2/2] RUN make                                             1.4s
                 => [web] exporting to image                                            0.1s
                """);

        assertThat(rows(build)).containsExactly("1 executed 0.1", "2 executed 1.4", "3 executed 0.1");
    }

    @Test
    void severalBuildsAndOtherDisplaysInOneLog() {
        String plain = "#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n#2 [2/2] RUN x\n#2 CACHED\n";
        String compose =
                "[+] Running 2/2\n \u2714 Network app_default  Created   0.1s\n \u2714 Container app-web-1  Started   0.3s\n";
        var builds = read(FINISHED + compose + FINISHED + plain + FINISHED);

        assertThat(builds).extracting(Build::format).containsExactly(Format.TTY, Format.TTY, Format.PLAIN, Format.TTY);
        assertThat(builds).extracting(Build::ordinal).containsExactly(1, 2, 3, 4);
        assertThat(rows(builds.get(3))).isEqualTo(rows(one(FINISHED)));
    }

    @Test
    void aLogThatBeginsWithinAFrame() {
        Build build = one(FINISHED.substring(FINISHED.indexOf('\n') + 1));

        assertThat(build.vertices()).hasSize(8);
        assertThat(vertex(build, "5").status().label()).isEqualTo("cached");
        assertThat(vertex(build, "7").status().label()).isEqualTo("executed");
        assertThat(vertex(build, "8").status().label()).isEqualTo("unfinished");
    }

    /** Windows' own terminal writes no more of a frame than what changed. */
    @Test
    void framesThatShowChangesOnly() {
        Build build = one("""
                [+] Building 0.4s (2/4)
                 => [internal] load build definition from Dockerfile                    0.1s
                 => [internal] load .dockerignore                                       0.1s
                [+] Building 1.8s (3/4)
                [+] Building 2.1s (3/4)
                 => [2/2] RUN make                                                      0.2s
                [+] Building 5.1s (3/4)
                3.2s
                [+] Building 5.3s (4/4) FINISHED
                 => exporting to image                                                  0.1s
                done
                """);

        assertThat(rows(build)).containsExactly("1 executed 0.1", "2 executed 0.1", "3 executed 0.2", "4 executed 0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[+] Building 0.0s (0/0)",
                "[+] Building 99999999999.0s (1/1)",
                "[+] Building 1.0s (99999999999/1)",
                " => ",
                " => 0.1s",
                " => =>",
                " => => #",
                " => ERROR CACHED CANCELED ERROR  0.0s",
                " => [a]  99999999999999999999.9s",
                "\u001b[34m\u001b[34m => \u0000  0.1s",
                "?[?[?[",
                "0.1s",
            })
    void hostileRows(String line) {
        String frame = "[+] Building 1.0s (1/2)\n => [2/2] RUN x    0.5s\n" + line + "\n";

        assertThat(read(line + "\n" + line)).hasSizeLessThanOrEqualTo(1);
        assertThat(read(frame + frame)).hasSizeBetween(1, 2);
        assertThat(read(frame.replace("\n", "\r"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "[0m",
                "\u001b[0m",
                "?[1A",
                "x",
                "\r",
                "=> ",
                " => [a]  0.1s\r",
                "[+] Building 1.0s (1/1) FINISHED\r => [a]  0.1s\r"
            })
    void longLinesOfOneThing(String repeated) {
        String line = repeated.repeat((1 << 20) / repeated.length());

        assertThat(read("[+] Building 1.0s (1/2)\n => [2/2] RUN x    0.5s\n => " + line + "\n" + line))
                .isNotEmpty();
    }

    @Test
    void namesThatAreAllAlike() {
        StringBuilder text = new StringBuilder();
        for (int frame = 0; frame < 40; frame++) {
            text.append("[+] Building ").append(frame).append(".0s (1/2)\n");
            for (int row = 0; row < 3_000; row++) {
                text.append(" => [2/2] RUN ")
                        .append(frame)
                        .append('x')
                        .append(row)
                        .append("   0.1s\n");
            }
        }

        assertThat(one(text.toString()).diagnostics())
                .anySatisfy(d -> assertThat(d.message()).contains("vertices"));
    }

    /** Rows were left out of a page, and the build went well all the same: nothing else is exported. */
    @Test
    void aHitIsNoDoubtWhereTheImageWasExported() {
        Build build = one("""
                [+] Building 5.6s (8/8) FINISHED                              docker:default
                 => [internal] load build definition from Dockerfile                    0.0s
                 => CACHED [2/4] WORKDIR /app                                           0.0s
                 => [4/4] RUN make                                                      1.9s
                 => exporting to image                                                  2.7s
                 => => naming to docker.io/library/app                                  0.0s

                $ docker run app
                """);

        assertThat(rows(build)).containsExactly("1 executed 0.0", "2 cached 0.0", "3 executed 1.9", "4 executed 2.7");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);

        String two = """
                [+] Building 5.6s (12/12) FINISHED
                 => [api internal] load build definition from Dockerfile                0.0s
                 => [web internal] load build definition from Dockerfile                0.0s
                 => CACHED [web 2/3] WORKDIR /app                                       0.0s
                 => [web] exporting to image                                            0.2s
                %s
                $ docker compose up
                """;
        String ran = " => [api 2/2] RUN make                                                     1.9s\n";
        String exported = ran + " => [api] exporting to image                                            0.9s\n";
        assertThat(rows(read(two.formatted(exported)).get(1))).contains("3 cached 0.0");
        assertThat(rows(read(two.formatted(ran)).get(1))).contains("3 unfinished 0.0");
    }

    /** The last frame is missing: the block below it tells of whom the error is. */
    @Test
    void aBlockTellsWhichStepFailed() {
        Build build = one("""
                [+] Building 3.3s (4/5)
                 => [internal] load build definition from Dockerfile                    0.1s
                 => CACHED [1/3] FROM docker.io/library/node:20                         0.0s
                 => [2/3] COPY . .                                                      0.3s
                 => [3/3] RUN npm ci                                                    1.0s
                ------
                 > [3/3] RUN npm ci:
                #9 0.9 npm ERR! missing
                ------
                executor failed running [/bin/sh -c npm ci]: exit code: 1
                """);

        assertThat(rows(build)).containsExactly("1 executed 0.1", "2 cached 0.0", "3 executed 0.3", "4 failed 1.0");
        assertThat(vertex(build, "4").error()).isEqualTo("executor failed running [/bin/sh -c npm ci]: exit code: 1");
    }
}

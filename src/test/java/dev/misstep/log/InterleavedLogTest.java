package dev.misstep.log;

import static dev.misstep.log.Logs.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds that write into one log at the same time: no step gets another's status. */
class InterleavedLogTest {
    static Stream<Arguments> mixes() {
        return Stream.of(PlainPrinter.Era.values())
                .filter(era -> era != PlainPrinter.Era.A)
                .flatMap(era -> LongStream.range(0, 60).mapToObj(seed -> Arguments.of(era, seed)));
    }

    @ParameterizedTest
    @MethodSource("mixes")
    void aStepHasItsOwnStatusOrNone(PlainPrinter.Era era, long seed) {
        Random random = new Random(seed);
        List<RandomBuild> written = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        int count = 2 + random.nextInt(seed % 4 == 0 ? 3 : 1);
        for (int i = 0; i < count; i++) {
            RandomBuild build = new RandomBuild(seed * 10 + i);
            written.add(build);
            texts.add(RoundTripTest.print(build, era, seed + i).text() + RoundTripTest.end(build));
        }
        String log = mixed(texts, random, seed % 3 == 0 ? 1 : 12);

        List<Build> builds = read(log);

        assertThat(wrong(builds, written)).as(log).isEmpty();
    }

    /** Steps of the log for which no build that was written has that name and status, where one says more than nothing. */
    private static List<String> wrong(List<Build> builds, List<RandomBuild> written) {
        List<String> wrong = new ArrayList<>();
        for (Build build : builds) {
            for (Vertex vertex : build.steps()) {
                boolean told = vertex.status() != Status.UNFINISHED;
                boolean right = written.stream()
                        .anyMatch(random -> random.expected.values().stream()
                                .anyMatch(expected -> CutName.same(
                                                expected.name(), vertex.name().text())
                                        && (vertex.status() == expected.status()
                                                || isEarlier(vertex, expected.status()))));
                if (told && !right) {
                    wrong.add(build.id() + " #" + vertex.id() + " "
                            + vertex.name().text() + " " + vertex.status());
                }
            }
        }
        return wrong;
    }

    private static boolean isEarlier(Vertex vertex, Status status) {
        return vertex.status() == Status.CACHED && (status == Status.PULLED || status == Status.SKIPPED);
    }

    private static String mixed(List<String> texts, Random random, int burst) {
        List<List<String>> logs = texts.stream()
                .map(text -> List.of(text.substring(0, text.length() - 1).split("\n", -1)))
                .toList();
        return String.join("\n", Weaving.of(logs, random, burst)) + "\n";
    }

    static Stream<Arguments> woven() {
        return Stream.of("", "20-", "26-", "28-")
                .flatMap(engine -> Stream.of(1, 6, 12).map(burst -> Arguments.of(engine, burst)));
    }

    /** Each build of the woven log is taken for the one of those read alone that it is most like. */
    @ParameterizedTest
    @MethodSource("woven")
    void realLogsKeepTheirStatusesOrHaveNone(String engine, int burst) {
        for (long seed = 0; seed < 40; seed++) {
            WovenSamples.Outcome outcome = WovenSamples.of(engine, seed, burst);

            assertThat(outcome.wrong()).as("seed %d%n%s", seed, outcome.log()).isEmpty();
            assertThat(outcome.isCounted())
                    .as("seed %d%n%s", seed, outcome.log())
                    .isTrue();
        }
    }

    /**
     * Displays that announce themselves number without gaps, so that much can be told apart. Of docker 20.10, whose
     * numbers have gaps, little can.
     */
    @ParameterizedTest
    @CsvSource({
        "26-, 1, 0.55",
        "26-, 6, 0.55",
        "28-buildkit, 1, 0.6",
        "28-buildkit, 6, 0.65",
        "20-, 1, 0.1",
        "20-, 6, 0.1"
    })
    void displaysThatNumberWithoutGapsAreToldApart(String engine, int burst, double share) {
        long steps = 0;
        long resolved = 0;
        for (long seed = 0; seed < 40; seed++) {
            WovenSamples.Outcome outcome = WovenSamples.of(engine, seed, burst);
            steps += outcome.steps();
            resolved += outcome.resolved();
        }

        assertThat((double) resolved / steps).isGreaterThan(share);
    }

    /** A group that begins again is no other build, and neither is one that gives way in the middle of a line. */
    @ParameterizedTest
    @ValueSource(strings = {"#0 building with \"default\" instance using docker driver\n\n", ""})
    void aGroupThatGoesOnIsNoOtherBuild(String announcement) {
        Build build = Logs.one(announcement + """
                #1 [internal] load build definition from Dockerfile
                #1 ...

                #2 [internal] load .dockerignore
                #2 DONE 0.5s

                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.6s

                #3 [a 1/2] RUN fetch
                #3 ...

                #4 [b 1/2] RUN make
                #4 1.77 Downloading from central: https://repo#4 ...

                #3 [a 1/2] RUN fetch
                #3 DONE 2.0s

                #4 [b 1/2] RUN make
                #4 DONE 3.0s
                """);

        assertThat(Logs.rows(build))
                .containsExactly("1 executed 0.6", "2 executed 0.5", "3 executed 2.0", "4 executed 3.0");
    }

    /** Docker 20.10 prints the vertex' digest below each header: with another one, a hit and a run are two builds'. */
    @Test
    void aStepWithAnotherDigestIsAnotherBuilds() {
        String group = """
                #%1$d %2$s
                #%1$d sha256:%3$s
                #%1$d %4$s

                """;
        StringBuilder log = new StringBuilder();
        for (String digit : List.of("a", "b")) {
            String load = "[internal] load build definition from Dockerfile";
            log.append(group.formatted(1, load, digit.repeat(64), "DONE 0.0s"));
        }
        log.append(group.formatted(2, "[1/1] COPY seed ./", "c".repeat(64), "CACHED"));
        log.append(group.formatted(2, "[1/1] COPY seed ./", "d".repeat(64), "DONE 0.1s"));

        assertThat(read(log.toString()))
                .flatExtracting(Build::steps)
                .extracting(Vertex::status)
                .doesNotContain(Status.PULLED);
    }

    /** One display: its announcement, the reading of its Dockerfile, a hit, and what is given. */
    private static List<String> display(String target, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "#0 building with \"default\" instance using docker driver",
                "#1 [internal] load build definition from " + target,
                "#1 DONE 0.0s",
                "#2 [1/2] COPY " + target + " ./",
                "#2 CACHED"));
        lines.addAll(List.of(more));
        return lines;
    }

    /** Mixes in which a step once had another's status: equal last words, a last word within another build, two eras. */
    @ParameterizedTest
    @CsvSource({
        "28-buildkit, 30495, 6",
        "28-buildkit, 30431, 12",
        "28-buildkit, 30903, 6",
        "26-, 30648, 12",
        "'', 30041, 1",
        "'', 20324, 12",
        "'', 9154, 12"
    })
    void aMixThatWasReadWronglyIsNot(String engine, long seed, int burst) {
        WovenSamples.Outcome outcome = WovenSamples.of(engine, seed, burst);

        assertThat(outcome.wrong()).as(outcome.log()).isEmpty();
    }

    /** What a client says when its build is over may be read when the next has begun, and ends that one in no way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " 2 warnings found (use docker --debug to expand):",
                "ERROR: failed to solve: Canceled: context canceled",
                "ERROR: failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b:"
                        + " \"/config.ini\": not found"
            })
    void theLastWordOnABuildEndsNoOther(String lastWord) {
        List<String> log = new ArrayList<>(display("Dockerfile", "#3 [2/2] RUN make"));
        log.addAll(display("Dockerfile.b").subList(0, 2));
        log.addAll(List.of("#3 CANCELED", lastWord));
        log.addAll(display("Dockerfile.b").subList(2, 4));
        log.addAll(display("Dockerfile.c").subList(0, 2));
        log.add("#2 CACHED");
        log.addAll(
                display("Dockerfile.c", "#3 exporting to image", "#3 DONE 0.0s").subList(2, 7));

        List<Build> builds = read(String.join("\n", log));

        assertThat(builds).hasSize(3);
        assertThat(builds.subList(1, 3))
                .flatExtracting(Build::steps)
                .extracting(Vertex::status)
                .containsOnly(Status.CACHED);
    }

    /** docker 20.10 prints a digest below each header, a client that announces itself none: so they are told apart. */
    @Test
    void aDigestBelowAHeaderIsOfAnOlderClient() {
        List<String> log = new ArrayList<>(display("Dockerfile").subList(0, 3));
        String digest = "sha256:" + "a".repeat(64);
        log.addAll(List.of("#1 [internal] load build definition from Dockerfile", "#1 " + digest, "#1 DONE 0.0s"));
        log.addAll(List.of("#2 [1/2] COPY seed ./", "#2 sha256:" + "b".repeat(64), "#2 DONE 0.3s"));
        log.addAll(display("Dockerfile").subList(3, 5));

        List<Build> builds = read(String.join("\n", log));

        assertThat(builds).hasSize(2);
        assertThat(builds)
                .flatExtracting(Build::steps)
                .extracting(Vertex::status)
                .doesNotContain(Status.PULLED);
    }

    /** Each line is held against all vertices: thousands of them end the reading, and not the patience. */
    @Test
    void buildsOfThousandsOfStepsAreReadAsFarAsTheyAreToldApart() {
        List<List<String>> logs = new ArrayList<>();
        for (String target : List.of("a", "b")) {
            List<String> log = new ArrayList<>(display("Dockerfile." + target).subList(0, 3));
            for (int i = 1; i < 5_000; i++) {
                log.add("#%d [%s %d/4999] RUN make %d".formatted(i + 1, target, i, i));
                log.add("#%d DONE 0.1s".formatted(i + 1));
            }
            logs.add(log);
        }

        List<Build> builds = read(String.join("\n", Weaving.of(logs, new Random(1), 3)));

        assertThat(builds).hasSizeLessThanOrEqualTo(2).allSatisfy(build -> {
            assertThat(build.steps()).hasSizeLessThan(2_000);
            assertThat(build.steps()).extracting(Vertex::status).containsOnly(Status.UNFINISHED);
            assertThat(build.diagnostics().toString()).contains("from here on this log is not read");
        });
    }

    /** Of both the log lacks the beginning, so that the second may appear with any header while a group of the first is open. */
    @Test
    void buildsThatBeganBeforeTheLogDidAreToldApart() {
        List<Build> builds = read("""
                #6 [deps 2/4] COPY a /
                #6 CACHED

                #7 [deps 3/4] COPY b /

                #6 [web 2/5] COPY c /
                #6 CACHED

                #7 [web 3/5] RUN make
                #7 CACHED
                #7 CACHED

                #8 [deps 4/4] RUN test

                #8 [web 4/5] RUN pack
                #8 0.1 packed
                """);

        assertThat(builds).hasSize(2);
        assertThat(builds.get(0).vertices())
                .extracting(vertex -> vertex.name().stage())
                .containsOnly("deps");
        assertThat(builds.get(1).vertices())
                .extracting(vertex -> vertex.name().stage())
                .containsOnly("web");
    }

    /** The last line of the first was cut off with its group open, and nothing of it comes below. */
    @Test
    void anExcerptThatIsCutMayStandAboveAnother() {
        List<Build> builds = read("""
                #6 [deps 2/4] COPY a /
                #6 CACHED

                #7 [deps 3/4] RUN make
                #6 [web 2/5] COPY c /
                #6 CACHED

                #7 [web 3/5] RUN make
                #7 DONE 0.5s
                """);

        assertThat(builds.stream().map(Logs::rows))
                .containsExactly(List.of("6 cached", "7 unfinished"), List.of("6 cached", "7 executed 0.5"));
    }

    /** Their lines were read as one build's, which a stage with two lengths shows. */
    @Test
    void aKeyErrorOfOneSkipsNoHitOfAnother() {
        Build build = read("""
                        #8 [builder 5/6] ADD a /a
                        #8 CACHED

                        #9 [builder 6/6] COPY . .
                        #9 ERROR: failed to compute cache key: "/x": not found

                        #6 [builder 3/4] RUN make
                        #6 CACHED
                        """).get(0);

        assertThat(Logs.rows(build)).containsExactly("8 unfinished", "9 failed", "6 unfinished");
    }

    @Test
    void theSameCommandAtAnotherPlaceOfAStageIsAnotherBuilds() {
        List<Build> builds = read("""
                #7 [builder 3/5] COPY a /
                #7 CACHED

                #7 [builder 4/4] COPY a /
                #7 DONE 0.5s
                """);

        assertThat(builds.stream().map(Logs::rows)).containsExactly(List.of("7 cached"), List.of("7 executed 0.5"));
    }
}

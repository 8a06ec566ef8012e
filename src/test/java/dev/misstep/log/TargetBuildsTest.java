package dev.misstep.log;

import static dev.misstep.log.Logs.read;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.log.SolveStatus.VertexUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bake and compose build several targets in one display: each is a build of its own. */
class TargetBuildsTest {
    private static final String LOADS = """
            #1 [internal] load local bake definitions
            #1 reading docker-bake.hcl 193B / 193B done
            #1 DONE 0.0s

            #2 [web internal] load build definition from Dockerfile
            #2 transferring dockerfile: 116B done
            #2 DONE 0.0s

            #3 [api internal] load build definition from api.Dockerfile
            #3 transferring dockerfile: 90B done
            #3 DONE 0.0s

            """;
    private static final String STEPS = LOADS + """
            #4 [web 1/3] FROM docker.io/library/busybox:1
            #4 CACHED

            #5 [api builder 2/3] RUN make
            #5 DONE 2.0s

            #6 [web 2/3] COPY . .
            #6 DONE 0.1s

            """;

    @Test
    void eachTargetIsABuildWithItsVerticesAndThoseOfNoTarget() {
        List<Build> builds = read(STEPS + """
                #7 [web 3/3] RUN test
                #7 DONE 1.0s

                #8 [api builder 3/3] RUN check
                #8 CACHED

                #9 [web] exporting to image
                #9 DONE 0.2s

                #10 [api] exporting to image
                #10 DONE 0.2s

                #11 resolving provenance for metadata file
                #11 DONE 0.0s
                """);

        assertThat(builds).extracting(Build::target).containsExactly("web", "api");
        assertThat(builds).extracting(Build::ordinal).containsExactly(1, 2);
        assertThat(builds).extracting(Build::line).containsExactly(5L, 9L);
        assertThat(builds).extracting(Build::outcome).containsOnly(Outcome.SUCCEEDED);
        assertThat(rows(builds.get(0)))
                .containsExactly(
                        "1 executed 0.0",
                        "2 executed 0.0",
                        "4 cached",
                        "6 executed 0.1",
                        "7 executed 1.0",
                        "9 executed 0.2",
                        "11 executed 0.0");
        assertThat(rows(builds.get(1)))
                .containsExactly(
                        "1 executed 0.0",
                        "3 executed 0.0",
                        "5 executed 2.0",
                        "8 cached",
                        "10 executed 0.2",
                        "11 executed 0.0");
        assertThat(vertex(builds.get(0), "6").name().stage()).isNull();
        assertThat(vertex(builds.get(1), "5").name().stage()).isEqualTo("builder");
    }

    @Test
    void theLastWordIsAboutTheTargetItNames() {
        List<Build> builds = read(STEPS + """
                #7 [web 3/3] RUN test
                #7 ERROR: process "/bin/sh -c test" did not complete successfully: exit code: 1

                #8 [api builder 3/3] RUN check
                #8 CANCELED
                ------
                 > [web 3/3] RUN test:
                ------
                ERROR: target web: failed to solve: process "/bin/sh -c test" did not complete successfully: exit code: 1
                """);

        assertThat(builds).extracting(Build::outcome).containsExactly(Outcome.FAILED, Outcome.CANCELED);
        assertThat(builds.get(0).error()).startsWith("target web: failed to solve: ");
        assertThat(builds.get(1).error()).isNull();
    }

    @Test
    void aTargetThatWasDoneBeforeAnotherFailedSucceeded() {
        List<Build> builds = read(STEPS + """
                #8 [api builder 3/3] RUN check
                #8 DONE 0.5s

                #9 [api] exporting to image
                #9 DONE 0.5s

                #7 [web 3/3] RUN test
                #7 ERROR: process "/bin/sh -c test" did not complete successfully: exit code: 1
                ERROR: target web: failed to solve: process "/bin/sh -c test" did not complete successfully: exit code: 1
                """);

        assertThat(builds).extracting(Build::outcome).containsExactly(Outcome.FAILED, Outcome.SUCCEEDED);
    }

    @Test
    void aTargetThatWasBetweenTwoStepsWasCanceledWithTheRest() {
        List<Build> builds = read(STEPS + """
                #7 [web 3/3] RUN test
                #7 ERROR: process "/bin/sh -c test" did not complete successfully: exit code: 1
                ERROR: target web: failed to solve: process "/bin/sh -c test" did not complete successfully: exit code: 1
                """);

        assertThat(builds).extracting(Build::outcome).containsExactly(Outcome.FAILED, Outcome.CANCELED);
    }

    @Test
    void whereNoTargetIsNamedTheFailedVertexTells() {
        List<Build> builds = read(STEPS + """
                #7 [api builder 3/3] RUN check
                #7 ERROR: process "/bin/sh -c check" did not complete successfully: exit code: 2

                #8 [web 3/3] RUN test
                #8 CANCELED
                failed to solve: process "/bin/sh -c check" did not complete successfully: exit code: 2
                """);

        assertThat(builds).extracting(Build::outcome).containsExactly(Outcome.CANCELED, Outcome.FAILED);
    }

    @Test
    void aKeyThatCouldNotBeComputedMakesNoHitOfAnotherTargetDoubtful() {
        List<Build> builds = read(LOADS + """
                #4 [web 1/2] FROM docker.io/library/busybox:1
                #4 CACHED

                #5 [api 2/3] RUN make
                #5 CACHED

                #6 [web 2/2] COPY missing /x
                #6 ERROR: failed to calculate checksum of ref a::b: "/missing": not found
                ERROR: target web: failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b: "/missing": not found
                """);

        assertThat(rows(builds.get(0))).contains("4 skipped", "6 failed");
        assertThat(rows(builds.get(1))).contains("5 cached");
    }

    @Test
    void aVertexNamedAfterOneTargetAndThenAfterAnotherIsInBoth() {
        List<Build> builds = read(STEPS + """
                #7 [web 3/3] RUN test
                #7 ...

                #8 [api builder 3/3] RUN check
                #8 DONE 0.1s

                #7 [api 3/3] RUN test
                #7 DONE 2.0s
                """);

        assertThat(rows(builds.get(0))).contains("7 executed 2.0").doesNotContain("8 executed 0.1");
        assertThat(rows(builds.get(1))).contains("7 executed 2.0", "8 executed 0.1");
        assertThat(vertex(builds.get(0), "7").name().text()).isEqualTo("[web 3/3] RUN test");
        assertThat(vertex(builds.get(1), "7").name().text()).isEqualTo("[api 3/3] RUN test");
    }

    @Test
    void aTargetReadsWhatAnotherHasReadWhileStepsGoOn() {
        List<Build> builds = read(LOADS + """
                #4 [web internal] load .dockerignore
                #4 transferring context: 2B done
                #4 DONE 0.0s

                #5 [web 1/2] FROM docker.io/library/busybox:1
                #5 CACHED

                #6 [web 2/2] COPY . .
                #6 DONE 0.1s

                #4 [api internal] load .dockerignore
                #4 transferring context: 2B done
                #4 DONE 0.0s

                #7 [api 2/2] RUN make
                #7 DONE 2.0s
                """);

        assertThat(builds).extracting(Build::target).containsExactly("web", "api");
        assertThat(builds.get(0).vertices()).extracting(Vertex::id).contains("1", "2", "4", "5", "6");
        assertThat(builds.get(1).vertices()).extracting(Vertex::id).contains("1", "3", "4", "7");
    }

    @Test
    void theSameTargetsReadAgainAreAnotherDisplays() {
        String display = """
                #1 [web internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #2 [api internal] load build definition from Dockerfile
                #2 DONE 0.0s

                #3 [web 2/2] COPY . .
                #3 DONE 0.1s

                #4 [api 2/2] RUN make
                #4 DONE 2.0s

                """;
        String other = display.replace("web ", "x ").replace("api ", "web ").replace("x ", "api ");

        assertThat(read(display + other)).hasSize(4);
    }

    @Test
    void aStepThatWasNeverNamedAfterThisTargetIsSpokenOf() {
        List<Build> builds = read(LOADS + """
                #5 [web 2/3] RUN make
                #5 ...

                #6 [web 3/3] COPY . .
                #6 DONE 0.1s

                #5 [api 2/3] RUN make
                #5 DONE 2.0s

                #7 [api] exporting to image
                #7 DONE 2.0s
                """);

        assertThat(builds.get(1).target()).isEqualTo("api");
        assertThat(builds.get(1).diagnostics().toString()).contains("if api has that step too, it is missing here");
        assertThat(builds.get(0).diagnostics().toString()).doesNotContain("it is missing here");
    }

    @Test
    void whatATargetBuildsOnIsKnownFromTheGraph() {
        List<Build> builds = read("""
                {"vertexes":[{"digest":"sha256:01","name":"[web internal] load build definition from Dockerfile","started":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:01Z"}]}
                {"vertexes":[{"digest":"sha256:02","name":"[api internal] load build definition from Dockerfile","started":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:01Z"}]}
                {"vertexes":[{"digest":"sha256:03","name":"[api base 1/2] RUN base","started":"2026-01-01T00:00:01Z","completed":"2026-01-01T00:00:03Z"}]}
                {"vertexes":[{"digest":"sha256:04","inputs":["sha256:03"],"name":"[api 2/2] RUN api","started":"2026-01-01T00:00:03Z","completed":"2026-01-01T00:00:04Z"}]}
                {"vertexes":[{"digest":"sha256:05","inputs":["sha256:03"],"name":"[web 2/2] RUN web","started":"2026-01-01T00:00:03Z","completed":"2026-01-01T00:00:09Z"}]}
                {"vertexes":[{"digest":"sha256:06","name":"[web] exporting to image","started":"2026-01-01T00:00:09Z","completed":"2026-01-01T00:00:10Z"}]}
                {"vertexes":[{"digest":"sha256:07","name":"[api] exporting to image","started":"2026-01-01T00:00:04Z","completed":"2026-01-01T00:00:05Z"}]}
                """);

        assertThat(builds).extracting(Build::target).containsExactly("web", "api");
        assertThat(rows(builds.get(0)))
                .containsExactly(
                        "sha256:01 executed 1.0",
                        "sha256:03 executed 2.0",
                        "sha256:05 executed 6.0",
                        "sha256:06 executed 1.0");
        assertThat(rows(builds.get(1)))
                .containsExactly(
                        "sha256:02 executed 1.0",
                        "sha256:03 executed 2.0",
                        "sha256:04 executed 1.0",
                        "sha256:07 executed 1.0");
        assertThat(builds).extracting(Build::seconds).containsExactly(10.0, 5.0);
    }

    @Test
    void aDisplayWithStepsOfOneTargetOnlyIsOneBuild() {
        List<Build> builds = read(LOADS + """
                #4 [web 2/2] COPY --from=api . .
                #4 DONE 0.1s

                #5 [api] exporting to image
                #5 DONE 0.1s
                """);

        assertThat(builds).hasSize(1);
        assertThat(builds.get(0).target()).isNull();
    }

    @Test
    void severalPlatformsAreOneBuild() {
        List<Build> builds = read("""
                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #2 [linux/amd64 internal] load metadata for docker.io/library/busybox:1
                #2 DONE 0.0s

                #3 [linux/amd64 2/2] RUN make
                #3 DONE 0.1s

                #4 [linux/arm64 2/2] RUN make
                #4 DONE 0.1s

                #5 exporting to image
                #5 DONE 0.1s
                """);

        assertThat(builds).hasSize(1);
    }

    @Test
    void whatWasTheBuildersOwnBeforeItWasATargetsNamesNoTarget() {
        String display = LOADS.replace("#2 [web", """
                #9 [internal] load git source https://example.com/app.git#v1
                #9 CACHED

                #9 [web internal] load git source https://example.com/app.git#v1
                #9 CACHED

                #2 [web""") + STEPS.substring(LOADS.length());
        assertThat(read(display)).extracting(Build::target).containsExactly("web", "api");
    }

    @Test
    void theBuildersNodesAreNoTargets() {
        List<Build> builds =
                read("""
                #1 [node0 internal] booting buildkit
                #1 DONE 1.0s

                """ + STEPS.replace("#1 [internal]", "#21 [internal]").replace("#1 ", "#21 "));

        assertThat(builds).extracting(Build::target).containsExactly("web", "api");
    }

    @ParameterizedTest
    @EnumSource(
            value = PlainPrinter.Era.class,
            names = {"C", "D", "E", "F"})
    void eachTargetOfAPlainDisplayIsReadAsIfItWereAlone(PlainPrinter.Era era) {
        for (long seed = 0; seed < 150; seed++) {
            Woven woven = new Woven(seed);
            PlainPrinter printer = new PlainPrinter(era, new Random(seed));
            for (SolveStatus message : woven.messages) {
                printer.update(message);
                if (woven.random.nextInt(3) > 0) {
                    printer.print();
                }
            }
            printer.print();
            woven.compare(
                    printer.text(), vertex -> requireNonNull(printer.digests().get(vertex.id())));
        }
    }

    @Test
    void eachTargetOfAStatusStreamIsReadAsIfItWereAlone() {
        for (long seed = 0; seed < 150; seed++) {
            Woven woven = new Woven(seed);
            woven.compare(new RawJsonPrinter(false).print(woven.messages), Vertex::id);
        }
    }

    /** All that a status stream told, gathered in one object, as those do who save what a client received. */
    @Test
    void eachTargetOfAGatheredStatusDocumentIsReadAsIfItWereAlone() {
        for (long seed = 0; seed < 150; seed++) {
            Woven woven = new Woven(seed);
            List<VertexUpdate> vertexes = new ArrayList<>();
            List<SolveStatus.Progress> statuses = new ArrayList<>();
            List<SolveStatus.LogChunk> logs = new ArrayList<>();
            for (SolveStatus message : woven.messages) {
                vertexes.addAll(message.vertexes());
                statuses.addAll(message.statuses());
                logs.addAll(message.logs());
            }
            String document =
                    new RawJsonPrinter(seed % 2 == 0).print(List.of(new SolveStatus(vertexes, statuses, logs)));
            woven.compareDocument(document);
        }
    }

    /** On a terminal of any height, where the display is cut to what runs, and with its codes or without. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachTargetOfATerminalIsReadAsIfItWereAlone(boolean codes) {
        for (long seed = 0; seed < 150; seed++) {
            Woven woven = new Woven(seed);
            int height = woven.random.nextBoolean() ? 10 + woven.random.nextInt(20) : 80;
            TtyPrinter printer = new TtyPrinter(new TtyPrinter.Terminal(
                    160 + woven.random.nextInt(60), height, codes, codes, "docker:default", false));
            for (SolveStatus message : woven.messages) {
                printer.update(message);
                if (woven.random.nextInt(3) > 0) {
                    printer.print(false);
                }
            }
            printer.print(true);
            printer.printErrors();
            woven.compareDisplay(printer.text());
        }
    }

    /** Builds made up by chance, in one display. */
    private static final class Woven {
        final Random random;
        final List<SolveStatus> messages = new ArrayList<>();
        private final Map<String, RandomBuild> builds = new LinkedHashMap<>();

        Woven(long seed) {
            random = new Random(seed);
            List<List<SolveStatus>> left = new ArrayList<>();
            List<String> names = List.of("web", "api", "job-1").subList(0, 2 + random.nextInt(2));
            for (String name : names) {
                RandomBuild build = new RandomBuild(seed * 3 + left.size());
                builds.put(name, build);
                left.add(new ArrayList<>(build.messages.stream()
                        .map(message -> named(name, message))
                        .toList()));
            }
            while (left.stream().anyMatch(rest -> !rest.isEmpty())) {
                List<SolveStatus> next = left.get(random.nextInt(left.size()));
                if (!next.isEmpty()) {
                    messages.add(next.remove(0));
                }
            }
        }

        private static SolveStatus named(String target, SolveStatus message) {
            return new SolveStatus(
                    message.vertexes().stream()
                            .map(update -> new VertexUpdate(
                                    update.digest(),
                                    update.inputs(),
                                    name(target, update.name()),
                                    update.started(),
                                    update.completed(),
                                    update.cached(),
                                    update.error(),
                                    update.group()))
                            .toList(),
                    message.statuses(),
                    message.logs());
        }

        private static String name(String target, String name) {
            return name.startsWith("[") ? "[" + target + " " + name.substring(1) : "[" + target + "] " + name;
        }

        void compare(String display, Function<Vertex, String> digest) {
            compare(display, digest, true);
        }

        /** What the client prints behind it is not in a document. */
        void compareDocument(String document) {
            boolean failed = builds.values().stream().anyMatch(build -> build.outcome == Outcome.FAILED);
            Map<String, Build> apart = apart(document);
            apart.forEach((target, build) -> compare(document, target, build, Vertex::id, failed, true));
        }

        /** A display has no ids, so rows are compared by what they show: names that are whole here. */
        void compareDisplay(String display) {
            compare(display, vertex -> "", false);
        }

        private void compare(String display, Function<Vertex, String> digest, boolean exact) {
            StringBuilder text = new StringBuilder(display);
            boolean failed = false;
            for (Map.Entry<String, RandomBuild> build : builds.entrySet()) {
                if (!failed && build.getValue().outcome == Outcome.FAILED) {
                    failed = true;
                    text.append("------\n > [x]:\n------\nERROR: target ")
                            .append(build.getKey())
                            .append(": failed to solve: ")
                            .append(build.getValue().error)
                            .append('\n');
                }
            }
            boolean stops = failed;
            apart(text.toString())
                    .forEach((target, build) -> compare(text.toString(), target, build, digest, stops, exact));
        }

        private Map<String, Build> apart(String text) {
            Map<String, Build> read = new TreeMap<>();
            for (Build build : read(text)) {
                assertThat(read.put(requireNonNull(build.target()), build))
                        .as(text)
                        .isNull();
            }
            assertThat(read).as(text).containsOnlyKeys(builds.keySet());
            return read;
        }

        private void compare(
                String text,
                String target,
                Build build,
                Function<Vertex, String> digest,
                boolean failed,
                boolean exact) {
            assertThat(build.vertices())
                    .as(text)
                    .allSatisfy(vertex -> assertThat(vertex.name().target()).isEqualTo(target));
            RandomBuild written = requireNonNull(builds.get(target));
            List<String> statuses = new ArrayList<>();
            build.vertices()
                    .forEach(vertex -> statuses.add(
                            digest.apply(vertex) + row(vertex.name().text(), vertex.status())));
            List<String> expected = new ArrayList<>();
            written.expected.forEach((key, vertex) ->
                    expected.add((exact ? key : "") + row(name(target, vertex.name()), vertex.status())));
            // with one error told, neither another's key nor, without colours, what the others still did is
            boolean untold = !exact && build.diagnostics().toString().contains("shown as unfinished");
            expected.replaceAll(row -> {
                String unfinished = row.substring(0, row.lastIndexOf(' ')) + " unfinished";
                return untold && statuses.contains(unfinished) ? unfinished : row;
            });
            assertThat(statuses).as(text).containsExactlyInAnyOrderElementsOf(expected);
            if (untold) {
                return;
            }
            boolean stopped = failed && written.outcome == Outcome.INCOMPLETE;
            assertThat(build.outcome()).as(text).isEqualTo(stopped ? Outcome.CANCELED : written.outcome);
        }

        private static String row(String name, Status status) {
            return name + " " + status.label();
        }
    }
}

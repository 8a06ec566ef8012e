package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.read;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.log.RandomInstructions.Stage;
import dev.misstep.log.RandomInstructions.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kaniko: what is announced ahead, what a step's own line and the lines below it tell. */
class KanikoLogTest {
    private static final String KEY = "4f1c".repeat(16);
    private static final String GOOD = """
            INFO[0000] Resolved base name golang:1.22 to build
            INFO[0001] Retrieving image manifest golang:1.22
            INFO[0001] Built cross stage deps: map[0:[/out]]
            INFO[0001] Executing 0 build triggers
            INFO[0001] Building stage 'golang:1.22' [idx: '0', base-idx: '-1']
            INFO[0002] Checking for cached layer registry.example/cache:%1$s...
            INFO[0002] Using caching version of cmd: RUN make deps
            INFO[0002] Checking for cached layer registry.example/cache:%1$s...
            INFO[0002] No cached layer found for cmd RUN make
            INFO[0002] Unpacking rootfs as cmd COPY go.mod . requires it.
            INFO[0003] COPY go.mod .
            INFO[0003] Taking snapshot of files...
            INFO[0003] RUN make deps
            INFO[0003] Found cached layer, extracting to filesystem
            INFO[0005] RUN make
            INFO[0005] Initializing snapshotter ...
            INFO[0005] Taking snapshot of full filesystem...
            INFO[0006] Cmd: /bin/sh
            INFO[0006] Args: [-c make]
            INFO[0006] Running: [/bin/sh -c make]
            made
            INFO[0000] Saving file of another tool
            INFO[0031] Taking snapshot of full filesystem...
            INFO[0032] Pushing layer registry.example/cache:%1$s to cache now
            INFO[0032] Pushing image to registry.example/cache:%1$s
            INFO[0032] RUN make deps
            INFO[0032] Cmd: /bin/sh
            INFO[0032] Args: [-c make deps]
            INFO[0032] Running: [/bin/sh -c make deps]
            INFO[0033] Pushed registry.example/cache@sha256:%1$s
            INFO[0034] Taking snapshot of full filesystem...
            INFO[0034] No files were changed, appending empty layer to config. No layer added to image.
            INFO[0034] Saving file out for later use
            INFO[0034] Deleting filesystem...
            INFO[0034] Retrieving image manifest alpine:3.20
            INFO[0034] Executing 0 build triggers
            INFO[0034] Building stage 'alpine:3.20' [idx: '1', base-idx: '-1']
            INFO[0034] Skipping unpacking as no commands require it.
            INFO[0035] COPY --from=build /out /out
            INFO[0035] Taking snapshot of files...
            INFO[0035] ENTRYPOINT ["/out"]
            INFO[0035] Pushing image to registry.example/app:1
            INFO[0036] Pushed registry.example/app@sha256:%1$s
            """.formatted(KEY);

    /** 0.4 and 0.5 look a step up below its line, and print no stage by name. */
    @Test
    void aStepMayBeLookedUpBelowItsLine() {
        Build build = one("""
                INFO[0000] Downloading base image golang:1.11
                INFO[0001] Extracting layer 0
                INFO[0002] Taking snapshot of full filesystem...
                INFO[0003] COPY . /src
                INFO[0003] Taking snapshot of files...
                INFO[0003] RUN make deps
                INFO[0003] Checking for cached layer registry.example/cache:%1$s...
                INFO[0004] Found cached layer, extracting to filesystem
                INFO[0004] Taking snapshot of files...
                INFO[0004] Appending cached layer to base image
                INFO[0004] RUN make
                INFO[0004] Checking for cached layer registry.example/cache:%1$s...
                INFO[0004] No cached layer found, executing command...
                INFO[0004] cmd: /bin/sh
                INFO[0004] args: [-c make]
                INFO[0009] Taking snapshot of full filesystem...
                INFO[0009] Pushing layer registry.example/cache:%1$s to cache now
                INFO[0010] CMD ["/out"]
                """.formatted(KEY));

        assertThat(rows(build)).containsExactly("1 executed", "2 pulled", "3 executed", "4 executed");
        assertThat(vertex(build, "4").inputs()).containsExactly("3");
    }

    /** What kaniko says next stands behind output without a line end; the next stage's hits are told below it. */
    @Test
    void outputMayLackItsLineEnd() {
        String begin = """
                INFO[0000] Retrieving image manifest alpine:3.20
                INFO[0001] RUN printf made
                INFO[0001] Cmd: /bin/sh
                INFO[0001] Running: [/bin/sh -c printf made]
                """;

        Build build = one(begin + """
                madeINFO[0002] Taking snapshot of full filesystem...
                INFO[0003] Deleting filesystem...
                INFO[0003] Using caching version of cmd: RUN make
                INFO[0003] RUN make
                INFO[0003] Pushing image to registry.example/app:1
                INFO[0004] Pushed registry.example/app:1
                """);
        assertThat(rows(build)).containsExactly("1 executed", "2 cached");
        assertThat(vertex(build, "1").logLines()).isEqualTo(1);

        Build failed =
                one(begin + "madeerror building image: error building stage: failed to execute command: exit 1\n");
        assertThat(rows(failed)).containsExactly("1 failed");
        assertThat(vertex(failed, "1").logLines()).isEqualTo(1);
    }

    @Test
    void hitsAreJoinedToStepsByTextInOrder() {
        Build build = one(GOOD);

        assertThat(build.format()).isEqualTo(Format.KANIKO);
        assertThat(rows(build))
                .containsExactly("1 executed", "2 pulled", "3 executed", "4 executed", "5 executed", "6 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(vertex(build, "3").logLines()).isEqualTo(1);
        assertThat(vertex(build, "2").inputs()).containsExactly("1");
        assertThat(build.vertices()).allMatch(Vertex::step);
    }

    @Test
    void aStageIsNamedWhereTheLogTells() {
        Build build = one(GOOD);

        assertThat(vertex(build, "1").name().stage()).isEqualTo("build");
        assertThat(vertex(build, "5").name().stage()).isEqualTo("stage-1");
        assertThat(vertex(build, "5").inputs()).containsExactly("4");
    }

    @Test
    void aLayerOfALocalCacheIsNotPulled() {
        Build build = one(GOOD.replace("registry.example/cache", "oci:/cache"));

        assertThat(rows(build)).contains("2 cached");
    }

    /** Seconds without a fraction, and counted from kaniko's own start, say nothing of most steps. */
    @Test
    void wholeSecondsAreNoSecondsOfAStep() {
        assertThat(one(GOOD).vertices()).allMatch(vertex -> vertex.seconds() == null);

        Build stamped = one(GOOD.replaceAll("INFO\\[00(\\d\\d)\\]", "INFO[2024-05-01T10:00:$1Z]"));
        assertThat(stamped.vertices()).allMatch(vertex -> vertex.seconds() == null);
        assertThat(stamped.startedAt()).hasToString("2024-05-01T10:00:00Z");
        assertThat(stamped.seconds()).isEqualTo(36.0);
    }

    @Test
    void anErrorIsOfTheStepPrintedLastOnlyIfThatWasNotOver() {
        String begin = GOOD.substring(0, GOOD.indexOf("INFO[0031]"));
        String error = "error building image: error building stage: failed to execute command: "
                + "waiting for process to exit: exit status 2";
        Build failed = one(begin + error + "\nERROR: Job failed\n");
        assertThat(rows(failed)).containsExactly("1 executed", "2 pulled", "3 failed");
        assertThat(failed.error()).isEqualTo(error);

        String lookup = "error building image: error building stage: failed to get files used from context: lstat /x\n";
        Build between = one(GOOD.substring(0, GOOD.indexOf("INFO[0003] RUN make deps")) + lookup);
        assertThat(rows(between)).containsExactly("1 executed");
        assertThat(between.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void anAnswerThatCouldNotBePushedIsAFailedBuildOfGoodSteps() {
        String error = "error pushing image: failed to push to destination registry.example/app:1: unauthorized";
        Build build = one(GOOD.substring(0, GOOD.indexOf("INFO[0036]")) + error + "\n");

        assertThat(rows(build)).endsWith("6 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void secondsThatGoBackBeginAnotherBuild() {
        String excerpt = GOOD.substring(GOOD.indexOf("INFO[0031]"), GOOD.indexOf("INFO[0035] COPY"));
        List<Build> builds = read(excerpt + GOOD + "+ executor\n" + GOOD);

        assertThat(builds).hasSize(3);
        assertThat(rows(builds.get(0))).containsExactly("1 executed");
        assertThat(rows(builds.get(1))).isEqualTo(rows(builds.get(2))).hasSize(6);
    }

    @Test
    void whereOnlyTheEscapeCharacterOfTheColoursWasLost() {
        assertThat(rows(one(GOOD.replace("INFO[", "[36mINFO[0m[")))).isEqualTo(rows(one(GOOD)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO[0000] Starting",
                "INFO[0001] add a member",
                "INFO[0000] Pushed all",
                "INFO[x] RUN make",
                "INFO[9999999999] RUN make",
                "time=\"2024-05-01T10:00:00Z\" level=info msg=started",
                "{\"level\":\"info\",\"msg\":\"ready\"}",
                "error building image: no such image"
            })
    void whatOtherToolsLogBeginsNoBuild(String line) {
        assertThat(read(line + "\n" + line + "\n")).isEmpty();
    }

    /** A line of kaniko's words without any step may be another tool's. */
    @Test
    void withoutAStepAnotherBuilderMayBegin() {
        Build build = one("INFO[0000] Retrieving image manifest x\n#5 [2/2] RUN make\n#5 DONE 1.0s\n");

        assertThat(build.format()).isEqualTo(Format.PLAIN);
    }

    @ParameterizedTest
    @EnumSource(KanikoPrinter.Shape.class)
    void whatWasPrintedIsReadBack(KanikoPrinter.Shape shape) {
        for (long seed = 0; seed < 400; seed++) {
            boolean old = seed % 4 == 0;
            RandomInstructions random = new RandomInstructions(seed, seed % 3 > 0);
            KanikoPrinter printer = new KanikoPrinter(shape, old, random, seed);
            String text = printer.text();
            List<Build> builds = read(text);
            assertThat(builds).as(text).hasSize(1);
            Build build = builds.get(0);
            List<String> expected = new ArrayList<>();
            int id = 0;
            List<String> lastOf = new ArrayList<>();
            // a name is known of the stage with its base only where no other has that base
            boolean distinctBases =
                    random.stages.stream().map(Stage::base).distinct().count() == random.stages.size();
            for (Stage stage : random.stages) {
                String below = stage.baseStage() == null ? "" : lastOf.get(stage.baseStage());
                for (Step step : stage.steps()) {
                    int lines = step.isRun() && KanikoPrinter.expected(step) != Status.PULLED
                            ? (int) step.output().stream()
                                    .filter(line -> KanikoLine.parse(line) == null)
                                    .count()
                            : 0;
                    String sources = "";
                    if (step.text().startsWith("COPY --from=part")) {
                        String source = lastOf.get(step.text().charAt("COPY --from=part".length()) - '0');
                        boolean known = !old
                                && (distinctBases
                                        || vertex(build, "" + (id + 1)).inputs().contains(source));
                        sources = known && !source.equals(below) ? " " + source : "";
                    }
                    expected.add(++id + " " + step.text() + " " + KanikoPrinter.expected(step) + " " + lines + " "
                            + (below + sources).strip());
                    below = Integer.toString(id);
                }
                lastOf.add(below);
            }
            assertThat(build.vertices().stream()
                            .map(vertex -> vertex.id() + " " + vertex.name().text() + " " + vertex.status() + " "
                                    + vertex.logLines() + " " + String.join(" ", vertex.inputs()))
                            .toList())
                    .as(text)
                    .isEqualTo(expected);
            boolean endIsTold = !old || random.outcome != Outcome.SUCCEEDED;
            assertThat(build.outcome()).as(text).isEqualTo(endIsTold ? random.outcome : Outcome.INCOMPLETE);
        }
    }

    /** Where a command runs on it, its layer was fetched. */
    @Test
    void aHitThatIsNotFoundIsNoneWhereItIsNeeded() {
        String found = "INFO[0003] Found cached layer, extracting to filesystem\n";

        assertThat(rows(one(GOOD.replace(found, "")))).contains("2 unfinished", "3 executed");
        assertThat(rows(one(GOOD.replace(found, found.replace("Found", "F\ufffdund")))))
                .contains("2 unfinished");
    }

    @Test
    void aStepThatIsMissingMakesAnnouncementsDoubtful() {
        String log = """
                INFO[0000] Retrieving image manifest base
                INFO[0001] Using caching version of cmd: RUN a
                INFO[0001] Using caching version of cmd: RUN b
                INFO[0002] RUN b
                INFO[0003] Pushing image to registry.example/app:1
                INFO[0004] Pushed registry.example/app:1
                """;

        assertThat(rows(one(log))).containsExactly("1 unfinished");
        assertThat(rows(one(log.replace("INFO[0002]", "INFO[0001] RUN a\nINFO[0002]"))))
                .containsExactly("1 cached", "2 cached");
    }

    @Test
    void aPanicEndsABuildToo() {
        Build build = one("""
                time="2024-05-01T10:00:00Z" level=info msg="Built cross stage deps: map[]"
                time="2024-05-01T10:00:01Z" level=info msg="Unpacking rootfs as cmd RUN make requires it."
                time="2024-05-01T10:00:02Z" level=info msg="RUN make"
                time="2024-05-01T10:00:02Z" level=info msg="Running: [/bin/sh -c make]"
                panic: error building stage: failed to execute command: starting command: fork/exec /bin/sh: no such file

                goroutine 1 [running]:
                main.main()
                """);

        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(vertex(build, "1").status()).isEqualTo(Status.FAILED);
    }

    /** Kaniko warns of it, and leaves the instruction out (pkg/commands/commands.go). */
    @Test
    void aMaintainerIsNoStep() {
        Build build = one("""
                INFO[0000] Built cross stage deps: map[]
                INFO[0000] Retrieving image manifest debian:12
                INFO[0000] Executing 0 build triggers
                WARN[0000] maintainer is deprecated, skipping
                INFO[0000] Unpacking rootfs as cmd RUN make requires it.
                INFO[0003] RUN make
                INFO[0003] Taking snapshot of full filesystem...
                INFO[0003] Running: [/bin/sh -c make]
                INFO[0009] Taking snapshot of full filesystem...
                """);
        assertThat(rows(build)).containsExactly("1 executed");
        assertThat(vertex(build, "1").name().text()).isEqualTo("RUN make");
    }
}

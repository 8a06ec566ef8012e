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

/** Buildah and podman build: one stage, several, several at a time, all releases. */
class BuildahLogTest {
    private static final String ID = "5a2c3b4d5e6f70819293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
    private static final String OTHER = "77aa88bb99cc00dd11ee22ff33aa44bb55cc66dd77ee88ff99aa00bb11cc22dd";

    private static final String GOOD = """
            STEP 1/4: FROM docker.io/library/alpine:3.20
            Trying to pull docker.io/library/alpine:3.20...
            Getting image source signatures
            Copying blob sha256:0a0a done
            Writing manifest to image destination
            STEP 2/4: RUN apk add curl
            --> Using cache %s
            --> 5a2c3b4d5e6f
            STEP 3/4: COPY . /app
            --> 9f8e7d6c5b4a
            STEP 4/4: RUN make
            made
            COMMIT app:latest
            --> 77aa88bb99cc
            [Warning] one or more build args were not consumed: [A]
            Successfully tagged localhost/app:latest
            %s
            """.formatted(ID, OTHER);

    @Test
    void hitsAndMisses() {
        Build build = one(GOOD);

        assertThat(build.format()).isEqualTo(Format.BUILDAH);
        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed", "4 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(vertex(build, "1").step()).isFalse();
        assertThat(vertex(build, "3").step()).isTrue();
        assertThat(vertex(build, "4").inputs()).containsExactly("3");
        assertThat(vertex(build, "4").logLines()).isEqualTo(1);
        assertThat(vertex(build, "4").name().total()).isEqualTo(4);
    }

    /** Until 1.22 nothing but the image's whole id follows where the cache had all. */
    @Test
    void theIdOfTheLastHitEndsABuild() {
        String log = "STEP 1: FROM x\nSTEP 2: RUN make\n--> Using cache %1$s\n--> 5a2c3b4d5e6\n%1$s\n".formatted(ID);

        assertThat(rows(one(log))).containsExactly("1 executed", "2 cached");
        assertThat(one(log).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(one(log + "STEP 3: FROM y\n").outcome()).as("another stage").isEqualTo(Outcome.INCOMPLETE);
    }

    @Test
    void aHitOfARemoteCacheIsPulled() {
        String pulled = "--> Cache pulled from remote registry.example/cache:4f1c\n--> Using cache ";
        Build build = one(GOOD.replace("--> Using cache ", pulled));

        assertThat(rows(build)).containsExactly("1 executed", "2 pulled", "3 executed", "4 executed");
    }

    /** Each stage counts from 1 since 1.23; a trigger of the base image makes the total grow below FROM. */
    @Test
    void stagesOneAfterTheOther() {
        Build build = one("""
                [1/2] STEP 1/2: FROM base AS first
                [1/2] STEP 2/3: RUN echo triggered
                --> Using cache %s
                --> 5a2c3b4d5e6f
                [1/2] STEP 3/3: COPY a.txt /app/
                --> 77aa88bb99cc
                [2/2] STEP 1/4: FROM %s AS second
                [2/2] STEP 2/4: RUN <<EOT (echo doc...)
                doc
                --> 0836098fd41f
                [2/2] STEP 3/4: COPY --from=first /a /b
                --> 469d7d536424
                [2/2] STEP 4/4: LABEL "q"="r"
                [2/2] COMMIT app
                --> ad1abc4ac928
                Successfully tagged localhost/app:latest
                """.formatted(ID, OTHER));

        assertThat(rows(build))
                .containsExactly(
                        "1.1 executed",
                        "1.2 cached",
                        "1.3 executed",
                        "2.1 executed",
                        "2.2 executed",
                        "2.3 executed",
                        "2.4 executed");
        assertThat(vertex(build, "1.2").name().stage()).isEqualTo("first");
        assertThat(vertex(build, "2.1").inputs()).containsExactly("1.3");
        assertThat(vertex(build, "2.3").inputs()).containsExactly("2.2", "1.3");
        assertThat(vertex(build, "2.3").name().stage()).isEqualTo("second");
    }

    /** Results are printed without their stage's number. */
    @Test
    void stagesSideBySideAreToldApartWhereTheLogTells() {
        Build build = one("""
                [1/3] STEP 1/2: FROM x AS a
                [2/3] STEP 1/3: FROM x AS b
                [3/3] STEP 1/2: FROM x
                [1/3] STEP 2/2: RUN make a
                [2/3] STEP 2/3: RUN make b
                --> Using cache %1$s
                --> 5a2c3b4d5e6f
                --> Using cache %2$s
                --> 77aa88bb99cc
                [2/3] STEP 3/3: RUN make more
                [3/3] STEP 2/2: COPY --from=b /x /y
                more
                --> 0836098fd41f
                [3/3] COMMIT app
                --> 469d7d536424
                Successfully tagged localhost/app:latest
                """.formatted(ID, OTHER));

        assertThat(rows(build))
                .containsExactly(
                        "1.1 executed",
                        "2.1 executed",
                        "3.1 executed",
                        "1.2 cached",
                        "2.2 cached",
                        "2.3 executed",
                        "3.2 executed");
        assertThat(vertex(build, "3.2").inputs()).containsExactly("3.1", "2.3");
        assertThat(build.diagnostics()).isEmpty();
    }

    @Test
    void aResultThatCouldBeOfEitherStageIsGivenToNone() {
        Build build = one("""
                [1/2] STEP 1/3: FROM x AS a
                [2/2] STEP 1/3: FROM x
                [1/2] STEP 2/3: RUN make a
                [2/2] STEP 2/3: RUN make b
                --> Using cache %s
                --> 5a2c3b4d5e6f
                --> 77aa88bb99cc
                [1/2] STEP 3/3: RUN more a
                """.formatted(ID));

        assertThat(rows(build))
                .containsExactly("1.1 executed", "2.1 executed", "1.2 unfinished", "2.2 unfinished", "1.3 unfinished");
        assertThat(build.diagnostics())
                .anySatisfy(note -> assertThat(note.message()).contains("side by side"));
    }

    @Test
    void platformsOneAfterTheOther() {
        Build build = one("""
                [linux/amd64] STEP 1/2: FROM scratch
                [linux/amd64] STEP 2/2: COPY x /x
                --> Using cache %1$s
                --> 5a2c3b4d5e6f
                [linux/arm64] STEP 1/2: FROM scratch
                [linux/arm64] STEP 2/2: COPY x /x
                %1$s
                [linux/arm64] COMMIT
                --> 77aa88bb99cc
                %2$s
                """.formatted(ID, OTHER));

        assertThat(rows(build))
                .containsExactly(
                        "linux/amd64 1 executed",
                        "linux/amd64 2 cached",
                        "linux/arm64 1 executed",
                        "linux/arm64 2 executed");
        assertThat(vertex(build, "linux/arm64 2").name().platform()).isEqualTo("linux/arm64");
        assertThat(vertex(build, "linux/arm64 2").inputs()).containsExactly("linux/arm64 1");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    /** With layers, 1.2 to 1.5 take up each image with a FROM of its own. */
    @Test
    void fromAgainWithTheImageOfTheStepBefore() {
        Build build = one("""
                STEP 1: FROM alpine
                STEP 2: RUN a
                --> %1$s
                STEP 3: FROM %1$s
                STEP 4: RUN b
                --> %2$s
                STEP 5: COMMIT app
                """.formatted(ID, OTHER));

        assertThat(rows(build)).containsExactly("1 executed", "2 executed", "3 executed", "4 executed");
        assertThat(vertex(build, "3").inputs()).containsExactly("2");
        assertThat(vertex(build, "4").name().stage()).isNull();
    }

    /** Seen live on 1.19 with --jobs: no line names its stage. */
    @Test
    void unnumberedStagesSideBySideTellOnlyWhatHoldsForAll() {
        String log = """
                STEP 1: FROM x AS a
                STEP 2: FROM x
                STEP 3: RUN a
                STEP 4: RUN b
                --> Using cache %1$s
                --> Using cache %1$s
                STEP 5: COPY --from=a /a /a
                """.formatted(ID);

        Build warm = one(log + "--> Using cache " + ID + "\n");
        assertThat(rows(warm)).containsExactly("1 executed", "2 executed", "3 cached", "4 cached", "5 unfinished");

        Build mixed = one(log + "--> 0836098fd41f\n");
        assertThat(rows(mixed))
                .containsExactly("1 executed", "2 executed", "3 unfinished", "4 unfinished", "5 unfinished");
        assertThat(mixed.diagnostics()).anyMatch(told -> told.message().startsWith("stages were built side by side"));
    }

    /** Seen live on 1.28: what buildah says next stands on the line of output that has no end. */
    @Test
    void outputMayLackItsLineEnd() {
        String begin = "STEP 1/3: FROM x\nSTEP 2/3: RUN printf a\n";

        Build built = one(begin + "aSTEP 3/3: RUN printf b\nbCOMMIT app\n--> 5a2c3b4d5e6f\n" + ID + "\n");
        assertThat(rows(built)).containsExactly("1 executed", "2 executed", "3 executed");
        assertThat(built.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(vertex(built, "2").logLines()).isEqualTo(1);

        Build failed = one(begin + "aError: building at STEP \"RUN printf a\": exit status 3\n");
        assertThat(rows(failed)).containsExactly("1 executed", "2 failed");
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);

        Build other = one(begin + "a: STEP 4/4: RUN b, Error: building at STEP \"RUN b\": COMMIT\n");
        assertThat(rows(other)).as("another's words").containsExactly("1 executed", "2 unfinished");
    }

    @Test
    void aStepMayPrintWhatLooksLikeItsEnd() {
        Build build = one("""
                STEP 1/3: FROM x
                STEP 2/3: RUN cat old.log
                old log:
                --> Using cache %s
                --> 5a2c3b4d5e6f
                Error: building at STEP "RUN other": exit status 1
                COMMIT
                Successfully tagged localhost/x:latest
                STEP 1/9: FROM y
                STEP 2/9: RUN z
                --> 0836098fd41f
                STEP 3/3: RUN false
                --> 469d7d536424
                COMMIT;
                Error: building at STEP "RUN false": while running runtime: exit status 1
                ERROR: Job failed
                """.formatted(ID));

        assertThat(rows(build)).containsExactly("1 executed", "2 executed", "3 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.error()).isEqualTo("building at STEP \"RUN false\": while running runtime: exit status 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error: creating build container: short-name \"x\" did not resolve to an alias",
                "error creating build container: reading manifest latest in docker.io/x: unauthorized",
            })
    void aBaseImageThatIsNotThere(String error) {
        Build build = one("STEP 1/2: FROM x\nTrying to pull docker.io/library/x:latest...\n" + error + "\n");

        assertThat(rows(build)).containsExactly("1 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void theSecondTryIsAnotherBuild() {
        String cut = GOOD.substring(0, GOOD.indexOf("made"));
        List<Build> builds =
                read("+ podman build .\n" + cut + "^C\n+ podman build .\n" + GOOD + "STEP 1: read this\n" + GOOD);

        assertThat(builds).hasSize(3);
        assertThat(rows(builds.get(0))).endsWith("4 unfinished");
        assertThat(rows(builds.get(1))).isEqualTo(rows(builds.get(2))).endsWith("4 executed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STEP 1: RUN the tests",
                "STEP 2: COPY the files",
                "Step 1/4: FROM here on",
                "STEP 1/4: Install packages",
                "[1/2] STEP 1: Build",
                "COMMIT app",
                "--> 5a2c3b4d5e6f"
            })
    void proseBeginsNoBuild(String line) {
        assertThat(read(line + "\n" + line + "\n")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BuildahPrinter.Era.class)
    void whatWasPrintedIsReadBack(BuildahPrinter.Era era) {
        for (long seed = 0; seed < 400; seed++) {
            RandomInstructions random = new RandomInstructions(seed, era.layers() && seed % 3 > 0);
            BuildahPrinter printer = new BuildahPrinter(era, random);
            String text = printer.text();
            List<Build> builds = read(text);
            assertThat(builds).as(text).hasSize(1);
            Build build = builds.get(0);
            List<String> expected = new ArrayList<>();
            List<Integer> lines = new ArrayList<>();
            List<Integer> read = new ArrayList<>();
            for (Stage stage : random.stages) {
                expected.add(
                        "FROM " + stage.base() + (stage.name() == null ? "" : " AS " + stage.name()) + " EXECUTED");
                for (Step step : stage.steps()) {
                    expected.add(step.text() + " " + told(step, random, era));
                }
            }
            assertThat(build.vertices().stream()
                            .map(vertex -> vertex.name().text() + " " + vertex.status())
                            .toList())
                    .as(text)
                    .isEqualTo(expected);
            assertThat(build.vertices().stream().map(Vertex::id).toList())
                    .as(text)
                    .isEqualTo(printer.ids);
            for (Stage stage : random.stages) {
                for (Step step : stage.steps()) {
                    long printed = step.output().stream()
                            .filter(line -> BuildahLine.parse(line).kind() != BuildahLine.Kind.NOISE)
                            .count();
                    lines.add(step.plain() ? (int) printed : -1);
                }
            }
            build.vertices().stream()
                    .filter(Vertex::step)
                    .forEach(vertex -> read.add(lines.get(read.size()) < 0 ? -1 : vertex.logLines()));
            assertThat(read).as(text).isEqualTo(lines);
            inputsAreThoseOfTheStages(build, random, printer, text);
            boolean endIsTold = era.totals() || random.outcome != Outcome.SUCCEEDED || era != BuildahPrinter.Era.TOTALS;
            assertThat(build.outcome()).as(text).isEqualTo(endIsTold ? random.outcome : build.outcome());
        }
    }

    private static Status told(Step step, RandomInstructions random, BuildahPrinter.Era era) {
        boolean hit = step.status() == Status.PULLED || step.status() == Status.CACHED;
        boolean proven = random.outcome == Outcome.SUCCEEDED
                || random.stages.stream()
                        .flatMap(stage -> stage.steps().stream())
                        .anyMatch(other -> !other.text().startsWith("RUN ")
                                && (other.status() == Status.PULLED || other.status() == Status.CACHED));
        if (era == BuildahPrinter.Era.TOTALS_WITHOUT_IDS && hit && !proven) {
            return Status.UNFINISHED; // a command may have printed that, in a build without layers
        }
        return step.status() == Status.PULLED && !random.remoteCache ? Status.CACHED : step.status();
    }

    private static void inputsAreThoseOfTheStages(
            Build build, RandomInstructions random, BuildahPrinter printer, String text) {
        List<String> lastOf = new ArrayList<>();
        int place = 0;
        for (Stage stage : random.stages) {
            List<String> below = stage.baseStage() == null ? List.of() : List.of(lastOf.get(stage.baseStage()));
            for (int i = 0; i <= stage.steps().size(); i++) {
                List<String> expected = new ArrayList<>(below);
                String command = i == 0 ? "" : stage.steps().get(i - 1).text();
                if (command.startsWith("COPY --from=part")) {
                    String source = lastOf.get(command.charAt("COPY --from=part".length()) - '0');
                    expected.remove(source);
                    expected.add(source);
                }
                String id = printer.ids.get(place++);
                assertThat(vertex(build, id).inputs()).as(text + id).containsExactlyInAnyOrderElementsOf(expected);
                below = List.of(id);
            }
            lastOf.add(printer.ids.get(place - 1));
        }
    }

    /** The last step prints what ends a build, and fails after that. */
    @Test
    void anErrorTellsThatTheEndWasOutput() {
        Build build = one("""
                STEP 1/2: FROM x
                STEP 2/2: RUN ./test
                COMMIT
                --> 0123456789ab
                Error: building at STEP "RUN ./test": while running runtime: exit status 1
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--> Xsing cache %s\n--> 5a2c3b4d5e6f", "--> Cache puled from remote r/c:4f\n--> Using cache %s"
            })
    void aHitThatIsDamagedIsNoOtherStatus(String lines) {
        Build build = one(GOOD.replace("--> Using cache " + ID, lines.formatted(ID)));

        assertThat(rows(build)).containsExactly("1 executed", "2 unfinished", "3 executed", "4 executed");
        assertThat(build.diagnostics()).hasSize(1);
        assertThat(build.diagnostics().get(0).line()).isEqualTo(7);
    }

    /** The log ends within a word that may become FROM. */
    @Test
    void aLogMayEndWithinFrom() {
        assertThat(rows(one("STEP 1/3: FROM a\nSTEP 2/3: F"))).contains("1 executed");
    }

    /** A hit that stands below a stage's FROM is another step's: the lines have changed places. */
    @Test
    void aHitBelowFromIsNotOfFrom() {
        Build build = one("""
                [1/2] STEP 1/2: FROM base AS a
                [1/2] STEP 2/2: COPY a /a
                --> Using cache 5a2c3b4d5e6f5a2c3b4d5e6f5a2c3b4d5e6f5a2c3b4d5e6f5a2c3b4d5e6f5a2c
                --> 5a2c3b4d5e6f
                [2/2] STEP 1/3: FROM base
                --> Using cache 6a2c3b4d5e6f5a2c3b4d5e6f5a2c3b4d5e6f5a2c3b4d5e6f5a2c3b4d5e6f5a2c
                [2/2] STEP 2/3: RUN make
                --> 6a2c3b4d5e6f
                [2/2] STEP 3/3: RUN exit 4
                subprocess exited with status 4
                Error: building at STEP "RUN exit 4": exit status 4
                """);

        assertThat(rows(build)).contains("1.2 cached", "2.2 unfinished", "2.3 failed");
    }

    /** Where stages are built side by side, a result that is missing is missing to all of them. */
    @Test
    void aResultThatIsMissingBesideOthersMakesAllDoubtful() {
        String log = """
                [1/3] STEP 1/3: FROM base AS a
                [2/3] STEP 1/3: FROM base AS b
                [1/3] STEP 2/3: COPY a /a
                [2/3] STEP 2/3: COPY b /b
                --> 5a2c3b4d5e6f
                --> 6a2c3b4d5e6f
                [1/3] STEP 3/3: COPY c /c
                [2/3] STEP 3/3: COPY d /d
                --> 7a2c3b4d5e6f
                --> 8a2c3b4d5e6f
                [3/3] STEP 1/2: FROM base
                [3/3] STEP 2/2: COPY --from=a /a /a
                [3/3] COMMIT app
                --> 9a2c3b4d5e6f
                Successfully tagged localhost/app:latest
                """;

        assertThat(one(log).steps()).extracting(Vertex::status).doesNotContain(Status.UNFINISHED);
        Build damaged = one(log.replace("--> 6a2c3b4d5e6f\n", ""));
        assertThat(damaged.steps().subList(0, 4)).extracting(Vertex::status).containsOnly(Status.UNFINISHED);
        assertThat(damaged.diagnostics().toString()).contains("does not fit what is told of stages");
    }

    /** buildah 1.11 to 1.17 print what a step gave without an arrow, and of a hit nothing more. */
    @Test
    void aHitThatACommandPrintedIsNone() {
        Build build = one("""
                STEP 1: FROM busybox
                STEP 2: RUN podman build inner
                --> Using cache %s
                --> 5a2c3b4d5e6f
                compiling
                %s
                STEP 3: COMMIT app
                %s
                """.formatted(ID, OTHER, OTHER));

        assertThat(vertex(build, "2").status()).isNotEqualTo(Status.CACHED);
    }

    /** Without layers, or with them: a hit that another build's log tells is output of the step that prints it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--> Using cache %1$s\nSTEP 3/4: COPY a /\n",
                "--> Using cache %1$s\n--> 5a2c3b4d5e6f\nSTEP 3/4: COPY a /\n",
                "--> Using cache %1$s\n--> 5a2c3b4d5e6f\ndone\nSTEP 3/4: COPY a /\n",
                "--> Using cache %1$s\nSTEP 3/4: RUN c\nc\n",
                "--> Using cache %1$s\n--> 5a2c3b4d5e6f\ndone\n--> 0836098fd41f\nSTEP 3/4: COPY a /\n--> 1836098fd41f\n",
                "--> Using cache %1$s\n--> 5a2c3b4d5e6f\n--> 0836098fd41f\nSTEP 3/4: COPY a /\n--> 1836098fd41f\n",
            })
    void whatACommandPrintsIsNoHit(String lines) {
        String log = "STEP 1/4: FROM x\nSTEP 2/4: RUN cat old.log\n" + lines.formatted(ID)
                + "STEP 4/4: RUN b\nCOMMIT app\n--> 77aa88bb99cc\n";

        assertThat(rows(one(log))).containsExactly("1 executed", "2 unfinished", "3 executed", "4 executed");
    }

    /** One hit is not that of the step above it too. */
    @Test
    void aPrintedHitIsOfNoStepAboveIt() {
        String log = "STEP 1: FROM x\nSTEP 2: COPY a /\nSTEP 3: RUN cat old.log\n--> Using cache %s\n".formatted(ID);

        assertThat(rows(one(log))).containsExactly("1 executed", "2 unfinished", "3 unfinished");
    }

    /** The last step prints a hit; the image that it gives is another one. */
    @Test
    void theImageThatIsGivenTellsAPrintedHit() {
        String log = "STEP 1/2: FROM x\nSTEP 2/2: RUN cat old.log\n--> Using cache %s\n".formatted(ID);

        assertThat(rows(one(log + "COMMIT app\n--> 5a2c3b4d5e6f\n"))).endsWith("2 cached");
        assertThat(rows(one(log + "COMMIT app\n--> 77aa88bb99cc\n"))).endsWith("2 unfinished");
        assertThat(rows(one(log + "--> 5a2c3b4d5e6f\nCOMMIT app\n--> 77aa88bb99cc\n")))
                .endsWith("2 unfinished");
    }

    @Test
    void aHitAboveAMissingStepIsNotThatOfTheStepBefore() {
        Build build = one("STEP 1: FROM busybox\n--> Using cache " + ID + "\nSTEP 3: COMMIT app\n" + ID + "\n");

        assertThat(build.vertices().get(0).status()).isEqualTo(Status.UNFINISHED);
    }

    @Test
    void aNumberToldTwiceShowsThatTheCommandAboveItPrintedItsHit() {
        Build build = one("STEP 1: FROM a\nSTEP 2: COPY b c\n--> Using cache " + ID + "\n--> 5a2c3b4d5e6\n"
                + "STEP 3: RUN make\n--> Using cache 6" + ID.substring(1) + "\n--> 6a2c3b4d5e6\n"
                + "STEP 4: ADD x y\n--> b1b1ccb92c8\nSTEP 4: WORKDIR /app\nSTEP 5: COMMIT app\n--> d6ca9beb285\n");

        assertThat(build.vertices()).extracting(Vertex::status).contains(Status.CACHED, Status.UNFINISHED);
        assertThat(build.vertices().get(2).status()).isEqualTo(Status.UNFINISHED);
    }

    /** Stages are not stopped at once: another one begins below the error. */
    @Test
    void anErrorAboveTheBeginningOfAnotherStageIsThatOfItsStep() {
        String failed = """
                [1/2] STEP 1/3: FROM node:20 AS web
                [1/2] STEP 2/3: RUN npm ci
                npm: not found
                error building at STEP "RUN npm ci": exit status 127
                [2/2] STEP 1/2: FROM nginx:1.27
                Trying to pull docker.io/library/nginx:1.27...
                """;
        Build build = one(failed);

        assertThat(rows(build)).containsExactly("1.1 executed", "1.2 failed", "2.1 unfinished");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.error()).isEqualTo("error building at STEP \"RUN npm ci\": exit status 127");

        Build goesOn = one(failed + "--> 5a2c3b4d5e6f\n[1/2] STEP 3/3: CMD x\n");
        assertThat(vertex(goesOn, "1.2").status()).isNotEqualTo(Status.FAILED);
    }

    /** As a tool leaves it that shows a log's last lines only: FROM itself prints no such thing. */
    @Test
    void anErrorMayNameAStepAboveTheLog() {
        Build build = one("""
                [3/3] STEP 1/4: FROM registry.example/base:1
                Error: error building at STEP "RUN assemble": error while running runtime: exit status 1
                """);

        assertThat(rows(build)).containsExactly("3.1 unfinished");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    }
}

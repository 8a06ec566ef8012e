package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A log from which lines are missing, or into which others wrote, says where; one that is whole says nothing. */
class MissingLinesTest {
    static Stream<Arguments> wholeLogs() throws IOException {
        List<Arguments> logs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("sample-logs"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                logs.add(Arguments.of(file.toString(), Files.readAllBytes(file)));
            }
        }
        for (long seed = 0; seed < 40; seed++) {
            RandomBuild build = new RandomBuild(seed);
            for (PlainPrinter.Era era : PlainPrinter.Era.values()) {
                String text = RoundTripTest.print(build, era, seed).text() + RoundTripTest.end(build);
                logs.add(Arguments.of("plain " + era + " " + seed, text.getBytes(StandardCharsets.UTF_8)));
            }
            for (BuildahPrinter.Era era : BuildahPrinter.Era.values()) {
                String text = new BuildahPrinter(era, new RandomInstructions(seed, era.layers())).text();
                logs.add(Arguments.of("buildah " + era + " " + seed, text.getBytes(StandardCharsets.UTF_8)));
            }
            for (KanikoPrinter.Shape shape : KanikoPrinter.Shape.values()) {
                String text = new KanikoPrinter(shape, seed % 2 == 0, new RandomInstructions(seed, true), seed).text();
                logs.add(Arguments.of("kaniko " + shape + " " + seed, text.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return logs.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholeLogs")
    void ofAWholeLogNothingIsSaidToBeMissing(String name, byte[] log) {
        for (Build build : read(log)) {
            assertThat(build.diagnostics().stream()
                            .filter(told -> told.line() > 0
                                    && !told.message().contains("side by side")
                                    && !told.message().endsWith("its command may have printed that")
                                    && !told.message().startsWith("no message tells why the build failed")))
                    .as(name)
                    .isEmpty();
        }
    }

    private static List<String> told(String log) {
        return one(log).diagnostics().stream()
                .filter(told -> told.line() > 0)
                .map(MissingLinesTest::row)
                .toList();
    }

    private static String row(Diagnostic told) {
        return told.line() + " " + told.message();
    }

    @Test
    void groupsWithoutAHeaderAndEventsOutsideTheirGroup() {
        assertThat(told("""
                #4 0.213 compiling
                #4 DONE 1.2s

                #5 [2/3] RUN make
                #5 DONE 0.2s
                #5 0.412 late
                """))
                .containsExactly(
                        "1 the group of #4 has no header: lines before this one are missing",
                        "6 this line is of #5, whose group is not open here");
    }

    @Test
    void manyLinesThatAreAlikeAreCounted() {
        String log = "#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n" + "#1 0.1 x\n".repeat(20);
        assertThat(told(log)).hasSize(5).last().asString().endsWith("not open here, and 15 more such lines");
    }

    @Test
    void numbersLeaveNoGapsSinceBuildx08() {
        String log = """
                #0 building with "default" instance using docker driver

                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #4 [1/3] FROM docker.io/library/busybox:1
                #4 CACHED

                #6 [2/3] RUN make
                #6 DONE 0.2s

                #7 exporting to image
                #7 DONE 0.1s
                """;
        assertThat(told(log)).containsExactly("6 #2 to #3 are missing", "9 #5 is missing");
        assertThat(told(log.substring(log.indexOf("#1")))).isEmpty(); // it could be older: then there are gaps
    }

    @Test
    void stepsBeforeTheDockerfileIsRead() {
        assertThat(told("#7 [2/3] RUN make\n#7 DONE 0.2s\n#9 exporting to image\n#9 DONE 0.1s\n"))
                .containsExactly("1 the beginning of this build is missing: it has steps, but reads no Dockerfile");
    }

    @Test
    void aGroupThatIsLeftWithoutAWord() {
        Build build = one("""
                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #4 [2/3] RUN make
                #4 0.213 compiling
                #5 [3/3] RUN test
                #5 DONE 0.2s
                """);
        assertThat(build.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(build.diagnostics().stream().map(MissingLinesTest::row))
                .contains("6 #5 begins while #4 is open: its end is missing");
    }

    @Test
    void stepsOfTheClassicBuilder() {
        assertThat(told("""
                Step 2/6 : RUN make
                 ---> Using cache
                 ---> 5a2c3b4d5e6f
                Step 4/6 : COPY a /a
                 ---> 6b7c8d9e0f10
                 ---> 7b7c8d9e0f10
                Step 6/6 : COPY b /b
                 ---> 9f8e7d6c5b4a
                Successfully built 9f8e7d6c5b4a
                 ---> 9f8e7d6c5b4b
                """))
                .containsExactly(
                        "1 the beginning of this build is missing: it begins with step 2",
                        "4 step 3 is missing",
                        "7 step 5 is missing",
                        "6 step 4 has a result already",
                        "10 this line is of a step, and none is open here",
                        "7 whether step 6 ran or was found in the cache is not told");
    }

    @Test
    void theEndOfTheClassicBuilder() {
        Build build = one("Step 1/3 : FROM busybox\n ---> 1d34ffeaf190\nStep 2/3 : ENV a=b\n ---> Using cache\n");
        assertThat(build.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(build.diagnostics().stream().map(MissingLinesTest::row))
                .containsExactly("0 the log ends before the build does");
    }

    @Test
    void stepsOfBuildah() {
        assertThat(told("""
                STEP 2/5: RUN make
                --> 5a2c3b4d5e6f
                STEP 5/5: COPY a /a
                COMMIT app
                --> 9f8e7d6c5b4a
                Successfully tagged localhost/app:latest
                """))
                .containsExactly(
                        "1 the beginning is missing: it begins with step 2",
                        "3 steps 3 to 4 are missing",
                        "1 whether step 2 ran or was found in the cache is not told");
    }

    @Test
    void theBeginningOfKaniko() {
        assertThat(told(
                        "INFO[0003] RUN make\nINFO[0003] Running: [/bin/sh -c make]\nINFO[0005] Taking snapshot of full filesystem...\n"
                                + "INFO[0006] Pushed registry.example/app@sha256:1234\n"))
                .contains("1 the beginning of this build is missing: it begins with a step");
    }
}

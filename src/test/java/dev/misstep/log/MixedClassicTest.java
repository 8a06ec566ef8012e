package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classic builds that write into one log at the same time, and one after the other. */
class MixedClassicTest {
    /** Logs woven, what they tell together, and what each tells alone. */
    private record Mixed(Weaving weaving, List<Build> told, List<Build> alone) {
        static Mixed of(List<List<String>> logs, Random random) {
            List<Integer> late = new ArrayList<>();
            for (int i = 0; i < logs.size(); i++) {
                late.add(
                        i == 0 || random.nextBoolean()
                                ? 0
                                : random.nextInt(logs.get(0).size() + 4));
            }
            Weaving weaving = Weaving.weave(logs, late, random, 1 + random.nextInt(8));
            List<Build> alone = new ArrayList<>();
            logs.forEach(log -> alone.add(readLines(log).get(0)));
            return new Mixed(weaving, readLines(weaving.lines()), alone);
        }

        List<String> wrong() {
            return weaving.wrong(told, alone);
        }

        static long finished(List<Build> builds) {
            return builds.stream()
                    .flatMap(build -> build.vertices().stream())
                    .filter(vertex -> vertex.status() != Status.UNFINISHED)
                    .count();
        }
    }

    private static List<List<String>> samples() throws IOException {
        List<List<String>> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("sample-logs/20-classic"))) {
            for (Path file : files.sorted().toList()) {
                samples.add(Files.readAllLines(file));
            }
        }
        return samples;
    }

    private static List<Build> readLines(List<String> lines) {
        return Logs.read(String.join("\n", lines) + "\n");
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("misstep.seeds", 400));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStepHasItsOwnStatusOrNone(long seed) throws IOException {
        Random random = new Random(seed);
        List<List<String>> samples = samples();
        List<List<String>> logs = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            logs.add(samples.get(random.nextInt(samples.size())));
        }

        Mixed mixed = Mixed.of(logs, random);

        assertThat(mixed.wrong()).as(mixed.weaving.text()).isEmpty();
    }

    /** Two to four Dockerfiles of their own lengths, in the words of all releases. */
    @ParameterizedTest
    @MethodSource("seeds")
    void soItIsOfBuildsByChance(long seed) {
        Random random = new Random(seed);
        ClassicPrinter.Era era = ClassicPrinter.Era.values()[(int) (seed % 3)];
        List<List<String>> logs = new ArrayList<>();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            logs.add(printed(era, random.nextLong()));
        }

        Mixed mixed = Mixed.of(logs, random);

        assertThat(mixed.wrong().stream().filter(told -> !told.endsWith("not UNFINISHED")))
                .as(mixed.weaving.text())
                .isEmpty();
    }

    private static List<String> printed(ClassicPrinter.Era era, long seed) {
        return new ClassicPrinter(era, new RandomInstructions(seed, seed % 4 != 0)).lines();
    }

    @Test
    void mostStepsAreToldWhereTotalsDiffer() {
        long told = 0;
        long all = 0;
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<String> one = printed(ClassicPrinter.Era.TOTALS, random.nextLong());
            List<String> other = printed(ClassicPrinter.Era.TOTALS, random.nextLong());
            Mixed mixed = Mixed.of(List.of(one, other), random);
            told += Mixed.finished(mixed.told);
            all += Mixed.finished(mixed.alone);
        }
        assertThat(told).isGreaterThan(all / 2);
    }

    /** Each object of an answer is written whole; a step's name and its line end are two. */
    @ParameterizedTest
    @MethodSource("seeds")
    void soItIsOfTheEnginesAnswersInOneFile(long seed) {
        Random random = new Random(seed);
        List<List<String>> logs = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            logs.add(answer(printed(ClassicPrinter.Era.TOTALS, random.nextLong())));
        }

        Mixed mixed = Mixed.of(logs, random);

        assertThat(mixed.wrong().stream().filter(told -> !told.endsWith("not UNFINISHED")))
                .as(mixed.weaving.text())
                .isEmpty();
    }

    private static List<String> answer(List<String> printed) {
        List<String> objects = new ArrayList<>();
        for (String line : printed) {
            String text = line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "\\r");
            if (line.startsWith("The command ")) {
                objects.add("{\"errorDetail\":{\"message\":\"" + text + "\"},\"error\":\"" + text + "\"}");
            } else if (line.startsWith("Step ")) {
                objects.add("{\"stream\":\"" + text + "\"}");
                objects.add("{\"stream\":\"\\n\"}");
            } else if (!line.startsWith("Sending ") && !line.startsWith("Successfully tagged ")) {
                objects.add("{\"stream\":\"" + text + "\\n\"}");
            }
        }
        return objects;
    }

    @Test
    void aHitIsOfTheOnlyBuildThatCanHaveOne() {
        List<Build> builds = Logs.read("""
                Step 1/3 : FROM a
                 ---> 1d34ffeaf190
                Step 2/3 : COPY . /app
                Step 1/2 : FROM b
                 ---> Using cache
                 ---> 5a2c3b4d5e6f
                 ---> 1d34ffeaf191
                Step 2/2 : COPY . /app
                Step 3/3 : COPY x /x
                 ---> Using cache
                 ---> 6b7c8d9e0f10
                Successfully built 6b7c8d9e0f10
                """);

        assertThat(builds)
                .extracting(Logs::rows)
                .containsExactly(
                        List.of("1 executed", "2 cached", "3 unfinished"), List.of("1 executed", "2 unfinished"));
        assertThat(builds.get(1).diagnostics().toString()).contains("at the same time");
    }

    /** A line that told of a hit is damaged: of which step is as open as if it were not. */
    @Test
    void aDamagedHitIsPerhapsOne() throws IOException {
        List<List<String>> logs = List.of(
                Files.readAllLines(Path.of("sample-logs/20-classic/02-warm.log")),
                Files.readAllLines(Path.of("sample-logs/20-classic/08-failed.log")));
        for (long seed = 0; seed < 20; seed++) {
            Mixed mixed = Mixed.of(logs, new Random(seed));
            List<String> lines = mixed.weaving().lines();
            for (int i = 1; i < lines.size(); i++) {
                if (!lines.get(i).equals(" ---> Using cache")) {
                    continue;
                }
                List<String> changed = new ArrayList<>(lines);
                changed.set(i, " ---> Us\ufffdng cache");
                assertThat(mixed.weaving().wrong(readLines(changed), mixed.alone()))
                        .as("seed %d line %d", seed, i + 1)
                        .isEmpty();
            }
        }
    }

    @Test
    void oneAfterTheOtherEachIsAsAlone() throws IOException {
        List<String> all = new ArrayList<>();
        List<List<String>> alone = new ArrayList<>();
        for (List<String> sample : samples()) {
            all.addAll(sample);
            alone.add(Logs.rows(readLines(sample).get(0)));
        }

        assertThat(readLines(all)).extracting(Logs::rows).isEqualTo(alone);
    }
}

package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
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
        return LongStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStepHasItsOwnStatusOrNone(long seed) throws IOException {
        Random random = new Random(seed);
        List<List<String>> samples = samples();
        List<List<String>> left = new ArrayList<>();
        List<Build> alone = new ArrayList<>();
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            List<String> sample = samples.get(random.nextInt(samples.size()));
            alone.addAll(readLines(sample));
            left.add(new ArrayList<>(sample));
        }
        List<String> woven = new ArrayList<>();
        for (int late = seed % 2 == 0 ? 0 : random.nextInt(30);
                late > 0 && left.get(0).size() > 1;
                late--) {
            woven.add(left.get(0).remove(0));
        }
        woven.addAll(Weaving.of(left, random, 6));

        List<Build> builds = readLines(woven);

        for (Build build : builds) {
            for (Vertex step : build.steps()) {
                assertThat(step.status() == Status.UNFINISHED
                                || alone.stream()
                                        .allMatch(one -> one.vertex(step.id())
                                                .filter(own -> own.status() != step.status())
                                                .isEmpty()))
                        .as(step + "\n" + String.join("\n", woven))
                        .isTrue();
            }
        }
        assertThat(builds.size() == count
                        || builds.stream()
                                .anyMatch(
                                        build -> build.diagnostics().toString().contains("same time")))
                .as(String.join("\n", woven))
                .isTrue();
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

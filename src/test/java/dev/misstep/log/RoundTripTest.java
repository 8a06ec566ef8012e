package dev.misstep.log;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds made up by chance, written as BuildKit writes them, are read as what they were. */
class RoundTripTest {
    private static final int SEEDS = 250;

    @ParameterizedTest
    @EnumSource(PlainPrinter.Era.class)
    void plainOfEveryEra(PlainPrinter.Era era) throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomBuild random = new RandomBuild(seed);
            PlainPrinter printer = print(random, era, seed);
            List<Build> builds = read(printer.text() + end(random));
            assertThat(builds).as(printer::text).hasSize(1);
            comparePlain(builds.get(0), random, printer, era);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rawjsonOnOneLineAndIndented(boolean indented) throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomBuild random = new RandomBuild(seed);
            String text = new RawJsonPrinter(indented).print(random.messages) + end(random);
            List<Build> builds = read(text);
            assertThat(builds).as("seed %d", seed).hasSize(1);
            Build build = builds.get(0);
            assertThat(build.outcome()).as(() -> text).isEqualTo(random.outcome);
            assertThat(build.vertices()).hasSameSizeAs(random.expected.keySet());
            for (Vertex vertex : build.vertices()) {
                RandomBuild.Expected expected = requireNonNull(random.expected.get(vertex.id()));
                Supplier<String> where = () -> vertex.name().text() + "\n" + text;
                assertThat(vertex.name().text()).as(where).isEqualTo(expected.name());
                assertThat(vertex.status()).as(where).isEqualTo(expected.status());
                assertThat(vertex.error()).as(where).isEqualTo(expected.error());
                assertThat(vertex.logLines()).as(where).isEqualTo(expected.lines());
                assertThat(vertex.inputs()).as(where).isEqualTo(random.inputs.getOrDefault(vertex.id(), List.of()));
                if (expected.status() != Status.UNFINISHED) {
                    assertThat(vertex.seconds()).as(where).isCloseTo(expected.seconds(), within(1e-6));
                }
            }
        }
    }

    static Stream<Arguments> eras() {
        return Stream.of(PlainPrinter.Era.values())
                .flatMap(era -> LongStream.range(0, 40).mapToObj(seed -> Arguments.of(era, seed)));
    }

    @ParameterizedTest
    @MethodSource("eras")
    void severalPlainBuildsInARow(PlainPrinter.Era era, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        List<RandomBuild> written = new ArrayList<>();
        List<PlainPrinter> printers = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            RandomBuild build = new RandomBuild(seed * 10 + i);
            PlainPrinter printer = print(build, era, seed);
            text.append(random.nextBoolean() ? "+ docker build .\n" : "").append(printer.text());
            // the client's own last word is often in another stream
            boolean silent = random.nextInt(3) == 0;
            text.append(silent ? "" : end(build));
            written.add(build);
            printers.add(printer);
        }
        List<Build> builds = read(text.toString());
        assertThat(builds).as(text::toString).hasSameSizeAs(written);
        for (int i = 0; i < builds.size(); i++) {
            assertThat(builds.get(i).ordinal()).isEqualTo(i + 1);
            comparePlain(builds.get(i), written.get(i), printers.get(i), era);
        }
    }

    private static void comparePlain(Build build, RandomBuild random, PlainPrinter printer, PlainPrinter.Era era) {
        assertThat(build.outcome()).as(printer::text).isEqualTo(random.outcome);
        assertThat(build.vertices()).as(printer::text).hasSameSizeAs(random.expected.keySet());
        for (Vertex vertex : build.vertices()) {
            String digest = requireNonNull(printer.digests().get(vertex.id()));
            RandomBuild.Expected expected = requireNonNull(random.expected.get(digest));
            Supplier<String> where = () -> "#" + vertex.id() + "\n" + printer.text();
            String name = expected.name();
            boolean cut = era == PlainPrinter.Era.B && name.length() > 72;
            assertThat(vertex.name().text()).as(where).isEqualTo(cut ? name.substring(0, 72) + "..." : name);
            assertThat(vertex.status()).as(where).isEqualTo(expected.status());
            assertThat(vertex.error()).as(where).isEqualTo(expected.error());
            if (era == PlainPrinter.Era.A) {
                double seconds = vertex.seconds() == null ? 0 : vertex.seconds();
                assertThat(seconds).as(where).isCloseTo(expected.seconds(), within(1e-6));
            } else {
                String done = printer.lastDone(digest);
                assertThat(vertex.seconds()).as(where).isEqualTo(done == null ? null : Double.valueOf(done));
            }
            assertThat(vertex.logLines()).as(where).isEqualTo(expected.lines() + printer.reprints(digest));
        }
    }

    static PlainPrinter print(RandomBuild build, PlainPrinter.Era era, long seed) {
        Random random = new Random(seed);
        PlainPrinter printer = new PlainPrinter(era, random);
        for (SolveStatus message : build.messages) {
            printer.update(message);
            if (random.nextInt(3) > 0) {
                printer.print();
            }
        }
        printer.print();
        return printer;
    }

    /** What the client prints below the progress. */
    static String end(RandomBuild build) {
        return build.outcome == Outcome.FAILED
                ? "------\n > [x]:\n------\nERROR: failed to build: failed to solve: " + build.error + "\n"
                : "";
    }

    private static List<Build> read(String text) throws IOException {
        return LogReader.read("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

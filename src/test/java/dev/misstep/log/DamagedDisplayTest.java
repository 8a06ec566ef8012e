package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.LikeText;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One line of BuildKit's displays is damaged, anywhere: each step that still has a status has the one that it has in the whole
 * log. A line may be lost, stand twice, change places with the next, or have a character that is another, or gone.
 */
class DamagedDisplayTest {
    /** How many bytes are read of one sample in all, so that long logs do not take long. */
    private static final int READ = 400_000;

    /** How many characters of one line are damaged. */
    private static final int OF_A_LINE = 6;

    private static final byte[] OTHERS = {'x', '1', '7', ' ', '.', 0, (byte) 0xff};

    record Sample(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("sample-logs"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*(?:plain|rawjson|tty).*\\.log"))
                    .sorted()
                    .toList()) {
                samples.add(new Sample(file.toString(), Files.readAllBytes(file)));
            }
        }
        for (long seed = 1; seed < 4; seed++) {
            RandomBuild build = new RandomBuild(seed);
            for (PlainPrinter.Era era : PlainPrinter.Era.values()) {
                String text = RoundTripTest.print(build, era, seed).text() + RoundTripTest.end(build);
                samples.add(sample("plain " + era + " " + seed, text));
            }
            for (boolean indented : new boolean[] {false, true}) {
                String text = new RawJsonPrinter(indented).print(build.messages) + RoundTripTest.end(build);
                samples.add(sample("rawjson " + (indented ? "indented " : "") + seed, text));
            }
            for (TtyRoundTripTest.Codes codes : List.of(TtyRoundTripTest.Codes.KEPT, TtyRoundTripTest.Codes.STRIPPED)) {
                String text = TtyRoundTripTest.drawWide(seed, codes, 2).text();
                samples.add(sample("tty " + codes + " " + seed, text));
            }
        }
        return samples;
    }

    private static Sample sample(String name, String text) {
        return new Sample(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aDamagedLineMakesNoStatusAnother(Sample sample) {
        List<Build> whole = Logs.read(sample.bytes);
        List<byte[]> lines = lines(sample.bytes);
        Random random = new Random(sample.name.hashCode());
        double share = (double) READ / sample.bytes.length / lines.size() / (2 * OF_A_LINE + 3);
        for (int i = 0; i < lines.size(); i++) {
            byte[] line = lines.get(i);
            for (int damage = 0; damage < OF_A_LINE && random.nextDouble() < share; damage++) {
                int at = random.nextInt(random.nextBoolean() ? line.length : Math.min(line.length, 24));
                byte other = OTHERS[random.nextInt(OTHERS.length)];
                if (line[at] != '\n' && line[at] != other) {
                    byte[] changed = line.clone();
                    changed[at] = other;
                    check(sample, "changed", i, with(lines, i, changed), whole);
                    check(sample, "shortened", i, with(lines, i, without(line, at)), whole);
                }
            }
            if (random.nextDouble() >= share * 2) {
                continue;
            }
            if (!decidesAlone(new String(line, StandardCharsets.UTF_8))) {
                check(sample, "lost", i, with(lines, i), whole);
            }
            check(sample, "repeated", i, with(lines, i, line, line), whole);
            if (i + 1 < lines.size()) {
                List<byte[]> swapped = new ArrayList<>(lines);
                Collections.swap(swapped, i, i + 1);
                check(sample, "swapped", i, swapped, whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anotherEncodingMakesNoStatusAnother(Sample sample) {
        List<Build> whole = Logs.read(sample.bytes);
        String text = new String(sample.bytes, StandardCharsets.UTF_8);
        for (var charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            check(sample, charset.name(), -1, List.of(text.getBytes(charset)), whole);
        }
    }

    /**
     * Lines without which a log is one that could have been written: what docker 18.09 says of a hit on a line of its own, the
     * only line on a transfer, and the error with which a log ends.
     */
    private static boolean decidesAlone(String line) {
        return line.contains("cached: true") || line.contains("sha256:") || line.contains("ERROR: failed to calculate");
    }

    private static void check(Sample sample, String damage, int at, List<byte[]> lines, List<Build> whole) {
        for (Build build : Logs.read(joined(lines))) {
            boolean named = build.format() == Format.TTY;
            boolean numbered = build.format() == Format.PLAIN;
            for (Vertex step : build.vertices()) {
                if (!step.step() || step.status() == Status.UNFINISHED) {
                    continue;
                }
                Predicate<Vertex> same = other -> named
                        ? isLike(step.name().text(), other.name().text())
                        : step.id().equals(other.id()) || (!numbered && isLike(step.id(), other.id()));
                List<Status> statuses = whole.stream()
                        .flatMap(all -> all.vertices().stream())
                        .filter(same)
                        .map(Vertex::status)
                        .toList();
                assertThat(statuses)
                        .as("%s, line %d %s: %s of %s", sample.name, at + 1, damage, step, build.diagnostics())
                        .contains(step.status());
            }
        }
    }

    /** Whether a row's name or a digest is that one, damaged perhaps. */
    private static boolean isLike(String name, String other) {
        return name.equals(other) || LikeText.is(name, other) || name.startsWith(other);
    }

    private static List<byte[]> lines(byte[] log) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < log.length; i++) {
            if (log[i] == '\n' || i == log.length - 1) {
                lines.add(Arrays.copyOfRange(log, from, i + 1));
                from = i + 1;
            }
        }
        return lines;
    }

    private static List<byte[]> with(List<byte[]> lines, int at, byte[]... instead) {
        List<byte[]> damaged = new ArrayList<>(lines.subList(0, at));
        damaged.addAll(List.of(instead));
        damaged.addAll(lines.subList(at + 1, lines.size()));
        return damaged;
    }

    private static byte[] without(byte[] line, int at) {
        byte[] shorter = Arrays.copyOf(line, line.length - 1);
        System.arraycopy(line, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }

    private static byte[] joined(List<byte[]> lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.forEach(all::writeBytes);
        return all.toByteArray();
    }
}

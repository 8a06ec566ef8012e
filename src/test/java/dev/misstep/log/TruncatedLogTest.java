package dev.misstep.log;

import static dev.misstep.log.Logs.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is missing at a log's end or at its beginning, nothing that is still told becomes something else: a status is
 * that of the whole log, or {@code unfinished}.
 */
class TruncatedLogTest {
    /** A log that short is cut at every byte; of a longer one the ends of lines are tried, and some bytes by chance. */
    private static final int SHORT = 450;

    /** How many bytes are read of one sample in all, so that long logs do not take long. */
    private static final int READ = 120_000;

    record Sample(String name, byte[] bytes, boolean text) {
        Sample(String name, String text) {
            this(name, text.getBytes(StandardCharsets.UTF_8), true);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("sample-logs"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(?:log|dockerbuild)"))
                    .sorted()
                    .toList()) {
                String name = file.toString();
                byte[] bytes = Files.readAllBytes(file);
                boolean text = name.endsWith(".log");
                samples.add(new Sample(name, bytes, text));
                if (name.endsWith("08-failed.log") || name.endsWith("09-missing-file.log")) {
                    addWrapped(samples, name, new String(bytes, StandardCharsets.UTF_8));
                    samples.add(new Sample(name + " gzip", gzip(bytes), false));
                }
            }
        }
        RandomBuild build = new RandomBuild(2);
        for (PlainPrinter.Era era : PlainPrinter.Era.values()) {
            String text = RoundTripTest.print(build, era, 2).text() + RoundTripTest.end(build);
            samples.add(new Sample("plain " + era, text));
            samples.add(wrapped("plain " + era, text, WrapPrinter.GITHUB));
        }
        for (BuildahPrinter.Era era : BuildahPrinter.Era.values()) {
            String text = new BuildahPrinter(era, new RandomInstructions(7, era.layers())).text();
            samples.add(new Sample("buildah " + era, text));
        }
        for (KanikoPrinter.Shape shape : KanikoPrinter.Shape.values()) {
            String text = new KanikoPrinter(shape, true, new RandomInstructions(7, true), 7).text();
            samples.add(new Sample("kaniko " + shape, text));
        }
        return samples;
    }

    private static void addWrapped(List<Sample> samples, String name, String text) {
        for (WrapPrinter wrapper : List.of(WrapPrinter.GITHUB, WrapPrinter.GITLAB, WrapPrinter.KUBERNETES)) {
            samples.add(wrapped(name, text, wrapper));
        }
        samples.add(new Sample(name + " json", records(text, "{\"log\":\"", "\",\"stream\":\"stderr\"}\n")));
        if (name.contains("classic")) {
            samples.add(new Sample(name + " api", records(text, "{\"stream\":\"", "\"}\r\n")));
        }
    }

    private static Sample wrapped(String name, String text, WrapPrinter wrapper) {
        return new Sample(name + " " + wrapper, WrapPrinter.text(wrapper.wrap(WrapPrinter.rows(text), 1)));
    }

    private static String records(String text, String before, String behind) {
        StringBuilder records = new StringBuilder();
        WrapPrinter.rows(text)
                .forEach(row -> records.append(before)
                        .append(row.text()
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\u001b", "\\u001b"))
                        .append("\\n")
                        .append(behind));
        return records.toString();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static Set<Integer> cuts(byte[] log, boolean text) {
        Set<Integer> cuts = new TreeSet<>();
        Random random = new Random(log.length);
        double share = (double) READ / log.length / log.length;
        for (int i = 1; i < log.length; i++) {
            boolean lineEnd = text && (log[i] == '\n' || log[i - 1] == '\n' || log[i - 1] == '\r');
            if (log.length <= SHORT || random.nextDouble() < (lineEnd ? 10 : 1) * share) {
                cuts.add(i);
            }
        }
        return cuts;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void atItsEnd(Sample sample) {
        List<Build> whole = read(sample.bytes);
        for (int length : cuts(sample.bytes, sample.text)) {
            String where = sample.name + " cut at " + length;
            List<Build> builds = read(Arrays.copyOf(sample.bytes, length));
            assertThat(builds.size()).as(where).isLessThanOrEqualTo(whole.size());
            for (int i = 0; i < builds.size(); i++) {
                endOf(builds.get(i), whole.get(i), where);
            }
        }
    }

    private static void endOf(Build cut, Build whole, String where) {
        for (Vertex vertex : cut.vertices()) {
            Vertex full = whole.vertices().stream()
                    .filter(other -> other.id().equals(vertex.id()) && other.line() == vertex.line())
                    .findFirst()
                    .orElse(null);
            if (full == null) {
                assertThat(vertex.status())
                        .as("%s, not in the whole: %s", where, vertex)
                        .isEqualTo(Status.UNFINISHED);
                continue;
            }
            assertThat(earlier(full.status()))
                    .as("%s: %s, whole: %s", where, vertex, full)
                    .contains(vertex.status());
            assertThat(full.name().text()).as(where).startsWith(vertex.name().text());
            assertThat(vertex.step() && !full.step())
                    .as("%s: a step is %s", where, vertex)
                    .isFalse();
            assertThat(full.inputs()).as("%s: inputs of %s", where, vertex).containsAll(vertex.inputs());
            Double seconds = vertex.status() == Status.UNFINISHED ? null : vertex.seconds();
            if (seconds != null) {
                assertThat(seconds).as("%s: %s, whole: %s", where, vertex, full).isLessThanOrEqualTo(full.seconds());
            }
        }
        if (cut.vertices().stream().noneMatch(vertex -> vertex.status() == Status.CANCELED)) {
            assertThat(cut.outcome()).as(where).isIn(whole.outcome(), Outcome.INCOMPLETE);
        }
    }

    /** What a status may have been before all was said: a display's hits are doubtful once it has a failure it cannot name. */
    private static Set<Status> earlier(Status status) {
        return switch (status) {
            case PULLED, SKIPPED -> Set.of(status, Status.CACHED, Status.UNFINISHED);
            case UNFINISHED -> Set.of(status, Status.CACHED);
            default -> Set.of(status, Status.UNFINISHED);
        };
    }

    /** As a log's rotation leaves it. Its lines and instructions may be counted from what is left. */
    @ParameterizedTest
    @MethodSource("samples")
    void atItsBeginning(Sample sample) {
        if (sample.name.startsWith("buildah")) {
            return; // without its first line it is none, and its steps print other builders' lines
        }
        List<Vertex> whole = vertices(read(sample.bytes));
        for (int from : cuts(sample.bytes, sample.text)) {
            List<Build> builds = read(Arrays.copyOfRange(sample.bytes, from, sample.bytes.length));
            for (Build build : builds) {
                boolean counted =
                        Set.of(Format.TTY, Format.KANIKO, Format.BUILDAH).contains(build.format());
                for (Vertex vertex : build.vertices()) {
                    String name = vertex.name().text();
                    boolean headless = name.equals("#" + vertex.id()); // which tells less than a name: DONE alone
                    assertThat(whole)
                            .as("%s without its first %d bytes: %s", sample.name, from, vertex)
                            .anyMatch(full -> (counted || full.id().equals(vertex.id()))
                                    && (headless || full.name().text().startsWith(name))
                                    && (later(full.status()).contains(vertex.status())
                                            || (headless && vertex.status() == Status.EXECUTED)));
                }
            }
        }
    }

    private static Set<Status> later(Status status) {
        return status == Status.UNFINISHED ? Set.of(status) : Set.of(status, Status.UNFINISHED);
    }

    private static List<Vertex> vertices(List<Build> builds) {
        return builds.stream().flatMap(build -> build.vertices().stream()).toList();
    }
}

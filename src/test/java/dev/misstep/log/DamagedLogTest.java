package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to logs on their way: cut off, sent in pieces, stamped, coloured, stripped of blank lines. */
class DamagedLogTest {
    private static final String CLASSIC = """
            Sending build context to Docker daemon  12.29kB
            Step 1/5 : FROM busybox:1 AS base
             ---> 1d34ffeaf190
            Step 2/5 : RUN apk add curl
             ---> Using cache
             ---> 5a2c3b4d5e6f
            Step 3/5 : FROM base
             ---> 5a2c3b4d5e6f
            Step 4/5 : COPY --from=base /x /y
             ---> 6b7c8d9e0f10
            Step 5/5 : RUN make
             ---> Running in 0a1b2c3d4e5f
            #8 DONE 0.1s
            made it
            Removing intermediate container 0a1b2c3d4e5f
             ---> 9f8e7d6c5b4a
            Successfully built 9f8e7d6c5b4a
            Successfully tagged app:latest
            """;

    static Stream<Arguments> samples() {
        List<Arguments> samples = new ArrayList<>();
        samples.add(Arguments.of("classic", CLASSIC));
        samples.add(Arguments.of("classic twice", CLASSIC + CLASSIC));
        for (long seed = 0; seed < 6; seed++) {
            BuildahPrinter.Era era = BuildahPrinter.Era.values()[(int) seed];
            RandomInstructions build = new RandomInstructions(seed + 10, era.layers());
            samples.add(Arguments.of("buildah " + era, new BuildahPrinter(era, build).text()));
            KanikoPrinter.Shape shape = KanikoPrinter.Shape.values()[(int) seed % 4];
            samples.add(Arguments.of(
                    "kaniko " + shape + " " + seed, new KanikoPrinter(shape, seed > 4, build, seed).text()));
        }
        List<PlainPrinter.Era> eras = List.of(PlainPrinter.Era.values());
        for (long seed = 0; seed < 6; seed++) {
            PlainPrinter.Era era = eras.get((int) seed % eras.size());
            samples.add(Arguments.of("plain " + era + " " + seed, plain(era, seed)));
            RandomBuild build = new RandomBuild(seed);
            String json = new RawJsonPrinter(seed % 2 == 0).print(build.messages);
            samples.add(Arguments.of("rawjson " + seed, json + RoundTripTest.end(build)));
        }
        for (TtyRoundTripTest.Codes codes : List.of(TtyRoundTripTest.Codes.KEPT, TtyRoundTripTest.Codes.STRIPPED)) {
            samples.add(Arguments.of(
                    "tty " + codes, TtyRoundTripTest.draw(3, codes, 2).text()));
        }
        samples.add(Arguments.of(
                "three plain",
                plain(PlainPrinter.Era.C, 1) + "+ docker build .\n" + plain(PlainPrinter.Era.C, 2)
                        + plain(PlainPrinter.Era.F, 3)));
        return samples.stream();
    }

    private static String plain(PlainPrinter.Era era, long seed) {
        RandomBuild build = new RandomBuild(seed);
        return RoundTripTest.print(build, era, seed).text() + RoundTripTest.end(build);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void cutAnywhereNoFinishedStepBecomesAnother(String name, String text) throws IOException {
        List<Build> whole = read(text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // every byte would take long where a line is long
        int stride = Math.max(1, bytes.length / 500);
        for (int length = 0; length < bytes.length; length += stride) {
            List<Build> cut = LogReader.read("test", new ByteArrayInputStream(bytes, 0, length));
            String where = name + " cut at " + length;
            assertThat(cut.size()).as(where).isLessThanOrEqualTo(whole.size());
            for (int i = 0; i < cut.size(); i++) {
                for (Vertex vertex : cut.get(i).vertices()) {
                    Vertex finished = whole.get(i).vertex(vertex.id()).orElse(null);
                    if (finished != null && finished.step() && vertex.step()) {
                        assertThat(earlier(finished.status()))
                                .as("%s %s", where, vertex)
                                .contains(vertex.status());
                    }
                }
                Outcome outcome = cut.get(i).outcome();
                assertThat(outcome).as(where).isIn(whole.get(i).outcome(), Outcome.INCOMPLETE, Outcome.SUCCEEDED);
                if (whole.get(i).outcome() != Outcome.SUCCEEDED) {
                    assertThat(outcome).as(where).isNotEqualTo(Outcome.SUCCEEDED);
                }
            }
        }
    }

    /** What a status may have been before all was said. */
    private static List<Status> earlier(Status status) {
        return switch (status) {
            case PULLED, SKIPPED -> List.of(status, Status.CACHED, Status.UNFINISHED);
            default -> List.of(status, Status.UNFINISHED);
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void readInPieces(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int most = 1; most < 8; most++) {
            assertThat(LogReader.read("test", pieces(bytes, most))).as(name).isEqualTo(read(text));
        }
    }

    private static InputStream pieces(byte[] bytes, int most) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(most, length));
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void stampedByGithubWithByteOrderMarkAndCrlf(String name, String text) throws IOException {
        StringBuilder stamped = new StringBuilder("\ufeff");
        int millis = 0;
        for (String line : lines(text)) {
            stamped.append(String.format("2024-05-01T12:34:%02d.%03d4567Z ", millis / 1000 % 60, millis % 1000));
            stamped.append(line).append("\r\n");
            millis += 7;
        }
        List<Build> builds = read(stamped.toString());
        assertThat(facts(builds, true)).as(name).isEqualTo(facts(read(text), true));
        assertThat(builds).allSatisfy(build -> {
            assertThat(build.wrapper()).isEqualTo("github-actions");
            assertThat(build.startedAt()).isNotNull();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void coloured(String name, String text) throws IOException {
        String coloured = lines(text).stream()
                .map(line -> "\u001b[34m" + line + "\u001b[0m\u001b[K")
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(read(coloured)).as(name).isEqualTo(read(text));
    }

    /** As copied from a console that is 240 columns wide. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void padded(String name, String text) throws IOException {
        String padded = lines(text).stream()
                .map(line -> line.isBlank() ? line : line + " ".repeat(Math.max(1, 240 - line.length())))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(facts(read(padded), true)).as(name).isEqualTo(facts(read(text), true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void withoutBlankLines(String name, String text) throws IOException {
        String dense = lines(text).stream().filter(line -> !line.isEmpty()).collect(Collectors.joining("\n", "", "\n"));
        assertThat(facts(read(dense), false)).as(name).isEqualTo(facts(read(text), false));
    }

    /** All that does not depend on a clock. */
    private static List<String> facts(List<Build> builds, boolean withLines) {
        List<String> facts = new ArrayList<>();
        for (Build build : builds) {
            facts.add(build.outcome() + " " + build.target() + " " + build.error() + " " + build.ordinal());
            for (Vertex vertex : build.vertices()) {
                facts.add(vertex.id() + " " + vertex.name() + " " + vertex.status() + " " + vertex.logLines() + " "
                        + vertex.inputs() + " " + vertex.error() + (withLines ? " " + vertex.line() : ""));
            }
        }
        return facts;
    }

    // not String.lines, which ends a line at a lone carriage return
    private static List<String> lines(String text) {
        return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }

    private static List<Build> read(String text) throws IOException {
        return LogReader.read("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

package dev.misstep.log;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds made up by chance, drawn frame by frame as BuildKit draws them on a terminal, are read as what they were. */
class TtyRoundTripTest {
    private static final int SEEDS = 24;

    /** On less, there is no room for small transfers either. */
    private static final int NARROWEST = 40;
    /** From here on a row of a transfer has room for the largest sizes and a name of twelve characters. */
    private static final int LAYERS_SHOW_FROM = 46;

    private static final String LONG_STAGE = "a-stage-that-has-quite-a-long-name";
    private static final List<String> IMAGES =
            List.of("docker.io/library/golang:1.23", "docker.io/library/golang:1.23-alpine");

    /** What happens to a terminal's codes on their way into a file. */
    enum Codes {
        KEPT(true, true, text -> text),
        CRLF(true, true, text -> text.replace("\n", "\r\n")),
        LONE_RETURNS(true, true, text -> text.replace("\n", "\r")),
        NO_COLOUR(true, false, text -> text),
        AS_QUESTION_MARK(true, true, text -> text.replace('\u001b', '?')),
        AS_CARET(true, true, text -> text.replace("\u001b", "^[")),
        AS_ARROW(true, true, text -> text.replace('\u001b', '\u2190')),
        AS_PICTURE(true, true, text -> text.replace('\u001b', '\u241b')),
        AS_REPLACEMENT(true, true, text -> text.replace('\u001b', '\ufffd')),
        AS_HEX(true, true, text -> text.replace("\u001b", "\\x1b")),
        AS_OCTAL(true, true, text -> text.replace("\u001b", "\\033")),
        AS_LETTER(true, true, text -> text.replace("\u001b", "\\e")),
        SECONDS_BROKEN_OFF(true, true, text -> text.replaceAll("(?m) +(\\d+\\.\\ds)$", "\n    $1")),
        AS_QUESTION_MARK_SECONDS_BROKEN_OFF(
                true, true, text -> SECONDS_BROKEN_OFF.damage.apply(text).replace('\u001b', '?')),
        WITHOUT_ESCAPE(true, true, text -> text.replace("\u001b", "")),
        STRIPPED(false, false, text -> text),
        WITHOUT_FIRST_BLANK(false, false, text -> text.replaceAll("(?m)^ =>", "=>"));

        final boolean codes;
        final boolean colours;
        final Function<String, String> damage;

        Codes(boolean codes, boolean colours, Function<String, String> damage) {
            this.codes = codes;
            this.colours = colours;
            this.damage = damage;
        }
    }

    /** @param width columns of the terminal */
    record Drawn(RandomBuild build, TtyPrinter printer, int width, String text) {
        /** Whether a row may have had no room for what tells the status. */
        boolean mayBeUnclear(String name) {
            return width < LAYERS_SHOW_FROM || name.indexOf(']') < 0;
        }

        Vertex vertex(Build read, int place) {
            return read.vertices().get(place);
        }
    }

    @ParameterizedTest
    @EnumSource(Codes.class)
    void everyFrame(Codes codes) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Drawn drawn = draw(seed, codes, 2);
            compare(Logs.one(drawn.text), drawn, codes.colours);
        }
    }

    @ParameterizedTest
    @EnumSource(Codes.class)
    void theLastFrameOnly(Codes codes) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Drawn drawn = draw(seed, codes, 0);
            compare(Logs.one(drawn.text), drawn, codes.colours);
        }
    }

    @ParameterizedTest
    @EnumSource(Codes.class)
    void severalBuildsInARow(Codes codes) {
        for (long seed = 0; seed < SEEDS; seed += 3) {
            List<Drawn> drawn = LongStream.range(seed, seed + 3)
                    .mapToObj(each -> draw(each, codes, 2))
                    .filter(each -> each.build.outcome != Outcome.INCOMPLETE)
                    .toList();
            StringBuilder text = new StringBuilder();
            drawn.forEach(each -> text.append("$ docker build .\n").append(each.text));
            List<Build> builds = Logs.read(text.toString());
            assertThat(builds).as(text::toString).hasSameSizeAs(drawn);
            for (int i = 0; i < builds.size(); i++) {
                compare(builds.get(i), drawn.get(i), codes.colours);
            }
        }
    }

    private static void compare(Build build, Drawn drawn, boolean colours) {
        RandomBuild random = drawn.build;
        List<TtyPrinter.Printed> printed = drawn.printer.printed();
        assertThat(build.outcome()).as(drawn.text).isEqualTo(random.outcome);
        if (random.outcome == Outcome.INCOMPLETE
                && build.diagnostics().toString().contains("vertices may be missing")) {
            compareCut(build, random, drawn.text);
            return;
        }
        assertThat(build.vertices()).as(drawn.text).hasSameSizeAs(printed);
        for (int i = 0; i < printed.size(); i++) {
            Vertex vertex = drawn.vertex(build, i);
            RandomBuild.Expected expected = requireNonNull(random.expected.get(printed.get(i).digest));
            Supplier<String> where = () -> vertex + "\n" + drawn.text;
            assertThat(vertex.id()).as(where).isEqualTo(Integer.toString(i + 1));
            String name = vertex.name().text();
            assertThat(printed.get(i).name).as(where).startsWith(name);
            assertThat(name)
                    .as(where)
                    .hasSizeGreaterThanOrEqualTo(printed.get(i).lastName.length());
            assertThat(vertex.seconds()).as(where).isEqualTo(Double.valueOf(printed.get(i).seconds));
            boolean told = random.outcome != Outcome.INCOMPLETE || (colours && printed.get(i).shown);
            if (vertex.status() == Status.UNFINISHED
                    && expected.status() != Status.UNFINISHED
                    && !(told && !drawn.mayBeUnclear(name))) {
                assertThat(build.diagnostics().toString()).as(where).contains("shown as unfinished");
            } else {
                assertThat(vertex.status()).as(where).isEqualTo(expected.status());
            }
            StepName whole = StepName.parse(expected.name());
            if (name.contains("]") && !name.endsWith("1/" + whole.total() + "]")) {
                assertThat(vertex.step()).as(where).isEqualTo(whole.step());
                assertThat(vertex.name().stage()).as(where).isEqualTo(whole.stage());
            } else if (whole.step()) {
                assertThat(build.diagnostics().toString()).as(where).contains("whether");
            }
            boolean fatal = expected.status() == Status.FAILED && whole.step();
            assertThat(vertex.error()).as(where).isEqualTo(fatal ? expected.error() : null);
        }
    }

    static List<Codes> cuttable() {
        return Arrays.asList(Codes.values());
    }

    @ParameterizedTest
    @MethodSource("cuttable")
    void cutAnywhereNoStepBecomesWhatItWasNot(Codes codes) {
        for (long seed = 0; seed < 15; seed++) {
            Drawn drawn = draw(seed, codes, (int) seed % 3);
            byte[] bytes = drawn.text.getBytes(StandardCharsets.UTF_8);
            int stride = Math.max(1, bytes.length / 150);
            for (int length = 0; length < bytes.length; length += stride) {
                for (Build cut : Logs.read(Arrays.copyOf(bytes, length))) {
                    String where = codes + " " + seed + " cut at " + length + "\n"
                            + new String(bytes, 0, length, StandardCharsets.UTF_8);
                    compareCut(cut, drawn.build, where);
                }
            }
        }
    }

    private static void compareCut(Build cut, RandomBuild random, String where) {
        for (Vertex vertex : cut.vertices()) {
            List<Status> whole = random.expected.values().stream()
                    .filter(expected -> expected.name().startsWith(vertex.name().text()))
                    .map(RandomBuild.Expected::status)
                    .toList();
            assertThat(whole).as(() -> vertex + "\n" + where).isNotEmpty();
            if (vertex.step() && vertex.status() != Status.UNFINISHED) {
                boolean earlier = vertex.status() == Status.CACHED
                        && (whole.contains(Status.PULLED) || whole.contains(Status.SKIPPED));
                // the rows that tell of a transfer stand below it
                boolean last = cut.vertices().indexOf(vertex) == cut.vertices().size() - 1;
                earlier |= last && vertex.status() == Status.EXECUTED && whole.contains(Status.PULLED);
                boolean possible = earlier || whole.contains(vertex.status());
                assertThat(possible)
                        .as(() -> vertex + " of " + whole + "\n" + where)
                        .isTrue();
            }
        }
        if (random.outcome != Outcome.SUCCEEDED) {
            assertThat(cut.outcome()).as(where).isIn(random.outcome, Outcome.INCOMPLETE);
        }
    }

    /** @param frames of three messages, after how many a frame is drawn; 0 where the last one is alone */
    static Drawn draw(long seed, Codes codes, int frames) {
        return draw(seed, codes, frames, true);
    }

    /** A build whose names a terminal does not cut to one text, so that what is told does not depend on colours. */
    static Drawn drawWide(long seed, Codes codes, int frames) {
        return draw(seed, codes, frames, false);
    }

    private static Drawn draw(long seed, Codes codes, int frames, boolean narrow) {
        Random random = new Random(seed);
        int height = random.nextBoolean() ? 8 + random.nextInt(15) : 60;
        int narrowest = narrow ? NARROWEST : 60;
        int width = narrowest + random.nextInt(201 - narrowest);
        String builder = random.nextInt(3) == 0 ? "" : "docker:default";
        TtyPrinter printer = new TtyPrinter(
                new TtyPrinter.Terminal(width, height, codes.codes, codes.colours, builder, random.nextBoolean()));
        RandomBuild build =
                random.nextInt(3) > 0 || !narrow ? new RandomBuild(seed) : new RandomBuild(seed, LONG_STAGE, IMAGES);
        for (SolveStatus message : build.messages) {
            printer.update(message);
            if (random.nextInt(3) < frames) {
                printer.print(false);
            }
        }
        if (build.outcome != Outcome.INCOMPLETE || random.nextBoolean() || frames == 0) {
            printer.print(true);
        } else {
            printer.print(false);
        }
        printer.printErrors();
        String end =
                build.outcome == Outcome.FAILED ? "ERROR: failed to build: failed to solve: " + build.error + "\n" : "";
        return new Drawn(build, printer, width, codes.damage.apply(printer.text() + end));
    }
}

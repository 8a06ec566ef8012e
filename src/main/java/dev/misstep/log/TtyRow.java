package dev.misstep.log;

import dev.misstep.build.LikeText;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A vertex' row in one frame, with what stands below it. */
final class TtyRow {
    private static final List<String> WORDS = List.of("CACHED", "ERROR", "CANCELED");

    TtyName name;
    /** The word in front of the name, or {@code null}. Where there are two, that of the failure. */
    final Mark.@Nullable Kind word;

    final boolean coloured;
    final long line;
    /** Whether the word in front is damaged, so that it may be any. */
    final boolean damaged;

    @Nullable
    Double seconds;

    /** Lines of output that are shown below it, which is done only while it runs. */
    int windowLines;

    /** Whether a part of it is a layer's transfer. */
    boolean fetched;

    /** Whether such a part took longer than the vertex says it did itself. */
    boolean partTookLonger;

    /** Columns in front of its seconds, at least: where they stand on a line of their own, how many is not told. */
    private final int columnsInFront;

    private TtyRow(
            TtyName name,
            Mark.@Nullable Kind word,
            @Nullable Double seconds,
            boolean coloured,
            long line,
            boolean damaged,
            int columnsInFront) {
        this.damaged = damaged;
        this.columnsInFront = columnsInFront;
        this.name = name;
        this.word = word;
        this.seconds = seconds;
        this.coloured = coloured;
        this.line = line;
    }

    /** Reads {@code CACHED [2/5] RUN make}. */
    static TtyRow of(TtyLine row, long line) {
        Mark.Kind word = null;
        String name = row.text();
        for (Mark.Kind kind : new Mark.Kind[] {Mark.Kind.CACHED, Mark.Kind.ERROR, Mark.Kind.CANCELED}) {
            if (name.startsWith(kind.name() + " ")) {
                word = kind;
                name = name.substring(kind.name().length() + 1);
            }
        }
        int blank = name.indexOf(' ');
        String first = name.substring(0, Math.max(0, blank));
        boolean damaged = word == null && WORDS.stream().anyMatch(known -> LikeText.is(first, known));
        name = damaged ? name.substring(blank + 1) : name;
        int columns = " => ".length() + row.text().length() + Math.max(row.gap(), 2);
        return new TtyRow(new TtyName(name, row.gap()), word, row.seconds(), row.coloured(), line, damaged, columns);
    }

    /**
     * Its seconds come on a line of their own. What looked like them was the end of its name: {@code RUN echo 0.1s}, with one
     * blank where two or more stand in front of seconds.
     */
    void continues(double own) {
        if (seconds != null && name.gap() == 1) {
            name = new TtyName(name.text() + " " + String.format(Locale.ROOT, "%.1fs", seconds), 0);
            seconds = null;
        }
        seconds = seconds == null ? Double.valueOf(own) : seconds;
    }

    /** Columns to the end of its seconds: one less than the terminal has, or fewer where blanks are lost. */
    int columns() {
        return columnsInFront + secondsLength();
    }

    /** How many columns its seconds take: {@code 12.3s}. */
    int secondsLength() {
        if (seconds == null) {
            return 0;
        }
        int length = "0.0s".length(); // they are printed and read with one decimal
        for (long whole = seconds.longValue() / 10; whole > 0; whole /= 10) {
            length++;
        }
        return length;
    }

    /** Whether the other is this very row, of a step whose name is whole, which no frame shows twice. */
    boolean isStepAgain(TtyRow other) {
        return windowLines == 0
                && word == other.word
                && name.equals(other.name)
                && !name.mayBeCut()
                && Objects.equals(seconds, other.seconds)
                && StepName.parse(name.text()).index() != null;
    }

    boolean failed() {
        return word == Mark.Kind.ERROR || word == Mark.Kind.CANCELED;
    }
}

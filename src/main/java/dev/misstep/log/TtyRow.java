package dev.misstep.log;

import dev.misstep.build.Mark;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A vertex' row in one frame, with what stands below it. */
final class TtyRow {
    final TtyName name;
    /** The word in front of the name, or {@code null}. Where there are two, that of the failure. */
    final Mark.@Nullable Kind word;

    final boolean coloured;
    final long line;

    @Nullable
    Double seconds;

    /** Lines of output that are shown below it, which is done only while it runs. */
    int windowLines;

    /** Whether a part of it is a layer's transfer. */
    boolean fetched;

    /** Columns from the arrow's blank to the end of the seconds, which is one less than the terminal has. */
    final int columns;

    private TtyRow(
            TtyName name,
            Mark.@Nullable Kind word,
            @Nullable Double seconds,
            boolean coloured,
            long line,
            int columns) {
        this.columns = columns;
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
        int columns = " => ".length() + row.text().length() + row.gap() + secondsLength(row.seconds());
        return new TtyRow(new TtyName(name, row.gap()), word, row.seconds(), row.coloured(), line, columns);
    }

    /** How many columns its seconds take: {@code 12.3s}. */
    int secondsLength() {
        return secondsLength(seconds);
    }

    private static int secondsLength(@Nullable Double seconds) {
        return seconds == null
                ? 0
                : String.format(Locale.ROOT, "%.1fs", seconds).length();
    }

    boolean failed() {
        return word == Mark.Kind.ERROR || word == Mark.Kind.CANCELED;
    }
}

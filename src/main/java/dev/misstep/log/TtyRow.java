package dev.misstep.log;

import dev.misstep.build.Mark;
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

    private TtyRow(TtyName name, Mark.@Nullable Kind word, @Nullable Double seconds, boolean coloured, long line) {
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
        return new TtyRow(new TtyName(name, row.gap()), word, row.seconds(), row.coloured(), line);
    }

    boolean failed() {
        return word == Mark.Kind.ERROR || word == Mark.Kind.CANCELED;
    }
}

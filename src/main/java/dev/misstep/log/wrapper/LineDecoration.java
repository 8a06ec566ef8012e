package dev.misstep.log.wrapper;

import org.jspecify.annotations.Nullable;

/** Decoration that is known from any one line which carries it. */
abstract class LineDecoration implements Decoration {
    private final String label;
    private final Writer writer;

    LineDecoration(String label, Writer writer) {
        this.label = label;
        this.writer = writer;
    }

    /** Whether the line carries it. */
    abstract boolean wraps(String line);

    /** Takes it off the lines of one log. */
    abstract Unwrapper open();

    /** Whether a line that carries it proves that it is no builder's own text. */
    @Override
    public boolean mayBeProved() {
        return false;
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        boolean seen = excerpt.lines().stream().anyMatch(this::wraps);
        return seen ? new Found(label, writer, mayBeProved(), this::open) : null;
    }
}

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

    /** Whether a line that carries it proves that it is no builder's own text. */
    boolean proves(String line) {
        return false;
    }

    /** Takes it off the lines of one log. */
    abstract Unwrapper open();

    @Override
    public boolean mayBeProved() {
        return false;
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        boolean seen = false;
        for (String line : excerpt.lines()) {
            if (wraps(line)) {
                seen = true;
                if (proves(line)) {
                    return new Found(label, writer, true, this::open);
                }
            }
        }
        return seen ? new Found(label, writer, false, this::open) : null;
    }
}

package dev.misstep.context;

/** An ignore file the builder would refuse, and the build with it. */
public final class IgnoreSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line from 1 */
    public IgnoreSyntaxException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** The line of the pattern that is wrong, from 1. */
    public int line() {
        return line;
    }
}

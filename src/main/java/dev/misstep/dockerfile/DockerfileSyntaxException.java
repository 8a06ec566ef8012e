package dev.misstep.dockerfile;

/** A Dockerfile the builder would refuse. The message has the builder's own words. */
public final class DockerfileSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line from 1; 0 for an empty file */
    public DockerfileSyntaxException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** The first line of the instruction that is wrong, from 1; 0 for an empty file. */
    public int line() {
        return line;
    }
}

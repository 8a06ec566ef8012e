package dev.misstep.context.git;

/** A repository, or something in it, that cannot be read; the message says what is wrong, and what to do. */
public final class GitException extends Exception {
    private static final long serialVersionUID = 1L;

    public GitException(String message) {
        super(message);
    }

    public GitException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.misstep.log;

/** Bytes that are no message of BuildKit's status stream: cut off, damaged, or something else altogether. */
public final class MalformedStatusException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedStatusException(String message) {
        super(message);
    }
}

package dev.misstep.explain;

/** An expression that is no gate. The message is one line that says what would be. */
public final class GateSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    GateSyntaxException(String message) {
        super(message);
    }
}

package dev.misstep.dockerfile;

/** A word that cannot be expanded, such as {@code ${a^^}}. The message has the builder's own words. */
public final class ExpansionException extends Exception {
    private static final long serialVersionUID = 1L;

    ExpansionException(String message) {
        super(message);
    }
}

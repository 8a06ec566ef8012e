package dev.misstep.context;

/**
 * Something of the context the user should know of.
 *
 * @param path relative to the context, with {@code /}; {@code .} for the context itself
 * @param message one sentence
 */
public record ContextProblem(String path, Kind kind, String message) {
    /** How bad it is. */
    public enum Kind {
        /** It is there but cannot be read: the builder would fail, or see it empty. */
        UNREADABLE,
        /** It went away while we looked. */
        VANISHED,
        /** Its name is no valid text, or cannot be used under the locale Java runs with. */
        NAME,
        /** No problem for the builder: a link to nothing. */
        DANGLING_LINK
    }
}

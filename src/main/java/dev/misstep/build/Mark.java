package dev.misstep.build;

import org.jspecify.annotations.Nullable;

/**
 * One thing a source said when a vertex came to an end. BuildKit may say several of one vertex: an image is resolved,
 * then pulled; a remote hit is announced, then downloaded (BuildKit, solver/jobs.go and util/progress/controller).
 *
 * @param kind what was said
 * @param error the message of {@link Kind#ERROR}, else {@code null}
 */
public record Mark(Kind kind, @Nullable String error) {
    /** The four terminal words of BuildKit's plain display. */
    public enum Kind {
        DONE,
        CACHED,
        CANCELED,
        ERROR
    }

    public static final Mark DONE = new Mark(Kind.DONE, null);
    public static final Mark CACHED = new Mark(Kind.CACHED, null);
    public static final Mark CANCELED = new Mark(Kind.CANCELED, null);

    public Mark {
        if ((kind == Kind.ERROR) != (error != null)) {
            throw new IllegalArgumentException("an error mark, and only that, carries a message: " + kind);
        }
    }

    /**
     * An error, or a cancellation: the displays tell these apart by the end of the message (BuildKit,
     * progressui/printer.go).
     */
    public static Mark failure(String message) {
        return message.endsWith("context canceled") ? CANCELED : new Mark(Kind.ERROR, message);
    }
}

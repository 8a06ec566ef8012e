package dev.misstep.history;

import org.jspecify.annotations.Nullable;

/** The history cannot be used; the message is one sentence that says where, what, and what to do. */
public final class HistoryException extends Exception {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        super(message);
    }

    public HistoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

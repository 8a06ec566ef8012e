package dev.misstep.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which builds of a history are meant; {@code null} means all.
 *
 * @param since those that began then or later
 * @param target those of this target alone
 * @param project those of this project alone
 * @param branch those of this branch alone
 */
public record HistoryFilter(
        @Nullable Instant since,
        @Nullable String target,
        @Nullable String project,
        @Nullable String branch) {
    /** All builds. */
    public static final HistoryFilter ALL = new HistoryFilter(null, null, null, null);
}

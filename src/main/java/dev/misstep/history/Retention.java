package dev.misstep.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to stay in a history.
 *
 * @param since builds that began earlier go; {@code null} for none
 * @param most of each series the newest stay, so many; {@code null} for all
 */
public record Retention(@Nullable Instant since, @Nullable Integer most) {
    public Retention {
        if (most != null && most < 1) {
            throw new IllegalArgumentException("to keep " + most);
        }
    }
}

package dev.misstep.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the lines of a text came, where whoever heard them knows. */
public interface LineTimes {
    /** For a text of which nobody knows. */
    LineTimes UNKNOWN = line -> null;

    /**
     * When a line came, or {@code null}.
     *
     * @param line its number in the text, from 1
     */
    @Nullable
    Instant of(long line);
}

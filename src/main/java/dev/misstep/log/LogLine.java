package dev.misstep.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log, freed of what a CI put around it.
 *
 * @param number its number in the source, from 1
 * @param text without line end, decoration and colour codes
 * @param stamp when the CI printed it, or {@code null}
 */
public record LogLine(long number, String text, @Nullable Instant stamp) {}

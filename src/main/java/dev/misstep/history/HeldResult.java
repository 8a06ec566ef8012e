package dev.misstep.history;

import java.time.Instant;

/**
 * A result of a step in an engine's cache. The ids of its records change as they are made final, so it is known by what made
 * it and when.
 *
 * @param description a short digest of what BuildKit says that made it
 * @param after when the build began that made it, by the engine's clock
 * @param until when that build had ended
 */
public record HeldResult(String description, Instant after, Instant until) {
    /** Whether a record can be this one. */
    boolean isHeldBy(CacheRecord record) {
        return record.description().equals(description)
                && !record.created().isBefore(after)
                && !record.created().isAfter(until);
    }

    /**
     * A record of an engine's cache.
     *
     * @param description a short digest of what made it
     * @param created by the engine's clock
     */
    public record CacheRecord(String description, Instant created) {}
}

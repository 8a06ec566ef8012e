package dev.misstep.build;

import java.util.Locale;

/** What became of a vertex. Decided by {@link StatusRule} for every source alike. */
public enum Status {
    /** Its result came from the cache and nothing had to be fetched. */
    CACHED,
    /** Its result came from a remote cache and had to be downloaded: a hit that cost time. */
    PULLED,
    /** It ran. */
    EXECUTED,
    /** It ran, or its cache key was computed, and that ended in an error. */
    FAILED,
    /** It was stopped because something else failed, or by the user. */
    CANCELED,
    /** The log says CACHED, but the build failed before anyone needed it: neither hit nor miss. */
    SKIPPED,
    /** The source ends before the vertex does. */
    UNFINISHED;

    /** The name used in reports, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the cache served it. */
    public boolean isHit() {
        return this == CACHED || this == PULLED;
    }

    /** Whether it had to run: together with the hits, the denominator of a hit rate. */
    public boolean isMiss() {
        return this == EXECUTED || this == FAILED;
    }
}

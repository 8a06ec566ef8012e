package dev.misstep.cli;

import org.jspecify.annotations.Nullable;

/**
 * How a run differs from a build of things as they are.
 *
 * @param title what it is called while it runs
 * @param edit a change it is made with, or {@code null}
 * @param withoutCache whether no step is to use the cache; what the cache holds stays
 */
record Variation(String title, @Nullable RunEdit edit, boolean withoutCache) {
    /** What is the same for runs that are made in one way. */
    String way() {
        return (withoutCache ? "without cache " : "with cache ") + (edit == null ? "as is" : edit.title());
    }

    /** A run of things as they are. */
    static Variation plain(String title) {
        return new Variation(title, null, false);
    }
}

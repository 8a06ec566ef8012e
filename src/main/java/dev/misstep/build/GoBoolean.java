package dev.misstep.build;

import java.util.Set;

/** How Docker's own programs read a truth value (Go, strconv.ParseBool). */
public final class GoBoolean {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private GoBoolean() {}

    /** Whether it says yes; what says nothing, or neither yes nor no, does not. */
    public static boolean isTrue(String text) {
        return TRUE.contains(text);
    }
}

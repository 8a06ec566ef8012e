package dev.misstep.log;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Vertices of one build for certain. */
final class StatusUnit {
    final Set<StatusFact> facts = new LinkedHashSet<>();
    /** The first and the last message that tells of one of them. */
    int first = Integer.MAX_VALUE;

    int last = -1;

    /** Whether instructions are among them, or the context that those read. */
    boolean isCore() {
        return facts.stream().anyMatch(fact -> fact.step || fact.isContext());
    }

    /** When the first of its instructions began, or the reading of their context; {@code null} where none did. */
    @Nullable
    Instant coreStart() {
        return facts.stream()
                .filter(fact -> fact.step || fact.isContext())
                .map(fact -> fact.start)
                .filter(start -> start != null)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The first message that tells of any of them at work, or {@code Integer.MAX_VALUE}. */
    int began() {
        return facts.stream().mapToInt(fact -> fact.began).min().orElse(Integer.MAX_VALUE);
    }

    /** The first message that tells of an instruction at work, or {@code Integer.MAX_VALUE}. */
    int stepBegan() {
        return facts.stream()
                .filter(fact -> fact.step)
                .mapToInt(fact -> fact.began)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    boolean has(Pattern name) {
        return facts.stream().anyMatch(fact -> name.matcher(fact.name).matches());
    }

    boolean hasFailed() {
        return facts.stream().anyMatch(fact -> fact.failed);
    }
}

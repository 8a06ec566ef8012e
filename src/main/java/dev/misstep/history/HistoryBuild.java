package dev.misstep.history;

import dev.misstep.explain.Analysis;
import java.time.Instant;
import java.util.List;

/**
 * A build in the history.
 *
 * @param id its number there, from 1
 * @param builtAt when it began; without a clock when it was kept
 */
public record HistoryBuild(long id, Instant builtAt, KeptBuild kept) {
    /** What was known of it when it was kept, under this id. */
    public Analysis analysis(String name) {
        return new Analysis(
                List.of(new Analysis.Analysed(kept.build().withId(name), kept.summary())),
                kept.misses().stream().map(miss -> miss.ofBuild(name)).toList());
    }
}

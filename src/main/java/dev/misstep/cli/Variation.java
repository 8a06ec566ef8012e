package dev.misstep.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one run of a series is made.
 *
 * @param title what it is called while it runs
 * @param edit a change it is made with, or {@code null}
 * @param prepare what the shell runs before, or {@code null}
 * @param withoutCache whether no step is to use the cache; what the cache holds stays
 */
record Variation(
        String title, @Nullable RunEdit edit, @Nullable String prepare, boolean withoutCache) {
    /** The runs of a series, warm-ups left out: as things are, then once for each edit. */
    static List<Variation> of(Scenario scenario, List<RunEdit> edits) {
        List<Variation> variations = new ArrayList<>();
        if (scenario.cold()) {
            variations.add(new Variation(scenario.title("Run without cache"), null, scenario.prepare(), true));
        }
        for (int i = 1; i <= scenario.runs(); i++) {
            String title = scenario.title("Run " + i + " of " + scenario.runs());
            variations.add(new Variation(title, null, scenario.prepare(), scenario.noCache()));
        }
        for (RunEdit edit : edits) {
            variations.add(new Variation(
                    scenario.title("Run with " + edit.title()), edit, scenario.prepare(), scenario.noCache()));
        }
        return variations;
    }

    static Variation warmUp(Scenario scenario, int number) {
        String title = scenario.title("Warm-up " + number + " of " + scenario.warmUps());
        return new Variation(title, null, scenario.prepare(), scenario.noCache());
    }

    /** What is the same for runs that are made in one way. */
    String way() {
        return (withoutCache ? "without cache " : "with cache ") + (edit == null ? "as is" : edit.title());
    }
}

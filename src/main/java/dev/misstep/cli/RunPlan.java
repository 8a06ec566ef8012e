package dev.misstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How often a profile builds.
 *
 * @param warmUps runs before, which are not told of if they succeed
 * @param cold whether there is a first run without cache
 * @param runs runs as things are
 */
record RunPlan(int warmUps, boolean cold, int runs) {
    /**
     * Runs as things are, then once for each edit; stops at the first run that does not succeed.
     *
     * @param goesOn whether all is well so far
     * @param warm told after the runs that do not count
     */
    void carryOut(List<RunEdit> edits, Consumer<Variation> run, BooleanSupplier goesOn, Runnable warm) {
        List<Variation> variations = new ArrayList<>();
        if (cold) {
            variations.add(new Variation("Run without cache", null, true));
        }
        for (int i = 1; i <= runs; i++) {
            variations.add(Variation.plain("Run " + i + " of " + runs));
        }
        edits.forEach(edit -> variations.add(new Variation("Run with " + edit.title(), edit, false)));
        for (int i = 1; i <= warmUps && goesOn.getAsBoolean(); i++) {
            run.accept(Variation.plain("Warm-up " + i + " of " + warmUps));
        }
        if (goesOn.getAsBoolean()) {
            warm.run();
        }
        for (Variation variation : variations) {
            if (goesOn.getAsBoolean()) {
                run.accept(variation);
            }
        }
    }
}

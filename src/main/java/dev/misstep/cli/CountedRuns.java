package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Explainer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The runs of a profile that count, and how they were made. */
final class CountedRuns {
    private final List<Explainer.Compared> runs = new ArrayList<>();
    private final Map<String, Build> asBuilt = new TreeMap<>();
    private final Map<String, List<String>> alike = new LinkedHashMap<>();
    private final List<Analysis.Together> named = new ArrayList<>();
    private final Set<String> edited = new HashSet<>();
    private Explainer.@Nullable Compared last;
    private @Nullable Analysis explained;
    private int warmUp;

    /** The build as the run that is added next. */
    Build numbered(Build build, @Nullable String target) {
        int number = runs.size() + 1;
        // a run that counts has the number of a warm-up before it, and is compared with that
        String id = warmUp == 0 ? Integer.toString(number) : "warm-up-" + warmUp;
        Build run = build.withOrdinal(number).withId(id);
        return target == null ? run : run.copy().target(target).build();
    }

    /** The run before, be it a warm-up; {@code null} before the first. */
    Explainer.@Nullable Compared last() {
        return last;
    }

    /** What was built in it; {@code null} before the first. */
    @Nullable
    Build lastBuild() {
        Explainer.Compared last = last();
        return last == null ? null : last.observed().build();
    }

    /** The same as a list, empty before the first. */
    List<Build> lastBuilds() {
        Build last = lastBuild();
        return last == null ? List.of() : List.of(last);
    }

    /** @param shown the build with the values of its arguments */
    void add(Explainer.Compared run, Build shown) {
        runs.add(run);
        explained = null;
        last = run;
        asBuilt.put(shown.id(), shown);
    }

    /**
     * Makes the runs of a scenario; stops at the first that does not succeed. Warm-ups do not count if they succeed.
     *
     * @param run makes one, and adds it
     * @param goesOn whether all is well so far
     */
    void carryOut(Scenario scenario, List<RunEdit> edits, Consumer<Variation> run, BooleanSupplier goesOn) {
        int first = runs.size();
        try {
            for (int i = 1; i <= scenario.warmUps() && goesOn.getAsBoolean(); i++) {
                warmUp = i;
                run.accept(Variation.warmUp(scenario, i));
            }
            warmUp = 0;
            if (goesOn.getAsBoolean()) {
                List<Explainer.Compared> warmUps = runs.subList(first, runs.size());
                ids(warmUps).forEach(asBuilt::remove);
                warmUps.clear();
                explained = null;
            }
            for (Variation variation : Variation.of(scenario, edits)) {
                if (goesOn.getAsBoolean()) {
                    int before = runs.size();
                    run.accept(variation);
                    if (variation.edit() != null) {
                        edited.addAll(ids(runs.subList(before, runs.size())));
                    }
                    alike.computeIfAbsent(scenario.title(variation.way()), way -> new ArrayList<>())
                            .addAll(ids(runs.subList(before, runs.size())));
                }
            }
        } finally {
            warmUp = 0;
            if (scenario.name() != null && runs.size() > first) {
                named.add(new Analysis.Together(scenario.name(), ids(runs.subList(first, runs.size()))));
            }
        }
    }

    private static List<String> ids(List<Explainer.Compared> some) {
        return some.stream().map(run -> run.observed().build().id()).toList();
    }

    /** What is known of those that were built as things are, without the values of arguments. */
    Analysis asThingsAre() {
        return analysis(false).without(edited);
    }

    /**
     * What is known of them. They are compared without the values of arguments, as the one of an earlier profile was kept;
     * those who want to see values are shown them in the result.
     */
    Analysis analysis(boolean showArgs) {
        Analysis analysis = explained().together(named).withAlike(List.copyOf(alike.values()));
        return showArgs ? analysis.withBuilds(asBuilt) : analysis;
    }

    /** Both the report and the history ask for it, and it may take long. */
    private Analysis explained() {
        if (explained == null) {
            explained = Explainer.explainCompared(runs);
        }
        return explained;
    }
}

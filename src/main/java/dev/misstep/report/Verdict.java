package dev.misstep.report;

import dev.misstep.build.Build;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Miss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer before the details.
 *
 * @param sentence what a reader in a hurry should know
 * @param lostSeconds what the root misses cost on the wall over all builds, first runs left out; {@code null} where no
 *     cost is known
 * @param upperBound whether misses that ran side by side were added up, so that less may have been lost
 */
record Verdict(String sentence, @Nullable Double lostSeconds, boolean upperBound) {
    static Verdict of(Analysis analysis, List<RootMiss> roots) {
        Double lost = null;
        boolean upperBound = false;
        Map<String, List<RootMiss>> byBuild = new HashMap<>();
        for (RootMiss root : roots) {
            byBuild.computeIfAbsent(root.build().id(), id -> new ArrayList<>()).add(root);
        }
        for (Analysis.Analysed analysed : analysis.builds()) {
            Build build = analysed.build();
            List<RootMiss> mine = byBuild.getOrDefault(build.id(), List.of());
            Double cost = lost(build, mine);
            if (cost != null) {
                lost = (lost == null ? 0 : lost) + cost;
                upperBound |= costs(build, mine).size() > 1;
            }
        }
        return new Verdict(sentence(analysis, roots), lost, upperBound);
    }

    private static List<Double> costs(Build build, List<RootMiss> roots) {
        List<Double> costs = new ArrayList<>();
        for (RootMiss root : roots) {
            Double cost = root.miss().costSeconds();
            if (root.build().id().equals(build.id()) && cost != null) {
                costs.add(cost);
            }
        }
        return costs;
    }

    private static String sentence(Analysis analysis, List<RootMiss> roots) {
        if (analysis.builds().isEmpty()) {
            return "No build was found.";
        }
        if (!roots.isEmpty()) {
            return costliest(roots);
        }
        int steps = analysis.builds().stream()
                .mapToInt(each -> each.summary().steps())
                .sum();
        if (steps == 0) {
            return noStep(analysis);
        }
        boolean cold = !ColdRun.of(analysis).isEmpty();
        if (cold && analysis.builds().size() == 1) {
            return "One build and nothing to compare it with: a second one tells which steps the cache keeps.";
        }
        int executed = analysis.builds().stream()
                .mapToInt(each -> each.summary().executed() + each.summary().failed())
                .sum();
        boolean trouble = analysis.builds().stream().anyMatch(each -> Series.isTrouble(each.build()));
        if (trouble) {
            return "No miss to explain, but not every build succeeded.";
        }
        if (cold) {
            return "Every step that could come from the cache did, once there was one.";
        }
        return executed == 0
                ? "Every step came from the cache."
                : Words.count(executed, "step", "steps") + " ran, and none has an explanation.";
    }

    private static String noStep(Analysis analysis) {
        for (Analysis.Analysed each : analysis.builds()) {
            String error = each.build().error();
            if (error != null) {
                return capital(Words.run(each.build().id())) + " failed before any step: "
                        + Elision.middle(SafeText.oneLine(error), 200);
            }
        }
        return "No build got as far as a step with a cache decision.";
    }

    /** The costliest miss, with all that ran for the same reason: a file that two stages copy misses in both. */
    private static String costliest(List<RootMiss> roots) {
        RootMiss first = roots.get(0);
        Miss miss = first.miss();
        List<RootMiss> alike = roots.stream()
                .filter(root -> root.build().id().equals(first.build().id())
                        && root.miss().certainty() == miss.certainty()
                        && reason(root.miss()).equals(reason(miss)))
                .toList();
        int ran = alike.stream().mapToInt(root -> root.cascades().size() + 1).sum();
        StringBuilder sentence = new StringBuilder();
        sentence.append(capital(Words.run(first.build().id())))
                .append(" ran ")
                .append(Words.count(ran, "step", "steps"))
                .append(
                        switch (miss.certainty()) {
                            case PROVEN -> " because ";
                            case LIKELY -> ", probably because ";
                            case UNKNOWN -> miss.cause() == Cause.UNKNOWN ? " because " : ", perhaps because ";
                        })
                .append(reason(miss));
        Double cost = lost(first.build(), alike);
        if (cost != null) {
            boolean several = costs(first.build(), alike).size() > 1;
            sentence.append(several ? ". That cost at most " : ". That cost ").append(Durations.text(cost));
        }
        return sentence.append('.').toString();
    }

    /** What some misses of a build cost: no more than the build took; {@code null} where none has a known cost. */
    private static @Nullable Double lost(Build build, List<RootMiss> roots) {
        List<Double> costs = costs(build, roots);
        if (costs.isEmpty()) {
            return null;
        }
        double sum = costs.stream().mapToDouble(Double::doubleValue).sum();
        Double wall = build.seconds();
        return costs.size() > 1 && wall != null ? Math.min(sum, wall) : sum;
    }

    private static String reason(Miss miss) {
        if (miss.files().isEmpty()) {
            return Words.because(miss.cause());
        }
        String first = Elision.middle(SafeText.oneLine(miss.files().get(0).path()), 60);
        int more = miss.filesTotal() - 1;
        return more == 0
                ? first + " changed"
                : first + " and " + Words.count(more, "other file", "other files") + " changed";
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which step of one build is which of another. Within a stage the longest common sequence of equal instructions is laid
 * over each other; what is left between two such anchors is paired by kind, as an instruction that was rewritten.
 */
final class Alignment {
    /** A step's counterpart: the same text, or another in the same place. */
    record Match(Vertex vertex, boolean sameText) {}

    /** Beyond this many steps in a stage on both sides only equal ends are aligned; nobody has such a stage. */
    private static final int MAX_TABLE = 4_000_000;

    private final Map<String, Match> matches = new HashMap<>();
    private final Map<String, String> writtenBefore;
    private final Map<String, String> writtenAfter;

    private Alignment(BuildInputs before, BuildInputs after) {
        this.writtenBefore = before.written();
        this.writtenAfter = after.written();
    }

    /** Aligns the steps of a build with those of an earlier one by their names. */
    static Alignment of(Build earlier, Build later) {
        return of(new Observed(earlier, BuildInputs.NONE), new Observed(later, BuildInputs.NONE));
    }

    /** Aligns the steps by what the Dockerfile has, where that is known of both: names have the values of variables. */
    static Alignment of(Observed before, Observed current) {
        Alignment alignment = new Alignment(before.inputs(), current.inputs());
        Build earlier = before.build();
        Build later = current.build();
        Map<StepKey.Place, List<Vertex>> stages = new LinkedHashMap<>(StepOrder.byStage(earlier));
        Map<StepKey.Place, List<Vertex>> renamed = new LinkedHashMap<>();
        StepOrder.byStage(later).forEach((place, steps) -> {
            List<Vertex> same = stages.remove(place);
            if (same == null) {
                renamed.put(place, steps);
            } else {
                alignment.align(same, steps);
            }
        });
        renamed.values().forEach(steps -> alignment.alignRenamed(stages, steps));
        alignment.alignElsewhere(earlier, later);
        return alignment;
    }

    /** A stage of a new name is the one of those left over that has most steps in common with it, if any has one. */
    private void alignRenamed(Map<StepKey.Place, List<Vertex>> left, List<Vertex> steps) {
        StepKey.Place best = null;
        int most = 0;
        for (Map.Entry<StepKey.Place, List<Vertex>> other : left.entrySet()) {
            int[][] common = commonLengths(other.getValue(), steps);
            int count = common.length == 0 ? 0 : common[0][0];
            if (count > most) {
                most = count;
                best = other.getKey();
            }
        }
        List<Vertex> found = best == null ? null : left.remove(best);
        align(found == null ? List.of() : found, steps);
    }

    /** The counterpart of a step of the later build, or {@code null}. */
    @Nullable
    Match of(Vertex step) {
        return matches.get(step.id());
    }

    private void align(List<Vertex> before, List<Vertex> after) {
        int[][] common = commonLengths(before, after);
        int i = 0;
        int j = 0;
        int gapBefore = 0;
        int gapAfter = 0;
        while (i < before.size() && j < after.size() && common.length > 0) {
            if (sameText(before.get(i), after.get(j))) {
                pairRewritten(before.subList(gapBefore, i), after.subList(gapAfter, j));
                matches.put(after.get(j).id(), new Match(before.get(i), true));
                gapBefore = ++i;
                gapAfter = ++j;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        pairRewritten(before.subList(gapBefore, before.size()), after.subList(gapAfter, after.size()));
    }

    private int[][] commonLengths(List<Vertex> before, List<Vertex> after) {
        if ((long) before.size() * after.size() > MAX_TABLE) {
            return new int[0][];
        }
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = sameText(before.get(i), after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    /** Between two anchors the n-th RUN left over stands where the n-th RUN left over stood. */
    private void pairRewritten(List<Vertex> before, List<Vertex> after) {
        Set<String> taken = new HashSet<>();
        for (Vertex step : after) {
            for (Vertex candidate : before) {
                boolean sameKind = Objects.equals(
                        candidate.name().instruction(), step.name().instruction());
                if (sameKind && taken.add(candidate.id())) {
                    matches.put(step.id(), new Match(candidate, false));
                    break;
                }
            }
        }
    }

    /**
     * A step that two stages share is one vertex, named after either; and a stage may be renamed. So a step without a
     * counterpart of the same text takes one from another stage, if only one has that text.
     */
    private void alignElsewhere(Build earlier, Build later) {
        Map<String, @Nullable Vertex> unique = new HashMap<>();
        for (Vertex step : earlier.steps()) {
            String text = text(step, writtenBefore);
            unique.put(text, unique.containsKey(text) ? null : step);
        }
        Set<Vertex> used = new HashSet<>();
        matches.values().stream().filter(Match::sameText).forEach(match -> used.add(match.vertex()));
        for (Vertex step : later.steps()) {
            Match match = matches.get(step.id());
            Vertex elsewhere = unique.get(text(step, writtenAfter));
            if ((match == null || !match.sameText()) && elsewhere != null && used.add(elsewhere)) {
                matches.put(step.id(), new Match(elsewhere, true));
            }
        }
    }

    private boolean sameText(Vertex before, Vertex after) {
        boolean known = writtenBefore.containsKey(before.id()) && writtenAfter.containsKey(after.id());
        return known
                ? Objects.equals(writtenBefore.get(before.id()), writtenAfter.get(after.id()))
                : before.name().command().equals(after.name().command());
    }

    private static String text(Vertex step, Map<String, String> written) {
        return written.getOrDefault(step.id(), step.name().command());
    }
}

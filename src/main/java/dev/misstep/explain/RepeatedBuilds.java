package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds each build again in the next run of a command that builds several: one of the same target by the same kind of
 * builder, and of those the one with the most steps in common. The place in the run decides between equals only, for a
 * command that builds several things at a time begins them in any order.
 */
final class RepeatedBuilds {
    /** Beyond this many pairs only builds of the same steps are found again; no command builds that much. */
    private static final int MAX_PAIRS = 100_000;

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Build> earlier = new HashMap<>();

    /** @param runs the builds of each run, in the order read; no two have the same id */
    RepeatedBuilds(List<List<Build>> runs) {
        runs.forEach(this::next);
    }

    /** The ids of the builds that are runs of one, in order of the first; each build is in one of them. */
    List<List<String>> series() {
        return lines.stream().map(line -> List.copyOf(line.ids)).toList();
    }

    /**
     * What the build was in an earlier run, when it last came to a step; {@code null} where it was in none, or had no step in
     * common with this.
     */
    @Nullable
    Build earlier(Build build) {
        return earlier.get(build.id());
    }

    private void next(List<Build> run) {
        Map<Likeness, Deque<Line>> alike = new HashMap<>();
        for (Line line : lines) {
            alike.computeIfAbsent(line.likeness, likeness -> new ArrayDeque<>()).add(line);
        }
        List<Line> open = new ArrayList<>(lines);
        List<Build> changed = new ArrayList<>();
        for (Build build : run) {
            Line line =
                    alike.getOrDefault(Likeness.of(build), new ArrayDeque<>()).poll();
            if (line == null) {
                changed.add(build);
            } else {
                open.remove(line);
                add(build, line);
            }
        }
        addMostAlike(changed, open);
    }

    private void addMostAlike(List<Build> changed, List<Line> open) {
        List<Pair> pairs = new ArrayList<>();
        if ((long) changed.size() * open.size() <= MAX_PAIRS) {
            changed.forEach(build -> open.forEach(line -> pairs.add(Pair.of(build, line))));
        }
        pairs.removeIf(pair -> pair.common < 0);
        pairs.sort(Comparator.comparing((Pair pair) -> -pair.common).thenComparing(pair -> pair.apart));
        Set<String> found = new HashSet<>();
        Set<Line> taken = new HashSet<>();
        for (Pair pair : pairs) {
            if (!found.contains(pair.build.id()) && taken.add(pair.line)) {
                found.add(pair.build.id());
                add(pair.build, pair.line);
            }
        }
        changed.stream().filter(build -> !found.contains(build.id())).forEach(build -> lines.add(new Line(build)));
    }

    private void add(Build build, Line line) {
        Build before = line.lastWithSteps;
        if (before != null && Likeness.of(before).common(Likeness.of(build)) > 0) {
            earlier.put(build.id(), before);
        }
        line.add(build);
    }

    /** The runs of one build so far. */
    private static final class Line {
        private final List<String> ids = new ArrayList<>();
        private int place;
        private Likeness likeness;
        private @Nullable Build lastWithSteps;

        Line(Build first) {
            likeness = Likeness.of(first);
            add(first);
        }

        void add(Build next) {
            ids.add(next.id());
            place = next.ordinal();
            if (!next.steps().isEmpty()) {
                likeness = Likeness.of(next);
                lastWithSteps = next;
            }
        }
    }

    /**
     * What makes two builds alike.
     *
     * @param commands what the steps do, in their order
     */
    private record Likeness(@Nullable String target, boolean classic, List<String> commands) {
        static Likeness of(Build build) {
            List<String> commands =
                    build.steps().stream().map(step -> step.name().command()).toList();
            return new Likeness(build.target(), build.format() == Format.CLASSIC, commands);
        }

        /** How many steps both have; negative where they cannot be the same build. One that came to no step may be any. */
        int common(Likeness other) {
            if (classic != other.classic || !Objects.equals(target, other.target)) {
                return -1;
            }
            if (commands.isEmpty() || other.commands.isEmpty()) {
                return 0;
            }
            Set<String> shared = new HashSet<>(commands);
            shared.retainAll(new HashSet<>(other.commands));
            return shared.isEmpty() ? -1 : shared.size();
        }
    }

    /**
     * A build and what it may be a run of.
     *
     * @param common how many steps they share
     * @param apart how far their places in the runs are from each other
     */
    private record Pair(Build build, Line line, int common, int apart) {
        static Pair of(Build build, Line line) {
            int common = line.likeness.common(Likeness.of(build));
            return new Pair(build, line, common, Math.abs(build.ordinal() - line.place));
        }
    }
}

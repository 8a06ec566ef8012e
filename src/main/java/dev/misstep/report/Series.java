package dev.misstep.report;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.RunName;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.StepRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds of one target, side by side.
 *
 * @param name what whoever ran them calls them, or {@code null}
 * @param target or {@code null} where it is not known
 * @param builds in the order read
 * @param rows their steps; the cells are in the order of {@code builds}
 * @param directory the one all sources lie in, with its slash; empty where there is none, or only one source
 */
record Series(
        @Nullable String name,
        @Nullable String target,
        List<Analysis.Analysed> builds,
        List<StepRow> rows,
        String directory) {
    Series {
        builds = List.copyOf(builds);
        rows = List.copyOf(rows);
    }

    /** The series of an analysis, in order of their first builds. */
    static List<Series> of(Analysis analysis) {
        return analysis.series().stream()
                .map(builds -> new Series(
                        analysis.nameOf(builds.get(0).build()),
                        builds.get(0).build().target(),
                        builds,
                        Analysis.stepRows(builds),
                        commonDirectory(builds)))
                .toList();
    }

    /** What it is called: its source where all builds share one, or the command they are runs of, and its target. */
    String title() {
        List<String> sources = sources();
        String shown = SafeText.oneLine(directory);
        String where = shown.isEmpty() ? "" : " in " + shown.substring(0, shown.length() - 1);
        String what = sources.size() == 1 ? SafeText.oneLine(sources.get(0)) : sources.size() + " logs" + where;
        if (what.equals("-")) {
            what = "standard input";
        }
        String called = name == null ? "" : SafeText.oneLine(name) + ": ";
        return called + (target == null ? what : what + " (target " + SafeText.oneLine(target) + ")");
    }

    /** Whether its builds come from more than one place, so that a reader must be told which is which. */
    boolean hasManySources() {
        return sources().size() > 1;
    }

    /** The runs of a command are told by their numbers, which the builds have. */
    private List<String> sources() {
        return builds.stream()
                .map(each -> each.build().source())
                .map(source -> RunName.program(source).orElse(source))
                .distinct()
                .toList();
    }

    /** What tells a build's source from those of the others: its path without the directory they all lie in. */
    String shortSource(Build build) {
        return source(build).substring(SafeText.oneLine(directory).length());
    }

    private static String commonDirectory(List<Analysis.Analysed> builds) {
        Set<String> sources = new LinkedHashSet<>();
        builds.forEach(each -> sources.add(each.build().source()));
        String first = sources.iterator().next();
        int length = sources.size() > 1 ? first.lastIndexOf('/') + 1 : 0;
        while (length > 0 && !inAll(first.substring(0, length), sources)) {
            length = first.lastIndexOf('/', length - 2) + 1;
        }
        return first.substring(0, length);
    }

    private static boolean inAll(String directory, Set<String> sources) {
        return sources.stream().allMatch(source -> source.startsWith(directory));
    }

    /** Whether one of its builds ended otherwise than well. */
    boolean hasTrouble() {
        return builds.stream().map(Analysis.Analysed::build).anyMatch(Series::isTrouble);
    }

    static boolean isTrouble(Build build) {
        return build.outcome() != Outcome.SUCCEEDED;
    }

    /** {@code ci.log}, or {@code ci.log, build 2} where one file holds several. */
    static String source(Build build) {
        String name = build.source().equals("-") ? "standard input" : SafeText.oneLine(build.source());
        return build.ordinal() == 1 ? name : name + ", build " + build.ordinal();
    }

    /** The step in the last of the builds that has it: its name stands for the row. */
    static Vertex last(StepRow row) {
        Vertex last = null;
        for (Vertex cell : row.cells()) {
            last = cell == null ? last : cell;
        }
        return Objects.requireNonNull(last, "a row without a step");
    }
}

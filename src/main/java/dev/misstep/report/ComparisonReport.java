package dev.misstep.report;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Comparison;
import dev.misstep.explain.MeanChange;
import dev.misstep.explain.StepChange;
import dev.misstep.report.Style.Tone;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two builds step by step: what stopped hitting, what became slower, why, and what that costs. */
public record ComparisonReport(Comparison comparison) implements PrintedReport {
    private static final int LONGEST_NAME = 100;
    private static final List<String> HEADS = List.of("BASE", "HEAD", "change");

    @Override
    public String text(int columns, boolean colour) {
        int room = Math.max(40, columns);
        Style style = new Style(colour);
        StringBuilder out = new StringBuilder();
        for (Comparison.Pair pair : comparison.pairs()) {
            out.append(style.of(Tone.HEADING, Elision.middle(title(pair), room)))
                    .append("\n\n");
            table(out, pair, room, style);
            out.append('\n');
        }
        comparison.alone().forEach(build -> out.append(alone(build)).append("\n\n"));
        out.append(new TextReport(columns, colour).why(ofHead()));
        comparison
                .pairs()
                .forEach(pair ->
                        out.append(style.of(Tone.HEADING, sentence(pair))).append('\n'));
        return out.toString();
    }

    @Override
    public String markdown() {
        StringBuilder out = new StringBuilder();
        for (Comparison.Pair pair : comparison.pairs()) {
            out.append("### Misstep: ").append(Markdown.text(title(pair))).append("\n\n");
            out.append("**").append(Markdown.text(sentence(pair))).append("**\n\n");
            List<String> heads = new ArrayList<>(HEADS);
            heads.add(0, "");
            StringBuilder table = new StringBuilder(Markdown.head(heads, 1));
            totals(pair).forEach(line -> table.append(Markdown.row(line)));
            for (StepChange step : pair.steps()) {
                if (step.kind() != StepChange.Kind.NONE && table.length() < 20_000) {
                    List<String> cells = new ArrayList<>(cells(step));
                    cells.add(0, Markdown.code(Elision.middle(Words.command(shown(step)), LONGEST_NAME)));
                    table.append(Markdown.row(cells));
                }
            }
            out.append(table).append('\n');
        }
        comparison.alone().stream()
                .limit(10)
                .forEach(build -> out.append(Markdown.text(alone(build))).append("\n\n"));
        return out.append(MarkdownReport.render(ofHead())).toString();
    }

    @Override
    public void writeJson(OutputStream out) throws IOException {
        JsonReport.write(comparison, out);
    }

    private Analysis ofHead() {
        Set<String> base = comparison.analysis().builds().stream()
                .map(each -> each.build().id())
                .filter(id -> !comparison.head().contains(id))
                .collect(toSet());
        return comparison.analysis().without(base);
    }

    private void table(StringBuilder out, Comparison.Pair pair, int columns, Style style) {
        List<List<String>> lines = new ArrayList<>();
        int places = 0;
        for (StepChange step : pair.steps()) {
            places = Math.max(places, TextWidth.of(Elision.middle(Words.position(shown(step)), columns / 4)));
        }
        for (StepChange step : pair.steps()) {
            List<String> line = new ArrayList<>(cells(step));
            String place = Elision.middle(Words.position(shown(step)), columns / 4);
            line.add(0, (TextWidth.padRight(place, places) + "  " + Words.command(shown(step))).strip());
            lines.add(line);
        }
        List<List<String>> totals = totals(pair);
        List<String> head = new ArrayList<>(HEADS);
        head.add(0, "step");
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < head.size(); column++) {
            int width = TextWidth.of(head.get(column));
            for (List<String> line : lines) {
                width = Math.max(width, TextWidth.of(line.get(column)));
            }
            for (List<String> line : totals) {
                width = Math.max(width, TextWidth.of(line.get(column)));
            }
            widths.add(width);
        }
        int taken = widths.subList(1, widths.size()).stream()
                .mapToInt(width -> width + 2)
                .sum();
        widths.set(0, Math.max(8, Math.min(widths.get(0), columns - taken)));
        out.append(style.of(Tone.QUIET, line(head, widths))).append('\n');
        for (int i = 0; i < lines.size(); i++) {
            out.append(style.of(tone(pair.steps().get(i).kind()), line(lines.get(i), widths)))
                    .append('\n');
        }
        out.append('\n');
        totals.forEach(
                line -> out.append(style.of(Tone.HEADING, line(line, widths))).append('\n'));
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line =
                new StringBuilder(TextWidth.padRight(Elision.middle(cells.get(0), widths.get(0)), widths.get(0)));
        for (int i = 1; i < cells.size(); i++) {
            line.append("  ")
                    .append(i < cells.size() - 1 ? TextWidth.padLeft(cells.get(i), widths.get(i)) : cells.get(i));
        }
        return line.toString().stripTrailing();
    }

    private static Tone tone(StepChange.Kind kind) {
        return switch (kind) {
            case STOPPED_HITTING, SLOWER, OTHER -> Tone.RAN;
            case FASTER, HITS_NOW -> Tone.HIT;
            case ADDED, REMOVED, NONE -> Tone.PLAIN;
        };
    }

    private static List<String> cells(StepChange step) {
        return List.of(
                cell(step.before(), step.seconds().before()),
                cell(step.after(), step.seconds().after()),
                word(step));
    }

    /** As in other tables, but with the mean where a step ran several times. */
    private static String cell(@Nullable Vertex step, @Nullable Double mean) {
        return mean == null ? Words.cell(step) : Durations.text(mean);
    }

    private static String word(StepChange step) {
        return switch (step.kind()) {
            case STOPPED_HITTING -> "stopped hitting";
            case HITS_NOW -> "hits now";
            case SLOWER -> difference(step.seconds()) + ", slower";
            case FASTER -> difference(step.seconds()) + ", faster";
            case ADDED -> "new";
            case REMOVED -> "gone";
            case OTHER -> "other";
            case NONE -> difference(step.seconds());
        };
    }

    /** What is less than a tenth of a second is none. */
    private static String difference(MeanChange seconds) {
        Double difference = seconds.difference();
        if (difference == null || Math.abs(difference) < 0.05) {
            return "";
        }
        return (difference > 0 ? "+" : "-") + Durations.text(Math.abs(difference));
    }

    private static List<List<String>> totals(Comparison.Pair pair) {
        var before = pair.before().summary();
        var after = pair.after().summary();
        MeanChange wall = pair.wall();
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("hit rate", Percents.text(before.hitRate()), Percents.text(after.hitRate()), ""));
        lines.add(List.of(
                "steps that ran",
                String.valueOf(before.executed() + before.failed()),
                String.valueOf(after.executed() + after.failed()),
                ""));
        lines.add(List.of(
                "wall time",
                Durations.text(wall.before(), "–"),
                Durations.text(wall.after(), "–"),
                (difference(wall) + chance(wall)).strip()));
        return lines;
    }

    private static String chance(MeanChange wall) {
        return difference(wall).isEmpty() || !Boolean.FALSE.equals(wall.carried()) ? "" : ", maybe chance";
    }

    private static Vertex shown(StepChange step) {
        return Objects.requireNonNull(step.after() == null ? step.before() : step.after(), "a step of no build");
    }

    private static String title(Comparison.Pair pair) {
        return side(pair.base()) + " and " + side(pair.head());
    }

    private static String side(List<Analysis.Analysed> runs) {
        Build last = runs.get(runs.size() - 1).build();
        String target = last.target() == null ? "" : " (target " + SafeText.oneLine(last.target()) + ")";
        return runs.size() == 1
                ? Series.source(last) + target
                : Words.count(runs.size(), "build", "builds") + " of "
                        + runs.stream()
                                .map(each -> SafeText.oneLine(each.build().source()))
                                .distinct()
                                .limit(3)
                                .collect(joining(", "))
                        + target;
    }

    private String alone(Build build) {
        return (comparison.head().contains(build.id()) ? "Only in HEAD: " : "Only in BASE: ") + Series.source(build)
                + ", build " + SafeText.oneLine(build.id())
                + ", which shares no step with the other side.";
    }

    private static String sentence(Comparison.Pair pair) {
        List<String> parts = new ArrayList<>();
        long stopped = count(pair, StepChange.Kind.STOPPED_HITTING);
        long hits = count(pair, StepChange.Kind.HITS_NOW);
        long slower = count(pair, StepChange.Kind.SLOWER);
        parts.add(
                stopped == 0
                        ? "No step stopped hitting"
                        : Words.count((int) stopped, "step", "steps") + " stopped hitting");
        if (hits > 0) {
            parts.add(hits + " hit now");
        }
        if (slower > 0) {
            parts.add(slower + " became slower");
        }
        MeanChange wall = pair.wall();
        Double difference = wall.difference();
        if (difference != null) {
            String by = difference(wall);
            parts.add(
                    by.isEmpty()
                            ? "the build takes as long as before"
                            : "the build takes " + by.substring(1) + (difference > 0 ? " more" : " less")
                                    + (Boolean.FALSE.equals(wall.carried()) ? ", which may be chance" : ""));
        }
        return String.join("; ", parts) + ".";
    }

    private static long count(Comparison.Pair pair, StepChange.Kind kind) {
        return pair.steps().stream().filter(step -> step.kind() == kind).count();
    }
}

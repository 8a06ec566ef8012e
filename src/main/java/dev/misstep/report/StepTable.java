package dev.misstep.report;

import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.StepRow;
import dev.misstep.explain.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The table of steps by runs for a terminal. Runs that do not fit side by side follow in another table below. */
final class StepTable {
    private static final int GAP = 2;
    private static final int NARROWEST_LABEL = 20;

    private final Series series;
    private final Set<List<String>> roots;
    private final int columns;
    private final Style style;
    private final List<Label> labels;

    private final List<Footer> footers;
    private final int longestPosition;
    private final int longestLabel;

    /** @param roots the root misses as {@code build id, vertex id}: their cells get a star */
    StepTable(Series series, Set<List<String>> roots, int columns, Style style) {
        this.series = series;
        this.roots = roots;
        this.columns = columns;
        this.style = style;
        labels = series.rows().stream().map(Label::of).toList();
        footers = footers(series);
        int position = 0;
        int command = 0;
        for (Label label : labels) {
            position = Math.max(position, TextWidth.of(label.position()));
            command = Math.max(command, TextWidth.of(label.command()));
        }
        longestPosition = position;
        longestLabel = Math.max(command + (position == 0 ? 0 : position + GAP), "time hit rate".length());
    }

    /** A row's words, of the step in the last of the builds that has it. */
    private record Label(String position, String command) {
        static Label of(StepRow row) {
            Vertex last = Series.last(row);
            return new Label(Words.position(last), Words.command(last));
        }

        String within(int columns, int longestPosition) {
            int place = Math.min(longestPosition, columns / 2);
            String shown = Elision.middle(command, Math.max(1, columns - (place == 0 ? 0 : place + GAP)));
            return place == 0 ? shown : TextWidth.padRight(Elision.middle(position, place), place + GAP) + shown;
        }
    }

    /** The lines, each with its line feed. */
    void appendTo(StringBuilder out) {
        List<Integer> widths = new ArrayList<>();
        for (int run = 0; run < series.builds().size(); run++) {
            widths.add(widthOf(run));
        }
        int first = 0;
        while (first < widths.size()) {
            int room = columns - Math.min(longestLabel, Math.max(NARROWEST_LABEL, columns / 3));
            int end = first;
            while (end < widths.size() && (end == first || room >= GAP + widths.get(end))) {
                room -= GAP + widths.get(end);
                end++;
            }
            if (first > 0) {
                out.append('\n');
            }
            block(out, first, widths.subList(first, end));
            first = end;
        }
    }

    private void block(StringBuilder out, int first, List<Integer> widths) {
        int taken = widths.stream().mapToInt(width -> width + GAP).sum();
        int label = Math.min(longestLabel, Math.max(NARROWEST_LABEL, columns - taken));
        line(
                out,
                style.of(Style.Tone.QUIET, TextWidth.padRight("step", label)),
                widths,
                i -> style.of(Style.Tone.HEADING, padded(head(first + i), widths.get(i))));
        for (int r = 0; r < labels.size(); r++) {
            StepRow row = series.rows().get(r);
            String name = TextWidth.padRight(labels.get(r).within(label, longestPosition), label);
            line(out, name, widths, i -> {
                Vertex cell = row.cells().get(first + i);
                return style.of(tone(cell), padded(cell(first + i, cell), widths.get(i)));
            });
        }
        out.append('\n');
        for (Footer footer : footers) {
            String name = style.of(Style.Tone.QUIET, TextWidth.padRight(footer.name(), label));
            line(
                    out,
                    name,
                    widths,
                    i -> style.of(
                            Style.Tone.HEADING,
                            padded(footer.value(series.builds().get(first + i)), widths.get(i))));
        }
    }

    private static void line(StringBuilder out, String name, List<Integer> widths, IntFunction<String> cell) {
        StringBuilder line = new StringBuilder(name);
        for (int i = 0; i < widths.size(); i++) {
            line.append(cell.apply(i));
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    /** A last line of the table. */
    private record Footer(String name, Function<Analysis.Analysed, String> text) {
        String value(Analysis.Analysed build) {
            return text.apply(build) + " ";
        }
    }

    private static List<Footer> footers(Series series) {
        List<Footer> footers = new ArrayList<>();
        footers.add(new Footer("hit rate", each -> Percents.text(each.summary().hitRate())));
        if (any(series, Summary::timeHitRate)) {
            footers.add(new Footer(
                    "time hit rate", each -> Percents.text(each.summary().timeHitRate())));
        }
        footers.add(new Footer("wall time", each -> Durations.text(each.build().seconds(), "–")));
        if (series.hasTrouble()) {
            footers.add(new Footer("outcome", each -> each.build().outcome().label()));
        }
        return footers;
    }

    private static boolean any(Series series, Function<Summary, @Nullable Double> number) {
        return series.builds().stream().anyMatch(each -> number.apply(each.summary()) != null);
    }

    private String head(int run) {
        return Words.run(series.builds().get(run).build().id()) + " ";
    }

    private String cell(int run, @Nullable Vertex vertex) {
        boolean root = vertex != null
                && roots.contains(List.of(series.builds().get(run).build().id(), vertex.id()));
        return Words.cell(vertex) + (root ? "*" : " ");
    }

    private int widthOf(int run) {
        int width = TextWidth.of(head(run));
        for (StepRow row : series.rows()) {
            width = Math.max(width, TextWidth.of(cell(run, row.cells().get(run))));
        }
        for (Footer footer : footers) {
            width = Math.max(width, TextWidth.of(footer.value(series.builds().get(run))));
        }
        return width;
    }

    private static String padded(String cell, int width) {
        return " ".repeat(GAP) + TextWidth.padLeft(cell, width);
    }

    private static Style.Tone tone(@Nullable Vertex vertex) {
        Status status = vertex == null ? Status.SKIPPED : vertex.status();
        return switch (status) {
            case CACHED, PULLED -> Style.Tone.HIT;
            case EXECUTED -> Style.Tone.RAN;
            case FAILED -> Style.Tone.BAD;
            case CANCELED, SKIPPED, UNFINISHED -> Style.Tone.QUIET;
        };
    }
}

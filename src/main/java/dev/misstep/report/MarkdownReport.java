package dev.misstep.report;

import dev.misstep.advise.Finding;
import dev.misstep.advise.LogAdvice;
import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Miss;
import dev.misstep.explain.StepRow;
import dev.misstep.explain.Summary;
import java.util.ArrayList;
import java.util.List;

/**
 * An analysis for a pull request or the summary of a CI's job: the verdict, the numbers and the three worst misses, and the
 * rest folded. A comment holds 65,536 characters on GitHub, so that what is folded is cut there.
 */
public final class MarkdownReport {
    private static final int ENOUGH = 60_000;
    private static final int WORST = 3;
    private static final int SERIES_SHOWN = 10;
    private static final int RUNS_SHOWN = 6;
    private static final int FILES_SHOWN = 3;
    private static final int FINDINGS_SHOWN = 5;
    private static final int NOTES_SHOWN = 20;
    private static final int ERROR_LINES_SHOWN = 20;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_SENTENCE = 400;

    private final Analysis analysis;
    private final List<Series> series;
    private final List<RootMiss> roots;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(Analysis analysis) {
        this.analysis = analysis;
        this.series = Series.of(analysis);
        this.roots = RootMiss.of(analysis);
    }

    /** The whole report, each line ended by a line feed. */
    public static String render(Analysis analysis) {
        return new MarkdownReport(analysis).render();
    }

    private String render() {
        String title = series.size() == 1 ? ": " + sentence(series.get(0).title()) : "";
        out.append("### Misstep").append(title).append("\n\n");
        out.append("**")
                .append(sentence(Verdict.of(analysis, roots).sentence()))
                .append("**\n\n");
        numbers();
        worst();
        rest();
        findings();
        failures();
        steps();
        notes();
        return out.toString();
    }

    /** A line for each series, of its last build: the one a reader of the CI's page asks about. */
    private void numbers() {
        if (series.isEmpty()) {
            return;
        }
        out.append(Markdown.head(
                List.of("last build", "hit rate", "time hit rate", "steps that ran", "root misses", "wall time"), 1));
        for (Series each : series.subList(0, Math.min(SERIES_SHOWN, series.size()))) {
            Analysis.Analysed last = each.builds().get(each.builds().size() - 1);
            Summary summary = last.summary();
            long misses = roots.stream()
                    .filter(root -> root.build().id().equals(last.build().id()))
                    .count();
            String of = Words.run(last.build().id()) + " of " + each.title();
            out.append(Markdown.row(List.of(
                    sentence(series.size() == 1 ? Words.run(last.build().id()) : of),
                    Percents.text(summary.hitRate()),
                    Percents.text(summary.timeHitRate()),
                    String.valueOf(summary.executed() + summary.failed()),
                    String.valueOf(misses),
                    Durations.text(last.build().seconds(), "–"))));
        }
        out.append('\n');
        if (series.size() > SERIES_SHOWN) {
            out.append("and ").append(series.size() - SERIES_SHOWN).append(" more targets\n\n");
        }
    }

    private void worst() {
        if (!roots.isEmpty()) {
            out.append(table(roots.subList(0, Math.min(WORST, roots.size())))).append('\n');
        }
        for (ColdRun run : ColdRun.of(analysis)) {
            if (out.length() < ENOUGH / 4) {
                out.append(sentence(Words.run(run.analysed().build().id()) + ": " + run.sentence()))
                        .append(".\n\n");
            }
        }
    }

    private void rest() {
        if (roots.size() > WORST) {
            List<RootMiss> more = roots.subList(WORST, roots.size());
            out.append(Markdown.details(Words.count(more.size(), "more root miss", "more root misses"), table(more)));
        }
    }

    private void findings() {
        List<Finding> findings = LogAdvice.of(analysis);
        StringBuilder list = new StringBuilder();
        for (Finding finding : findings.subList(0, Math.min(FINDINGS_SHOWN, findings.size()))) {
            String step = FoundStep.of(finding, analysis)
                    .map(found -> command(found.step()) + ": ")
                    .orElse("");
            list.append("- **")
                    .append(sentence(finding.rule().label()))
                    .append("** ")
                    .append(step);
            list.append(sentence(finding.message())).append(". ").append(sentence("Do: " + finding.fix() + "."));
            if (finding.savesSeconds() != null) {
                list.append(sentence(" Saves " + Durations.text(finding.savesSeconds()) + " per build."));
            }
            list.append('\n');
        }
        if (findings.size() > FINDINGS_SHOWN) {
            list.append("- and ").append(findings.size() - FINDINGS_SHOWN).append(" more\n");
        }
        if (!findings.isEmpty() && out.length() + list.length() < ENOUGH) {
            out.append("What to change:\n\n").append(list).append('\n');
        }
    }

    private String table(List<RootMiss> misses) {
        StringBuilder table = new StringBuilder(Markdown.head(List.of("step that ran", "why", "cost"), 2));
        for (int i = 0; i < misses.size(); i++) {
            String row = Markdown.row(List.of(step(misses.get(i)), why(misses.get(i)), cost(misses.get(i))));
            if (out.length() + table.length() + row.length() > ENOUGH / 2) {
                return table.append("\nand ")
                        .append(misses.size() - i)
                        .append(" more\n")
                        .toString();
            }
            table.append(row);
        }
        return table.toString();
    }

    private String step(RootMiss root) {
        Integer line = root.step().dockerfileLine();
        List<String> places = new ArrayList<>();
        places.add(Words.run(root.build().id()));
        places.add(Elision.middle(Words.position(root.step()), LONGEST_NAME));
        places.add(line == null ? "" : "Dockerfile:" + line);
        places.removeIf(String::isEmpty);
        return command(root.step()) + "<br>" + sentence(String.join(" · ", places));
    }

    private static String why(RootMiss root) {
        Miss miss = root.miss();
        String cause = miss.cause() == Cause.UNKNOWN
                ? "not known"
                : sentence(Words.because(miss.cause()) + " (" + Words.certainty(miss.certainty()) + ")");
        if (miss.files().isEmpty()) {
            return cause + (miss.detail().isEmpty() ? "" : "<br>" + sentence(miss.detail()));
        }
        List<String> files = new ArrayList<>(miss.files().stream()
                .limit(FILES_SHOWN)
                .map(file -> name(file.path()) + " (" + Words.change(file.change()) + ")")
                .toList());
        int more = Words.moreFiles(miss, FILES_SHOWN);
        if (more > 0) {
            files.add("and " + more + " more");
        }
        return cause + "<br>" + String.join(", ", files);
    }

    private static String cost(RootMiss root) {
        int cascades = root.cascades().size();
        return Durations.text(root.miss().costSeconds(), "–")
                + (cascades == 0 ? "" : "<br>" + Words.count(cascades, "later step", "later steps"));
    }

    private void failures() {
        for (Analysis.Analysed each : analysis.builds()) {
            Build build = each.build();
            if (build.outcome() == Outcome.FAILED && build.error() != null) {
                List<String> lines = build.error()
                        .lines()
                        .limit(ERROR_LINES_SHOWN)
                        .map(line -> Elision.middle(SafeText.visible(line), LONGEST_SENTENCE))
                        .toList();
                fold(Words.run(build.id()) + " failed", Markdown.block(lines));
            }
        }
    }

    private void steps() {
        for (Series each : series) {
            if (!each.rows().isEmpty()) {
                fold(each.rows().size() + " steps of " + each.title(), steps(each));
            }
        }
    }

    private String steps(Series each) {
        int first = Math.max(0, each.builds().size() - RUNS_SHOWN);
        List<String> heads = new ArrayList<>(List.of("step"));
        each.builds().subList(first, each.builds().size()).stream()
                .map(run -> sentence(Words.run(run.build().id())))
                .forEach(heads::add);
        StringBuilder table = new StringBuilder(Markdown.head(heads, 1));
        for (int i = 0; i < each.rows().size(); i++) {
            StepRow row = each.rows().get(i);
            Vertex step = Series.last(row);
            List<String> cells = new ArrayList<>();
            cells.add((sentence(Elision.middle(Words.position(step), LONGEST_NAME)) + " " + command(step)).strip());
            row.cells().subList(first, row.cells().size()).forEach(cell -> cells.add(Words.cell(cell)));
            String line = Markdown.row(cells);
            if (out.length() + table.length() + line.length() > ENOUGH) {
                return table.append("\nand ")
                        .append(each.rows().size() - i)
                        .append(" more steps\n")
                        .toString();
            }
            table.append(line);
        }
        return table.toString();
    }

    private void notes() {
        List<String> notes = new ArrayList<>();
        for (Analysis.Analysed each : analysis.builds()) {
            for (Diagnostic diagnostic : each.build().diagnostics()) {
                notes.add("- " + sentence(TextReport.note(each.build(), diagnostic)) + "\n");
            }
        }
        if (notes.isEmpty()) {
            return;
        }
        List<String> shown = new ArrayList<>(notes.subList(0, Math.min(NOTES_SHOWN, notes.size())));
        if (notes.size() > shown.size()) {
            shown.add("- and " + (notes.size() - shown.size()) + " more\n");
        }
        fold(Words.count(notes.size(), "note", "notes") + " about the input", String.join("", shown));
    }

    /** What would make the report longer than a comment may be is left out. */
    private void fold(String summary, String body) {
        String folded = Markdown.details(Elision.middle(summary, LONGEST_NAME), body);
        if (out.length() + folded.length() <= ENOUGH + 2_000) {
            out.append(folded);
        }
    }

    private static String command(Vertex step) {
        return name(Words.command(step));
    }

    private static String name(String any) {
        return Markdown.code(Elision.middle(SafeText.oneLine(any), LONGEST_NAME));
    }

    private static String sentence(String any) {
        return Markdown.text(Elision.middle(SafeText.oneLine(any), LONGEST_SENTENCE));
    }
}

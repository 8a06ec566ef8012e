package dev.misstep.report;

import dev.misstep.advise.Finding;
import dev.misstep.advise.LogAdvice;
import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.EqualRuns;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Spread;
import dev.misstep.report.Style.Tone;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An analysis for a terminal: a table of steps by runs, then why steps missed, then what to know about the input. */
public final class TextReport {
    private static final int FILES_SHOWN = 5;
    private static final int ROOTS_SHOWN = 20;
    private static final int ERROR_LINES_SHOWN = 8;
    private static final int NOTES_SHOWN = 20;
    private static final int NARROW = 72;
    private static final int LONGEST_SPREAD_LABEL = 40;
    private static final String INDENT = "  ";

    private final int columns;
    private final Style style;

    /**
     * @param columns how wide the terminal is; below 40 counts as 40
     * @param colour whether to use escape sequences for colours
     */
    public TextReport(int columns, boolean colour) {
        this.columns = Math.max(40, columns);
        this.style = new Style(colour);
    }

    /** The whole report, each line ended by a line feed. */
    public String render(Analysis analysis) {
        List<RootMiss> roots = RootMiss.of(analysis);
        StringBuilder out = new StringBuilder();
        for (Series series : Series.of(analysis)) {
            series(out, series, roots);
        }
        analysis.equalRuns().forEach(equal -> spread(out, equal));
        misses(out, analysis, roots);
        findings(out, analysis);
        notes(out, analysis);
        out.append(wrapped(Verdict.of(analysis, roots).sentence(), "", Tone.HEADING));
        return out.toString();
    }

    /** The part that tells why steps missed, and what to know about the input; empty where there is nothing to tell. */
    String why(Analysis analysis) {
        StringBuilder out = new StringBuilder();
        analysis.builds().stream()
                .map(Analysis.Analysed::build)
                .filter(build -> build.outcome() == Outcome.FAILED)
                .forEach(build -> failure(out, build));
        misses(out, analysis, RootMiss.of(analysis));
        notes(out, analysis);
        return out.toString();
    }

    private void findings(StringBuilder out, Analysis analysis) {
        List<Finding> findings = LogAdvice.of(analysis);
        if (!findings.isEmpty()) {
            out.append(style.of(Tone.HEADING, "What to change")).append("\n\n");
            new FindingsText(columns, style).appendTo(out, findings);
        }
    }

    private void series(StringBuilder out, Series series, List<RootMiss> roots) {
        out.append(style.of(Tone.HEADING, Elision.middle(series.title(), columns - 12)))
                .append(style.of(Tone.QUIET, " · " + Words.count(series.builds().size(), "build", "builds")))
                .append("\n");
        if (series.hasManySources()) {
            for (Analysis.Analysed each : series.builds()) {
                String run = TextWidth.padRight(Words.run(each.build().id()), 8);
                out.append(INDENT)
                        .append(style.of(Tone.QUIET, run))
                        .append(Elision.middle(series.shortSource(each.build()), columns - 10))
                        .append('\n');
            }
        }
        out.append('\n');
        if (series.rows().isEmpty()) {
            out.append("No step with a cache decision was reached.\n");
        } else {
            Set<List<String>> starred = roots.stream()
                    .map(root -> List.of(root.build().id(), root.step().id()))
                    .collect(Collectors.toSet());
            new StepTable(series, starred, columns, style).appendTo(out);
        }
        timing(out, series);
        out.append('\n');
        for (Analysis.Analysed each : series.builds()) {
            if (each.build().outcome() == Outcome.FAILED) {
                failure(out, each.build());
            }
        }
    }

    /** Of the last run: an earlier one's time is in the other reports. */
    private void timing(StringBuilder out, Series series) {
        Analysis.Analysed last = series.builds().get(series.builds().size() - 1);
        String sentence = TimeSpent.sentence(last);
        if (!sentence.isEmpty()) {
            out.append('\n').append(wrapped(Words.run(last.build().id()) + ": " + sentence, "", Tone.PLAIN));
        }
    }

    private void spread(StringBuilder out, EqualRuns equal) {
        out.append(style.of(Tone.HEADING, "Spread of " + SpreadText.runs(equal)))
                .append(style.of(Tone.QUIET, ", mean ± standard deviation"))
                .append('\n');
        for (EqualRuns.Step step : equal.steps()) {
            spread(out, Words.command(step.last()), step.spread());
        }
        if (equal.wall() != null) {
            spread(out, "wall time", equal.wall());
        }
        out.append('\n');
    }

    private void spread(StringBuilder out, String what, Spread spread) {
        String range = columns < NARROW ? "" : "  (" + SpreadText.range(spread) + ")";
        String numbers = "  " + SpreadText.mean(spread) + range;
        int room = Math.max(8, columns - INDENT.length() - TextWidth.of(numbers));
        out.append(INDENT)
                .append(TextWidth.padRight(Elision.middle(what, room), Math.min(room, LONGEST_SPREAD_LABEL)))
                .append(numbers)
                .append('\n');
    }

    private void failure(StringBuilder out, Build build) {
        List<String> lines = Words.ending(build).lines().toList();
        for (int i = 0; i < Math.min(lines.size(), ERROR_LINES_SHOWN); i++) {
            String line = SafeText.visible(lines.get(i));
            out.append(
                    i == 0
                            ? wrapped(Words.run(build.id()) + " " + line, "", Tone.BAD)
                            : wrapped(line, INDENT, Tone.PLAIN));
        }
        if (lines.size() > ERROR_LINES_SHOWN) {
            out.append(INDENT)
                    .append("and ")
                    .append(Words.count(lines.size() - ERROR_LINES_SHOWN, "more line", "more lines"))
                    .append('\n');
        }
        out.append('\n');
    }

    private void misses(StringBuilder out, Analysis analysis, List<RootMiss> roots) {
        List<ColdRun> cold = ColdRun.of(analysis);
        if (roots.isEmpty() && cold.isEmpty()) {
            return;
        }
        out.append(style.of(Tone.HEADING, "Why steps missed"));
        out.append(style.of(Tone.QUIET, roots.isEmpty() ? "" : " (*), costliest first"))
                .append("\n\n");
        for (RootMiss root : roots.subList(0, Math.min(ROOTS_SHOWN, roots.size()))) {
            miss(out, root);
        }
        if (roots.size() > ROOTS_SHOWN) {
            out.append("and ")
                    .append(Words.count(roots.size() - ROOTS_SHOWN, "more root miss", "more root misses"))
                    .append("; the JSON and HTML reports have them all\n\n");
        }
        for (ColdRun run : cold) {
            String id = run.analysed().build().id();
            out.append(wrapped(Words.run(id) + ": " + run.sentence(), "", Tone.PLAIN));
        }
        out.append(cold.isEmpty() ? "" : "\n");
    }

    private void miss(StringBuilder out, RootMiss root) {
        Miss miss = root.miss();
        Vertex step = root.step();
        String position = Elision.middle(Words.position(step), columns / 4);
        String place = Words.run(root.build().id()) + " · " + position + " ";
        String command = Elision.middle(Words.command(step), Math.max(8, columns - TextWidth.of(place)));
        out.append(style.of(Tone.QUIET, place))
                .append(style.of(Tone.HEADING, command))
                .append('\n');
        String compared = miss.baseline() == null ? "" : ", compared with " + Words.baseline(miss.baseline());
        field(out, "cause", miss.cause().label() + " (" + Words.certainty(miss.certainty()) + ")" + compared);
        for (int i = 0; i < Math.min(FILES_SHOWN, miss.files().size()); i++) {
            field(out, i == 0 ? "files" : "", Words.file(miss.files().get(i)));
        }
        int more = Words.moreFiles(miss, FILES_SHOWN);
        if (more > 0) {
            field(out, miss.files().isEmpty() ? "files" : "", "and " + more + " more");
        }
        if (miss.before() != null) {
            field(out, "before", SafeText.oneLine(miss.before()));
        }
        if (miss.after() != null) {
            field(out, "after", SafeText.oneLine(miss.after()));
        }
        if (!miss.detail().isEmpty()) {
            field(out, "detail", SafeText.oneLine(miss.detail()));
        }
        field(out, "cost", cost(root));
        out.append('\n');
    }

    private static String cost(RootMiss root) {
        int cascades = root.cascades().size();
        String seconds = Durations.text(root.miss().costSeconds(), "not known");
        return cascades == 0
                ? seconds
                : seconds + ", " + Words.count(cascades, "later step", "later steps") + " ran because of it";
    }

    private void field(StringBuilder out, String name, String text) {
        String head = INDENT + TextWidth.padRight(name, 8);
        String body = wrapped(text, " ".repeat(head.length()), Tone.PLAIN);
        out.append(style.of(Tone.QUIET, head)).append(body.substring(head.length()));
    }

    private void notes(StringBuilder out, Analysis analysis) {
        int before = out.length();
        int shown = 0;
        int all = 0;
        for (Analysis.Analysed each : analysis.builds()) {
            int unknown = each.summary().unknownCost();
            if (each.summary().timeHitRate() != null && unknown > 0) {
                out.append(wrapped(
                        "note: " + Words.run(each.build().id()) + ": its time hit rate leaves out "
                                + Words.count(unknown, "hit", "hits") + " nobody has seen run",
                        "",
                        Tone.QUIET));
            }
            for (Diagnostic diagnostic : each.build().diagnostics()) {
                all++;
                if (shown < NOTES_SHOWN) {
                    shown++;
                    out.append(wrapped("note: " + note(each.build(), diagnostic), "", Tone.QUIET));
                }
            }
        }
        if (all > shown) {
            out.append(wrapped("note: and " + (all - shown) + " more", "", Tone.QUIET));
        }
        if (out.length() > before) {
            out.append('\n');
        }
    }

    /** {@code ci.log:881: message}. */
    static String note(Build build, Diagnostic diagnostic) {
        String where = Series.source(build) + (diagnostic.line() == 0 ? "" : ":" + diagnostic.line());
        return where + ": " + SafeText.oneLine(diagnostic.message());
    }

    /** Lines no wider than the terminal, broken at blanks where there are any. */
    private String wrapped(String text, String indent, Tone tone) {
        int room = columns - indent.length();
        List<String> words = Arrays.stream(text.split(" ", -1))
                .map(word -> Elision.middle(word, room * 3))
                .toList();
        StringBuilder out = new StringBuilder();
        WrappedWords.lines(words, room)
                .forEach(line -> out.append(indent).append(style.of(tone, line)).append('\n'));
        return out.toString();
    }
}

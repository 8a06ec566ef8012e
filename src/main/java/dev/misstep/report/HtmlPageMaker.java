package dev.misstep.report;

import dev.misstep.advise.Finding;
import dev.misstep.advise.LogAdvice;
import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.EqualRuns;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Spread;
import dev.misstep.explain.StepRow;
import dev.misstep.explain.Summary;
import dev.misstep.report.HtmlPage.CellView;
import dev.misstep.report.HtmlPage.Fact;
import dev.misstep.report.HtmlPage.FileView;
import dev.misstep.report.HtmlPage.FindingView;
import dev.misstep.report.HtmlPage.FooterView;
import dev.misstep.report.HtmlPage.HeadView;
import dev.misstep.report.HtmlPage.MissView;
import dev.misstep.report.HtmlPage.RowView;
import dev.misstep.report.HtmlPage.RunView;
import dev.misstep.report.HtmlPage.SeriesView;
import dev.misstep.report.HtmlPage.SpreadRow;
import dev.misstep.report.HtmlPage.SpreadView;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Chooses and words what the HTML page shows. Anchors are numbers of ours, since ids of a log may hold anything. */
final class HtmlPageMaker {
    private static final int FILES_SHOWN = 20;
    private static final int CASCADES_SHOWN = 100;
    private static final int NOTES_SHOWN = 200;
    private static final int LONGEST_TEXT = 2000;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Analysis analysis;
    private final List<RootMiss> roots;
    private final Map<List<String>, String> anchors = new HashMap<>();
    private final Map<String, Integer> runNumbers = new HashMap<>();

    HtmlPageMaker(Analysis analysis) {
        this.analysis = analysis;
        this.roots = RootMiss.of(analysis);
        for (RootMiss root : roots) {
            anchors.put(List.of(root.build().id(), root.step().id()), "miss-" + (anchors.size() + 1));
        }
        for (Analysis.Analysed each : analysis.builds()) {
            runNumbers.put(each.build().id(), runNumbers.size() + 1);
        }
    }

    HtmlPage page() {
        List<Series> series = Series.of(analysis);
        Verdict verdict = Verdict.of(analysis, roots);
        String title = series.isEmpty() ? "nothing" : series.get(0).title();
        return new HtmlPage(
                cut(series.size() > 1 ? title + " and " + (series.size() - 1) + " more" : title),
                subtitle(),
                verdict.sentence(),
                facts(verdict),
                roots.stream().map(this::miss).toList(),
                ColdRun.of(analysis).stream()
                        .map(run -> capital(Words.run(run.analysed().build().id())) + ": " + run.sentence() + ".")
                        .toList(),
                LogAdvice.of(analysis).stream().map(this::finding).toList(),
                series.stream().map(this::series).toList(),
                analysis.equalRuns().stream().map(HtmlPageMaker::spread).toList(),
                runs(),
                notes());
    }

    private static SpreadView spread(EqualRuns equal) {
        List<SpreadRow> rows = new ArrayList<>();
        for (EqualRuns.Step step : equal.steps()) {
            rows.add(row(cut(Words.command(step.last())), true, step.spread()));
        }
        if (equal.wall() != null) {
            rows.add(row("wall time", false, equal.wall()));
        }
        return new SpreadView(SpreadText.runs(equal), rows);
    }

    private static SpreadRow row(String name, boolean step, Spread spread) {
        return new SpreadRow(name, step, SpreadText.mean(spread), SpreadText.range(spread));
    }

    private String subtitle() {
        int count = analysis.builds().size();
        String builds = Words.count(count, "build", "builds");
        List<String> starts = analysis.builds().stream()
                .map(each -> each.build().startedAt())
                .filter(start -> start != null)
                .sorted()
                .map(CLOCK::format)
                .distinct()
                .toList();
        if (starts.isEmpty()) {
            return builds;
        }
        String first = starts.get(0);
        String last = starts.get(starts.size() - 1);
        return builds + " · " + (starts.size() == 1 ? first : first.replace(" UTC", "") + " to " + last);
    }

    private List<Fact> facts(Verdict verdict) {
        List<Fact> facts = new ArrayList<>();
        List<Analysis.Analysed> builds = analysis.builds();
        facts.add(new Fact("Runs", String.valueOf(builds.size()), outcomes()));
        if (!builds.isEmpty()) {
            Summary last = builds.get(builds.size() - 1).summary();
            facts.add(new Fact(
                    builds.size() == 1 ? "Hit rate" : "Hit rate, last run", Percents.text(last.hitRate()), hits(last)));
        }
        facts.add(new Fact("Root misses", String.valueOf(roots.size()), cascades()));
        facts.add(new Fact("Lost to misses", lost(verdict), lostRemark(verdict)));
        return facts;
    }

    /** Nothing was lost only where something could have been. */
    private String lost(Verdict verdict) {
        boolean compared = roots.isEmpty()
                && analysis.builds().stream().anyMatch(each -> each.summary().hitRate() != null)
                && analysis.builds().size() > ColdRun.of(analysis).size();
        return Durations.text(verdict.lostSeconds(), compared ? "0.0s" : "–");
    }

    private String lostRemark(Verdict verdict) {
        return "wall time" + (verdict.upperBound() ? " at most" : "")
                + (ColdRun.of(analysis).isEmpty() ? "" : "; first builds left out");
    }

    private static String hits(Summary summary) {
        int hits = summary.cached() + summary.pulled();
        int decided = hits + summary.executed() + summary.failed();
        if (summary.steps() == 0) {
            return "no step was reached";
        }
        return hits + " of " + Words.count(decided, "step", "steps") + " from the cache"
                + (decided == summary.steps() ? "" : ", " + (summary.steps() - decided) + " undecided");
    }

    private String cascades() {
        int count = roots.stream().mapToInt(root -> root.cascades().size()).sum();
        return count == 0
                ? roots.isEmpty() ? "" : "no later step ran because of " + (roots.size() == 1 ? "it" : "them")
                : Words.count(count, "later step", "later steps") + " ran because of "
                        + (roots.size() == 1 ? "it" : "them");
    }

    private String outcomes() {
        int bad = (int) analysis.builds().stream()
                .filter(each -> Series.isTrouble(each.build()))
                .count();
        return bad == 0 ? "all succeeded" : bad + " did not succeed";
    }

    private MissView miss(RootMiss root) {
        Miss miss = root.miss();
        Vertex step = root.step();
        String line = step.dockerfileLine() == null ? "" : "Dockerfile:" + step.dockerfileLine();
        String position = Words.position(step);
        List<String> cascades = root.cascades().stream()
                .limit(CASCADES_SHOWN)
                .map(vertex -> cut(Words.position(vertex) + " " + Words.command(vertex))
                        .strip())
                .toList();
        return new MissView(
                anchor(root.build(), step),
                Words.run(root.build().id()),
                cut(position.isEmpty() || line.isEmpty() ? position + line : position + " · " + line),
                cut(Words.command(step)),
                Words.because(miss.cause()),
                miss.cause().label(),
                miss.certainty().label(),
                Words.certainty(miss.certainty()),
                miss.baseline() == null ? null : Words.baseline(miss.baseline()),
                Durations.text(miss.costSeconds(), ""),
                miss.files().stream()
                        .limit(FILES_SHOWN)
                        .map(file -> new FileView(cut(SafeText.visible(file.path())), Words.change(file.change())))
                        .toList(),
                Words.moreFiles(miss, FILES_SHOWN),
                readable(miss.before()),
                readable(miss.after()),
                cut(SafeText.visible(miss.detail())),
                cascades,
                root.cascades().size() - cascades.size());
    }

    private FindingView finding(Finding finding) {
        return new FindingView(
                finding.rule().label(),
                finding.severity().label(),
                cut(FoundStep.of(finding, analysis).map(FoundStep::place).orElse("")),
                cut(SafeText.oneLine(capital(finding.message()))) + ".",
                cut(SafeText.oneLine(capital(finding.fix()))) + ".",
                Durations.text(finding.savesSeconds(), ""),
                finding.risk() == null ? "" : cut(SafeText.oneLine(capital(finding.risk()))) + ".");
    }

    private String anchor(Build build, Vertex step) {
        return anchors.getOrDefault(List.of(build.id(), step.id()), "");
    }

    private SeriesView series(Series series) {
        boolean many = series.hasManySources();
        List<HeadView> heads = series.builds().stream()
                .map(each -> new HeadView(
                        Words.run(each.build().id()),
                        many ? Elision.middle(series.shortSource(each.build()), 18) : "",
                        runAnchor(each.build())))
                .toList();
        List<RowView> rows = series.rows().stream().map(row -> row(series, row)).toList();
        List<FooterView> footers = new ArrayList<>();
        footers.add(
                footer(series, "Hit rate", each -> Percents.text(each.summary().hitRate())));
        if (series.builds().stream().anyMatch(each -> each.summary().timeHitRate() != null)) {
            footers.add(footer(
                    series,
                    "Time hit rate",
                    each -> Percents.text(each.summary().timeHitRate())));
        }
        footers.add(
                footer(series, "Wall time", each -> Durations.text(each.build().seconds(), "–")));
        if (series.hasTrouble()) {
            footers.add(footer(series, "Outcome", each -> each.build().outcome().label()));
        }
        return new SeriesView(cut(series.title()), heads, rows, footers, SvgTrend.of(series.builds()));
    }

    private RowView row(Series series, StepRow row) {
        Vertex step = Series.last(row);
        List<CellView> cells = new ArrayList<>();
        for (int i = 0; i < row.cells().size(); i++) {
            Vertex cell = row.cells().get(i);
            String why = cell == null
                    ? null
                    : anchors.get(List.of(series.builds().get(i).build().id(), cell.id()));
            cells.add(new CellView(cell == null ? "absent" : cell.status().label(), Words.cell(cell), why));
        }
        String command = Words.command(step);
        return new RowView(Elision.middle(Words.position(step), 60), Elision.middle(command, 160), cut(command), cells);
    }

    private static FooterView footer(Series series, String name, Function<Analysis.Analysed, String> value) {
        return new FooterView(name, series.builds().stream().map(value).toList());
    }

    private List<RunView> runs() {
        List<RunView> runs = new ArrayList<>();
        int last = analysis.builds().size() - 1;
        for (int i = 0; i <= last; i++) {
            Build build = analysis.builds().get(i).build();
            Summary summary = analysis.builds().get(i).summary();
            String numbers = Words.count(summary.steps(), "step", "steps") + ", "
                    + (summary.hitRate() == null
                            ? "none decided"
                            : Percents.text(summary.hitRate()) + " from the cache")
                    + (build.seconds() == null ? "" : ", " + Durations.text(build.seconds()));
            String spent = TimeSpent.sentence(analysis.builds().get(i));
            runs.add(new RunView(
                    runAnchor(build),
                    capital(Words.run(build.id())),
                    build.outcome() == Outcome.SUCCEEDED
                            ? numbers
                            : numbers + ", " + build.outcome().label(),
                    i == last,
                    build.outcome() == Outcome.SUCCEEDED ? "" : cut(visibleLines(Words.ending(build))),
                    spent.isEmpty() ? "" : capital(spent) + ".",
                    SvgTimeline.of(build, summary.timing()),
                    clock(build)));
        }
        return runs;
    }

    private String runAnchor(Build build) {
        return "run-" + runNumbers.get(build.id());
    }

    private static String clock(Build build) {
        return build.clock() == Clock.WRAPPER ? "Times are those a CI put on each line, right to about 150 ms." : "";
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Analysis.Analysed each : analysis.builds()) {
            int unknown = each.summary().unknownCost();
            if (each.summary().timeHitRate() != null && unknown > 0) {
                notes.add(capital(Words.run(each.build().id())) + ": its time hit rate leaves out "
                        + Words.count(unknown, "hit", "hits") + " nobody has seen run.");
            }
            for (Diagnostic diagnostic : each.build().diagnostics()) {
                notes.add(cut(TextReport.note(each.build(), diagnostic)));
            }
        }
        if (notes.size() > NOTES_SHOWN) {
            int more = notes.size() - NOTES_SHOWN;
            notes.subList(NOTES_SHOWN, notes.size()).clear();
            notes.add("and " + more + " more");
        }
        return notes;
    }

    private static @Nullable String readable(@Nullable String text) {
        return text == null ? null : cut(SafeText.oneLine(text));
    }

    private static String visibleLines(String text) {
        return String.join("\n", text.lines().map(SafeText::visible).toList());
    }

    private static String cut(String text) {
        return Elision.middle(text, LONGEST_TEXT);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}

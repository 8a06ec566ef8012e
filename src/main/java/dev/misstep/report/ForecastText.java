package dev.misstep.report;

import dev.misstep.advise.ChangeKind;
import dev.misstep.advise.Finding;
import dev.misstep.advise.Forecast;
import dev.misstep.advise.InstallForecast;
import dev.misstep.advise.MissTally;
import dev.misstep.advise.Simulation;
import dev.misstep.advise.StepForecast;
import dev.misstep.report.Style.Tone;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A forecast for a terminal. */
final class ForecastText {
    private static final int NARROWEST = 60;
    /** So many of the last weeks are shown. */
    private static final int WEEKS = 12;

    private static final String INDENT = "  ";

    private final ForecastReport report;
    private final Forecast forecast;
    private final int width;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    ForecastText(ForecastReport report, int columns, Style style) {
        this.report = report;
        this.forecast = report.forecast();
        this.width = Math.max(NARROWEST, columns);
        this.style = style;
    }

    String text() {
        String range = ForecastWords.range(forecast);
        String name = SafeText.oneLine(report.context());
        out.append(style.of(Tone.HEADING, Elision.middle(name, Math.max(8, width - range.length() - 12))))
                .append(style.of(Tone.QUIET, " · the last " + range))
                .append("\n\n");
        int compared = forecast.all().commits();
        for (InstallForecast install : forecast.installs()) {
            line(Tone.HEADING, ForecastWords.install(install, compared));
        }
        line(Tone.HEADING, ForecastWords.sum(forecast.all()) + ".");
        if (!ForecastWords.leftOut(forecast).isEmpty()) {
            line(Tone.QUIET, ForecastWords.leftOut(forecast));
        }
        if (compared > 0) {
            steps();
            kinds();
            weeks();
        }
        advised();
        out.append('\n');
        line(Tone.QUIET, "Taken for granted: " + String.join("; ", ForecastWords.ASSUMPTIONS) + ".");
        if (!report.timed()) {
            line(Tone.QUIET, "No step has a time: profile the project once, or give a log by --times.");
        }
        return out.toString();
    }

    private void steps() {
        out.append('\n')
                .append(style.of(Tone.QUIET, "  miss  root  open  each    step"))
                .append('\n');
        boolean gone = false;
        for (StepForecast step : forecast.steps()) {
            if (!step.present() && step.misses() + step.depends() == 0) {
                continue;
            }
            if (!step.present() && !gone) {
                out.append(style.of(Tone.QUIET, "  no longer there:")).append('\n');
                gone = true;
            }
            String head = String.format(
                    Locale.ROOT,
                    "%6d%6d%6d  %-8s",
                    step.misses(),
                    step.roots(),
                    step.depends(),
                    Durations.text(step.eachSeconds(), "–"));
            String place = Words.position(step.step());
            String command = (place.isEmpty() ? "" : place + "  ") + Words.command(step.step());
            out.append(style.of(step.misses() > 0 ? Tone.RAN : Tone.HIT, head))
                    .append(Elision.middle(command, Math.max(8, width - head.length())))
                    .append('\n');
            String files = ForecastWords.files(step, SafeText::oneLine);
            if (!files.isEmpty() && step.roots() > 0) {
                String indent = " ".repeat(head.length());
                out.append(indent)
                        .append(style.of(Tone.QUIET, Elision.end(files, Math.max(8, width - indent.length()))))
                        .append('\n');
            }
        }
    }

    private void kinds() {
        out.append('\n')
                .append(style.of(Tone.QUIET, "By what a commit changed:"))
                .append('\n');
        for (Map.Entry<ChangeKind, MissTally> kind : forecast.kinds().entrySet()) {
            row(TextWidth.padRight(ForecastWords.kind(kind.getKey()), 25), kind.getValue());
        }
    }

    private void weeks() {
        List<Map.Entry<LocalDate, MissTally>> weeks =
                new ArrayList<>(forecast.weeks().entrySet());
        int first = Math.max(0, weeks.size() - WEEKS);
        out.append('\n')
                .append(style.of(Tone.QUIET, first > 0 ? "By week, the last " + WEEKS + ":" : "By week:"))
                .append('\n');
        weeks.subList(first, weeks.size())
                .forEach(week -> row(TextWidth.padRight(week.getKey() + "", 12), week.getValue()));
    }

    private void row(String head, MissTally tally) {
        out.append(INDENT).append(head).append(ForecastWords.sum(tally)).append('\n');
    }

    private void advised() {
        for (Simulation simulation : report.simulations()) {
            out.append('\n');
            line(Tone.HEADING, "With " + ForecastWords.advised(simulation));
            line(Tone.QUIET, ForecastWords.simulated(simulation));
        }
        List<Finding> others = report.findings().stream()
                .filter(finding -> report.simulations().stream()
                        .flatMap(simulation -> simulation.findings().stream())
                        .noneMatch(same -> same.rule() == finding.rule()
                                && String.valueOf(same.line()).equals(String.valueOf(finding.line()))))
                .toList();
        if (!report.findings().isEmpty()) {
            out.append('\n');
            line(
                    Tone.QUIET,
                    "misstep advise shows " + Words.count(report.findings().size(), "finding", "findings")
                            + (others.isEmpty() ? "." : ", of which " + others.size() + " cannot be simulated."));
        }
    }

    /** Wrapped to the width. */
    private void line(Tone tone, String sentence) {
        WrappedWords.lines(List.of(SafeText.oneLine(sentence).split(" ")), width)
                .forEach(line -> out.append(style.of(tone, line)).append('\n'));
    }
}

package dev.misstep.report;

import dev.misstep.advise.Forecast;
import dev.misstep.advise.InstallForecast;
import dev.misstep.advise.MissTally;
import dev.misstep.advise.Simulation;
import dev.misstep.advise.StepForecast;
import java.util.Comparator;
import java.util.List;

/** A forecast in GitHub-flavoured Markdown: the steps that miss most first, the rest folded. */
final class ForecastMarkdown {
    private static final int STEPS = 20;
    private static final int NAME = 100;

    private ForecastMarkdown() {}

    static String of(ForecastReport report) {
        Forecast forecast = report.forecast();
        StringBuilder out = new StringBuilder("### What the last ")
                .append(ForecastWords.range(forecast))
                .append(", would have missed\n\n");
        for (InstallForecast install : forecast.installs()) {
            out.append("- ")
                    .append(Markdown.text(
                            ForecastWords.install(install, forecast.all().commits())))
                    .append('\n');
        }
        out.append("- ")
                .append(Markdown.text(ForecastWords.sum(forecast.all())))
                .append(".\n");
        if (!ForecastWords.leftOut(forecast).isEmpty()) {
            out.append("- ")
                    .append(Markdown.text(ForecastWords.leftOut(forecast)))
                    .append('\n');
        }
        out.append('\n');
        steps(forecast, out);
        for (Simulation simulation : report.simulations()) {
            out.append("- With ")
                    .append(Markdown.text(ForecastWords.advised(simulation)))
                    .append(": ")
                    .append(Markdown.text(ForecastWords.simulated(simulation)))
                    .append('\n');
        }
        out.append(report.simulations().isEmpty() ? "" : "\n");
        if (!forecast.kinds().isEmpty()) {
            StringBuilder kinds = new StringBuilder(head("Changed"));
            forecast.kinds().forEach((kind, tally) -> kinds.append(row(ForecastWords.kind(kind), tally)));
            out.append(Markdown.details("By what a commit changed", kinds.toString()));
            StringBuilder weeks = new StringBuilder(head("Week of"));
            forecast.weeks().forEach((week, tally) -> weeks.append(row(week.toString(), tally)));
            out.append(Markdown.details("By week", weeks.toString()));
        }
        return out.append("Taken for granted: ")
                .append(Markdown.text(String.join("; ", ForecastWords.ASSUMPTIONS)))
                .append(".\n")
                .toString();
    }

    private static void steps(Forecast forecast, StringBuilder out) {
        List<StepForecast> missing = forecast.steps().stream()
                .filter(step -> step.misses() + step.depends() > 0)
                .sorted(Comparator.comparingInt(StepForecast::misses).reversed())
                .limit(STEPS)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        out.append(Markdown.head(List.of("Step", "By files", "Misses", "Root", "Open", "Each"), 2));
        for (StepForecast step : missing) {
            String place = Words.position(step.step());
            out.append(Markdown.row(List.of(
                    Markdown.code(Elision.middle(place + " " + Words.command(step.step()), NAME))
                            + (step.present() ? "" : " (gone)"),
                    ForecastWords.files(step, Markdown::code),
                    String.valueOf(step.misses()),
                    String.valueOf(step.roots()),
                    String.valueOf(step.depends()),
                    Durations.text(step.eachSeconds(), "–"))));
        }
        out.append('\n');
    }

    private static String head(String first) {
        return Markdown.head(List.of(first, "Commits", "With misses", "Misses", "Open", "Time"), 1);
    }

    private static String row(String name, MissTally tally) {
        return Markdown.row(List.of(
                Markdown.text(name),
                String.valueOf(tally.commits()),
                String.valueOf(tally.missing()),
                String.valueOf(tally.misses()),
                String.valueOf(tally.depends()),
                Durations.text(tally.seconds(), "–")));
    }
}

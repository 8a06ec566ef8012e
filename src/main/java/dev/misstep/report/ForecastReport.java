package dev.misstep.report;

import dev.misstep.advise.Finding;
import dev.misstep.advise.Forecast;
import dev.misstep.advise.Simulation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * What the last commits would have made run, for a terminal, a page and as JSON.
 *
 * @param context as the user named it
 * @param dockerfile its path in the repository
 * @param asked how many commits were asked for
 * @param findings the worst first, with what following each saves
 * @param simulations each finding alone, then all together
 * @param timed whether any step's time is known
 */
public record ForecastReport(
        String context,
        String dockerfile,
        int asked,
        Forecast forecast,
        List<Finding> findings,
        List<Simulation> simulations,
        boolean timed)
        implements PrintedReport {
    public ForecastReport {
        findings = List.copyOf(findings);
        simulations = List.copyOf(simulations);
    }

    @Override
    public String text(int columns, boolean colour) {
        return new ForecastText(this, columns, new Style(colour)).text();
    }

    @Override
    public String markdown() {
        return ForecastMarkdown.of(this);
    }

    /** As JSON, schema {@code misstep-forecast/1}. The stream is flushed and stays open. */
    @Override
    public void writeJson(OutputStream out) throws IOException {
        JsonFields.document(out, json -> new ForecastJson(this, json).write());
    }
}

package dev.misstep.report;

import dev.misstep.explain.Analysis;
import java.io.IOException;
import java.io.OutputStream;

/** An analysis in the forms in which it is printed. */
public record AnalysisReport(Analysis analysis) implements PrintedReport {
    @Override
    public String text(int columns, boolean colour) {
        return new TextReport(columns, colour).render(analysis);
    }

    @Override
    public String markdown() {
        return MarkdownReport.render(analysis);
    }

    @Override
    public void writeJson(OutputStream out) throws IOException {
        JsonReport.write(analysis, out);
    }
}

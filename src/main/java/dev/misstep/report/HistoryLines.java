package dev.misstep.report;

import dev.misstep.explain.Analysis;
import dev.misstep.explain.Miss;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.HistoryBuild;
import dev.misstep.history.Origin;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Remembered builds as JSON lines, one document of the schema {@code misstep-history-build/1} each: for tools that read millions
 * of them. Within it {@code build} and {@code misses} are as in a report.
 */
public final class HistoryLines {
    private HistoryLines() {}

    /**
     * Writes one.
     *
     * @param name what the build is called in it
     */
    public static void write(HistoryBuild build, String name, OutputStream out) throws IOException {
        JsonFields.line(out, json -> {
            JsonFields fields = new JsonFields(json);
            json.writeStartObject();
            fields.text("schema", "misstep-history-build/1");
            json.writeNumberField("id", build.id());
            BuildSeries series = build.kept().series();
            fields.given("project", series.project());
            fields.given("dockerfile", series.dockerfile());
            fields.given("target", series.target());
            fields.given("platform", series.platform());
            fields.text("builder", series.builder());
            fields.text("builtAt", build.builtAt().toString());
            fields.text("state", build.kept().state().label());
            origin(fields, build.kept().origin());
            JsonReport report = new JsonReport(json);
            Analysis analysis = build.analysis(name);
            json.writeFieldName("build");
            for (Analysis.Analysed analysed : analysis.builds()) {
                report.build(analysed.build(), analysed.summary());
            }
            json.writeArrayFieldStart("misses");
            for (Miss miss : analysis.misses()) {
                report.miss(miss);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void origin(JsonFields fields, Origin origin) throws IOException {
        fields.text("keptAt", origin.keptAt().toString());
        fields.text("commit", origin.commit());
        fields.text("branch", origin.branch());
        fields.text("ciRun", origin.ciRun());
        fields.text("machine", origin.machine());
        fields.text("engine", origin.engine());
    }
}

package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.advise.LogAdvice;
import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Ingredients;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Comparison;
import dev.misstep.explain.EqualRuns;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Spread;
import dev.misstep.explain.Summary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An analysis as JSON, schema {@code misstep-report/1}. Absent facts are {@code null}; the same analysis gives the same
 * bytes. The stream is flushed and stays open.
 */
public final class JsonReport {
    private final JsonGenerator json;
    private final JsonFields fields;

    JsonReport(JsonGenerator json) {
        this.json = json;
        this.fields = new JsonFields(json);
    }

    /** Writes the report in UTF-8, indented by two spaces, with a line feed at its end. */
    public static void write(Analysis analysis, OutputStream out) throws IOException {
        JsonFields.document(out, json -> new JsonReport(json).analysis(analysis));
    }

    /** Writes the report of both sides, with what is different between them. */
    public static void write(Comparison comparison, OutputStream out) throws IOException {
        JsonFields.document(out, json -> {
            json.writeStartObject();
            new JsonReport(json).fields(comparison.analysis());
            new ComparisonJson(json).field(comparison);
            json.writeEndObject();
        });
    }

    private void analysis(Analysis analysis) throws IOException {
        json.writeStartObject();
        fields(analysis);
        json.writeEndObject();
    }

    private void fields(Analysis analysis) throws IOException {
        fields.text("schema", "misstep-report/1");
        json.writeArrayFieldStart("builds");
        for (Analysis.Analysed analysed : analysis.builds()) {
            build(analysed.build(), analysed.summary());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("misses");
        for (Miss miss : analysis.misses()) {
            miss(miss);
        }
        json.writeEndArray();
        scenarios(analysis.given());
        if (!analysis.alike().isEmpty()) {
            json.writeArrayFieldStart("equalRuns");
            for (EqualRuns equal : analysis.equalRuns()) {
                equalRuns(equal);
            }
            json.writeEndArray();
        }
        FindingsJson.field(json, LogAdvice.of(analysis));
    }

    private void scenarios(List<Analysis.Together> groups) throws IOException {
        if (groups.stream().allMatch(group -> group.name() == null)) {
            return;
        }
        json.writeArrayFieldStart("scenarios");
        for (Analysis.Together group : groups) {
            json.writeStartObject();
            fields.text("name", group.name());
            fields.texts("builds", group.builds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void equalRuns(EqualRuns equal) throws IOException {
        json.writeStartObject();
        fields.texts("builds", equal.builds());
        json.writeFieldName("seconds");
        if (equal.wall() == null) {
            json.writeNull();
        } else {
            spread(equal.wall());
        }
        json.writeArrayFieldStart("steps");
        for (EqualRuns.Step step : equal.steps()) {
            json.writeStartObject();
            fields.text("vertex", step.last().id());
            fields.text("name", step.last().name().text());
            json.writeFieldName("seconds");
            spread(step.spread());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void spread(Spread spread) throws IOException {
        json.writeStartObject();
        fields.decimal("mean", spread.mean());
        fields.decimal("deviation", spread.deviation());
        fields.decimal("least", spread.least());
        fields.decimal("most", spread.most());
        json.writeEndObject();
    }

    void build(Build build, Summary summary) throws IOException {
        json.writeStartObject();
        fields.text("id", build.id());
        fields.text("source", build.source());
        json.writeNumberField("ordinal", build.ordinal());
        fields.line(build.line());
        fields.text("format", build.format().label());
        fields.text("wrapper", build.wrapper());
        fields.text("clock", build.clock().label());
        fields.text("target", build.target());
        fields.text("outcome", build.outcome().label());
        fields.text(
                "startedAt",
                build.startedAt() == null ? null : build.startedAt().toString());
        fields.decimal("seconds", build.seconds());
        fields.text("error", build.error());
        json.writeArrayFieldStart("vertices");
        for (Vertex vertex : build.vertices()) {
            vertex(vertex);
        }
        json.writeEndArray();
        criticalPath(summary.timing().path());
        summary(summary);
        ingredients(build.ingredients());
        json.writeArrayFieldStart("diagnostics");
        for (Diagnostic diagnostic : build.diagnostics()) {
            json.writeStartObject();
            fields.line(diagnostic.line());
            fields.text("message", diagnostic.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void ingredients(@Nullable Ingredients ingredients) throws IOException {
        if (ingredients == null) {
            json.writeNullField("ingredients");
            return;
        }
        json.writeObjectFieldStart("ingredients");
        json.writeArrayFieldStart("arguments");
        for (Map.Entry<String, String> argument : ingredients.arguments().entrySet()) {
            json.writeStartObject();
            fields.text("name", argument.getKey());
            fields.text("hash", argument.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("images");
        for (Ingredients.Image image : ingredients.images()) {
            json.writeStartObject();
            fields.text("name", image.name());
            fields.text("platform", image.platform());
            fields.text("digest", image.digest());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void vertex(Vertex vertex) throws IOException {
        json.writeStartObject();
        fields.text("id", vertex.id());
        fields.text("name", vertex.name().text());
        json.writeBooleanField("step", vertex.step());
        fields.text("stage", vertex.name().stage());
        fields.whole("index", vertex.name().index());
        fields.whole("total", vertex.name().total());
        fields.text("platform", vertex.name().platform());
        fields.text("target", vertex.name().target());
        fields.text("instruction", vertex.name().instruction());
        fields.whole("dockerfileLine", vertex.dockerfileLine());
        fields.text("status", vertex.status().label());
        fields.decimal("seconds", vertex.seconds());
        fields.decimal("start", vertex.start());
        json.writeNumberField("intervals", vertex.intervals());
        json.writeNumberField("logLines", vertex.logLines());
        fields.texts("inputs", vertex.inputs());
        fields.text("error", vertex.error());
        fields.line(vertex.line());
        json.writeEndObject();
    }

    private void criticalPath(@Nullable List<Vertex> path) throws IOException {
        if (path == null) {
            json.writeNullField("criticalPath");
        } else {
            fields.texts("criticalPath", path.stream().map(Vertex::id).toList());
        }
    }

    private void summary(Summary summary) throws IOException {
        json.writeObjectFieldStart("summary");
        json.writeNumberField("steps", summary.steps());
        json.writeNumberField("cached", summary.cached());
        json.writeNumberField("pulled", summary.pulled());
        json.writeNumberField("executed", summary.executed());
        json.writeNumberField("failed", summary.failed());
        json.writeNumberField("canceled", summary.canceled());
        json.writeNumberField("skipped", summary.skipped());
        json.writeNumberField("unfinished", summary.unfinished());
        fields.decimal("hitRate", summary.hitRate());
        fields.decimal("executedSeconds", summary.executedSeconds());
        fields.decimal("savedSeconds", summary.savedSeconds());
        fields.decimal("timeHitRate", summary.timeHitRate());
        json.writeNumberField("unknownCost", summary.unknownCost());
        fields.decimal("criticalPathSeconds", summary.timing().pathSeconds());
        fields.decimal("queuedSeconds", summary.timing().queuedSeconds());
        fields.decimal("idleSeconds", summary.timing().idleSeconds());
        json.writeEndObject();
    }

    void miss(Miss miss) throws IOException {
        json.writeStartObject();
        fields.text("build", miss.build());
        fields.text("vertex", miss.vertex());
        fields.text("role", miss.role().label());
        fields.text("root", miss.root());
        fields.text("cause", miss.cause().label());
        fields.text("certainty", miss.certainty().label());
        fields.files(miss.files());
        json.writeNumberField("filesTotal", miss.filesTotal());
        fields.text("before", miss.before());
        fields.text("after", miss.after());
        fields.text("detail", miss.detail());
        fields.text("baseline", miss.baseline());
        fields.decimal("costSeconds", miss.costSeconds());
        json.writeEndObject();
    }
}

package dev.misstep.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Ingredients;
import dev.misstep.build.Vertex;
import dev.misstep.context.FileChange;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Summary;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An analysis as JSON, schema {@code misstep-report/1}. Absent facts are {@code null}; the same analysis gives the same
 * bytes. The stream is flushed and stays open.
 */
public final class JsonReport {
    /** A surrogate without its other half: a log in JSON can spell one, UTF-8 cannot. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("[\\p{Cs}]");

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;

    private JsonReport(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the report in UTF-8, indented by two spaces, with a line feed at its end. */
    public static void write(Analysis analysis, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(printer());
            new JsonReport(json).analysis(analysis);
            json.writeRaw('\n');
        }
        out.flush();
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator("")
                        .withRootSeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
    }

    private void analysis(Analysis analysis) throws IOException {
        json.writeStartObject();
        text("schema", "misstep-report/1");
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
        json.writeArrayFieldStart("findings");
        json.writeEndArray();
        json.writeEndObject();
    }

    private void build(Build build, Summary summary) throws IOException {
        json.writeStartObject();
        text("id", build.id());
        text("source", build.source());
        json.writeNumberField("ordinal", build.ordinal());
        line(build.line());
        text("format", build.format().label());
        text("wrapper", build.wrapper());
        text("clock", build.clock().label());
        text("target", build.target());
        text("outcome", build.outcome().label());
        text("startedAt", build.startedAt() == null ? null : build.startedAt().toString());
        decimal("seconds", build.seconds());
        text("error", build.error());
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
            line(diagnostic.line());
            text("message", diagnostic.message());
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
            text("name", argument.getKey());
            text("hash", argument.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("images");
        for (Ingredients.Image image : ingredients.images()) {
            json.writeStartObject();
            text("name", image.name());
            text("platform", image.platform());
            text("digest", image.digest());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void vertex(Vertex vertex) throws IOException {
        json.writeStartObject();
        text("id", vertex.id());
        text("name", vertex.name().text());
        json.writeBooleanField("step", vertex.step());
        text("stage", vertex.name().stage());
        whole("index", vertex.name().index());
        whole("total", vertex.name().total());
        text("platform", vertex.name().platform());
        text("target", vertex.name().target());
        text("instruction", vertex.name().instruction());
        whole("dockerfileLine", vertex.dockerfileLine());
        text("status", vertex.status().label());
        decimal("seconds", vertex.seconds());
        decimal("start", vertex.start());
        json.writeNumberField("intervals", vertex.intervals());
        json.writeNumberField("logLines", vertex.logLines());
        texts("inputs", vertex.inputs());
        text("error", vertex.error());
        line(vertex.line());
        json.writeEndObject();
    }

    private void criticalPath(@Nullable List<Vertex> path) throws IOException {
        if (path == null) {
            json.writeNullField("criticalPath");
        } else {
            texts("criticalPath", path.stream().map(Vertex::id).toList());
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
        decimal("hitRate", summary.hitRate());
        decimal("executedSeconds", summary.executedSeconds());
        decimal("savedSeconds", summary.savedSeconds());
        decimal("timeHitRate", summary.timeHitRate());
        json.writeNumberField("unknownCost", summary.unknownCost());
        decimal("criticalPathSeconds", summary.timing().pathSeconds());
        decimal("queuedSeconds", summary.timing().queuedSeconds());
        decimal("idleSeconds", summary.timing().idleSeconds());
        json.writeEndObject();
    }

    private void miss(Miss miss) throws IOException {
        json.writeStartObject();
        text("build", miss.build());
        text("vertex", miss.vertex());
        text("role", miss.role().label());
        text("root", miss.root());
        text("cause", miss.cause().label());
        text("certainty", miss.certainty().label());
        json.writeArrayFieldStart("files");
        for (FileChange file : miss.files()) {
            json.writeStartObject();
            text("path", file.path());
            text("change", file.change().label());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("filesTotal", miss.filesTotal());
        text("before", miss.before());
        text("after", miss.after());
        text("detail", miss.detail());
        text("baseline", miss.baseline());
        decimal("costSeconds", miss.costSeconds());
        json.writeEndObject();
    }

    private void text(String field, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, wellFormed(value));
        }
    }

    private void texts(String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(wellFormed(value));
        }
        json.writeEndArray();
    }

    /** Lines count from 1; a live build has none. */
    private void line(long value) throws IOException {
        if (value == 0) {
            json.writeNullField("line");
        } else {
            json.writeNumberField("line", value);
        }
    }

    private void whole(String field, @Nullable Integer value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, value);
        }
    }

    private void decimal(String field, @Nullable Double value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, thousandths(value));
        }
    }

    /** One to three decimals, never an exponent: {@code 0.30000000000000004} is {@code 0.3}, {@code 40} is {@code 40.0}. */
    static BigDecimal thousandths(double value) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 1 ? rounded.setScale(1, RoundingMode.UNNECESSARY) : rounded;
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
            }
        }
        return text;
    }
}

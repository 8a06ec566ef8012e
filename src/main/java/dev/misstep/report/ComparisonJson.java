package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Comparison;
import dev.misstep.explain.MeanChange;
import dev.misstep.explain.StepChange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The member {@code comparison} of a report in JSON. */
final class ComparisonJson {
    private final JsonGenerator json;
    private final JsonFields fields;

    ComparisonJson(JsonGenerator json) {
        this.json = json;
        this.fields = new JsonFields(json);
    }

    void field(Comparison comparison) throws IOException {
        json.writeArrayFieldStart("comparison");
        for (Comparison.Pair pair : comparison.pairs()) {
            json.writeStartObject();
            fields.text("target", pair.after().build().target());
            ids("base", pair.base());
            ids("head", pair.head());
            json.writeFieldName("hitRate");
            json.writeStartObject();
            fields.decimal("before", pair.before().summary().hitRate());
            fields.decimal("after", pair.after().summary().hitRate());
            json.writeEndObject();
            change("seconds", pair.wall());
            json.writeArrayFieldStart("steps");
            for (StepChange step : pair.steps()) {
                step(step);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void ids(String field, List<Analysis.Analysed> builds) throws IOException {
        fields.texts(field, builds.stream().map(each -> each.build().id()).toList());
    }

    private void step(StepChange step) throws IOException {
        json.writeStartObject();
        fields.text("change", step.kind().label());
        vertex("before", step.before());
        vertex("after", step.after());
        change("seconds", step.seconds());
        json.writeEndObject();
    }

    private void vertex(String field, @Nullable Vertex vertex) throws IOException {
        if (vertex == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        fields.text("vertex", vertex.id());
        fields.text("name", vertex.name().text());
        fields.text("status", vertex.status().label());
        json.writeEndObject();
    }

    private void change(String field, MeanChange change) throws IOException {
        json.writeObjectFieldStart(field);
        fields.decimal("before", change.before());
        fields.decimal("after", change.after());
        fields.decimal("difference", change.difference());
        json.writeNumberField("runsBefore", change.runsBefore());
        json.writeNumberField("runsAfter", change.runsAfter());
        if (change.carried() == null) {
            json.writeNullField("carried");
        } else {
            json.writeBooleanField("carried", change.carried());
        }
        json.writeEndObject();
    }
}

package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.TrendData.CauseCount;
import dev.misstep.history.TrendData.FileTrend;
import dev.misstep.history.TrendData.Point;
import dev.misstep.history.TrendData.StepTrend;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trend as JSON, schema {@code misstep-trend/1}. What is not known is {@code null}. */
final class TrendJson {
    private final JsonGenerator json;
    private final JsonFields fields;

    private TrendJson(JsonGenerator json) {
        this.json = json;
        this.fields = new JsonFields(json);
    }

    static void write(Trend trend, OutputStream out) throws IOException {
        JsonFields.document(out, json -> new TrendJson(json).trend(trend));
    }

    /** What writes the fields of one element. */
    private interface Element<T> {
        void write(T value) throws IOException;
    }

    private <T> void array(String name, List<T> values, Element<T> element) throws IOException {
        json.writeArrayFieldStart(name);
        for (T value : values) {
            json.writeStartObject();
            element.write(value);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void trend(Trend trend) throws IOException {
        json.writeStartObject();
        fields.text("schema", "misstep-trend/1");
        fields.text(
                "since",
                trend.filter().since() == null ? null : trend.filter().since().toString());
        fields.text("target", trend.filter().target());
        fields.text("project", trend.filter().project());
        fields.text("branch", trend.filter().branch());
        json.writeObjectFieldStart("all");
        numbers(trend.all());
        json.writeEndObject();
        array("series", trend.series(), this::series);
        array("steps", trend.steps(), this::step);
        array("files", trend.files(), this::file);
        json.writeEndObject();
    }

    private void name(BuildSeries series) throws IOException {
        fields.text("project", given(series.project()));
        fields.text("dockerfile", given(series.dockerfile()));
        fields.text("target", given(series.target()));
        fields.text("platform", given(series.platform()));
        fields.text("builder", series.builder());
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    private void numbers(TrendNumbers numbers) throws IOException {
        json.writeNumberField("builds", numbers.builds());
        json.writeNumberField("cold", numbers.cold());
        json.writeNumberField("explained", numbers.explained());
        json.writeNumberField("unexplained", numbers.unexplained());
        json.writeNumberField("hits", numbers.hits());
        json.writeNumberField("decided", numbers.decided());
        fields.decimal("hitRate", numbers.hitRate());
        fields.decimal("timeHitRate", numbers.timeHitRate());
        fields.decimal("meanSeconds", numbers.meanSeconds());
        fields.decimal("lostSeconds", numbers.lostSeconds());
    }

    private void series(SeriesTrend series) throws IOException {
        name(series.series());
        numbers(series.numbers());
        array("changes", series.changes(), this::change);
        array("branches", series.branches(), this::group);
        array("machines", series.machines(), this::group);
        json.writeObjectFieldStart("cache");
        fields.text("verdict", series.worth().verdict().label());
        json.writeNumberField("builds", series.worth().builds());
        fields.decimal("cacheSeconds", series.worth().cacheSeconds());
        fields.decimal("savedSeconds", series.worth().savedSeconds());
        json.writeEndObject();
        fields.text("period", series.periods().unit().label());
        array("periods", series.periods().all(), period -> {
            fields.text("from", period.from().toString());
            json.writeNumberField("firstBuild", period.first());
            numbers(period.numbers());
        });
        array("points", series.points(), this::point);
    }

    private void change(TrendChange change) throws IOException {
        fields.text("measure", change.measure().label());
        json.writeBooleanField("better", change.better());
        fields.decimal("before", change.before());
        fields.decimal("after", change.after());
        json.writeNumberField("buildsBefore", change.buildsBefore());
        json.writeNumberField("buildsAfter", change.buildsAfter());
        json.writeNumberField("lastBuildBefore", change.last().id());
        fields.text("lastCommitBefore", change.last().commit());
        json.writeNumberField("firstBuild", change.first().id());
        fields.text("firstBuiltAt", change.first().builtAt().toString());
        fields.text("firstCommit", change.first().commit());
        fields.text("firstBranch", change.first().branch());
    }

    private void group(SeriesTrend.Group group) throws IOException {
        fields.text("name", group.name());
        numbers(group.numbers());
    }

    private void point(Point point) throws IOException {
        json.writeNumberField("id", point.id());
        fields.text("builtAt", point.builtAt().toString());
        fields.text("state", point.state().label());
        fields.text("outcome", point.outcome());
        fields.text("commit", point.commit());
        fields.text("branch", point.branch());
        fields.text("machine", point.machine());
        json.writeNumberField("hits", point.hits());
        json.writeNumberField("decided", point.decided());
        fields.decimal("seconds", point.seconds());
        fields.decimal("executedSeconds", point.executedSeconds());
        fields.decimal("savedSeconds", point.savedSeconds());
        fields.decimal("lostSeconds", point.lostSeconds());
        fields.decimal("cacheSeconds", point.cacheSeconds());
    }

    private void step(StepTrend step) throws IOException {
        name(step.series());
        fields.text("name", step.name());
        json.writeNumberField("hits", step.hits());
        json.writeNumberField("ran", step.ran());
        fields.decimal("hitRate", TrendWords.rate(step));
        json.writeNumberField("roots", step.roots());
        fields.decimal("meanSeconds", step.meanSeconds());
        fields.decimal("lostSeconds", step.lostSeconds());
        array("causes", step.causes(), this::cause);
    }

    private void cause(CauseCount cause) throws IOException {
        fields.text("cause", cause.cause());
        json.writeNumberField("count", cause.count());
        json.writeNumberField("lastBuild", cause.lastBuild());
        fields.text("lastDetail", cause.lastDetail());
    }

    private void file(FileTrend file) throws IOException {
        name(file.series());
        fields.text("path", file.path());
        json.writeNumberField("builds", file.builds());
        fields.decimal("lostSeconds", file.lostSeconds());
    }
}

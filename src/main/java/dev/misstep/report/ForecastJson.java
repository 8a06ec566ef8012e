package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.advise.Forecast;
import dev.misstep.advise.InstallForecast;
import dev.misstep.advise.MissTally;
import dev.misstep.advise.ReplayedCommit;
import dev.misstep.advise.ReplayedCommit.State;
import dev.misstep.advise.Simulation;
import dev.misstep.advise.StepForecast;
import dev.misstep.explain.Cause;
import dev.misstep.explain.ChangeFrequency;
import dev.misstep.explain.Fate;
import dev.misstep.explain.ForeseenStep;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A forecast as JSON, schema {@code misstep-forecast/1}; docs/forecast.md tells what its fields mean. */
final class ForecastJson {
    private final ForecastReport report;
    private final Forecast forecast;
    private final JsonGenerator json;
    private final JsonFields fields;

    ForecastJson(ForecastReport report, JsonGenerator json) {
        this.report = report;
        this.forecast = report.forecast();
        this.json = json;
        this.fields = new JsonFields(json);
    }

    void write() throws IOException {
        json.writeStartObject();
        fields.text("schema", "misstep-forecast/1");
        fields.text("context", report.context());
        fields.text("dockerfile", report.dockerfile());
        fields.texts("assumptions", ForecastWords.ASSUMPTIONS);
        counts();
        tally(forecast.all());
        json.writeArrayFieldStart("steps");
        for (StepForecast step : forecast.steps()) {
            write(step);
        }
        json.writeEndArray();
        installs(forecast.installs());
        tallies("weeks", "week", forecast.weeks(), Object::toString);
        tallies("kinds", "kind", forecast.kinds(), kind -> kind.label());
        FindingsJson.field(json, report.findings());
        json.writeArrayFieldStart("simulations");
        for (Simulation simulation : report.simulations()) {
            write(simulation);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("replay");
        for (ReplayedCommit commit : forecast.commits()) {
            write(commit);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void counts() throws IOException {
        json.writeObjectFieldStart("commits");
        json.writeNumberField("asked", report.asked());
        json.writeNumberField("replayed", forecast.commits().size());
        for (State state : State.values()) {
            json.writeNumberField(camel(state), forecast.count(state));
        }
        json.writeNumberField(
                "merges",
                forecast.commits().stream().filter(ReplayedCommit::merge).count());
        json.writeEndObject();
    }

    private static String camel(State state) {
        return switch (state) {
            case COMPARED -> "compared";
            case FIRST -> "first";
            case NO_DOCKERFILE -> "noDockerfile";
            case NO_CONTEXT -> "noContext";
            case UNREADABLE -> "unreadable";
        };
    }

    private void tally(MissTally tally) throws IOException {
        json.writeNumberField("commitsCompared", tally.commits());
        json.writeNumberField("commitsMissing", tally.missing());
        json.writeNumberField("misses", tally.misses());
        json.writeNumberField("depends", tally.depends());
        fields.decimal("seconds", tally.seconds());
        json.writeNumberField("unknownCost", tally.untimed());
    }

    private interface Name<T> {
        String of(T key);
    }

    private <T> void tallies(String field, String name, Map<T, MissTally> tallies, Name<T> named) throws IOException {
        json.writeArrayFieldStart(field);
        for (Map.Entry<T, MissTally> entry : tallies.entrySet()) {
            json.writeStartObject();
            fields.text(name, named.of(entry.getKey()));
            tally(entry.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(StepForecast step) throws IOException {
        json.writeStartObject();
        json.writeNumberField("step", step.number());
        fields.text("name", step.step().name().text());
        fields.text("stage", step.step().name().stage());
        fields.text("instruction", step.step().name().instruction());
        fields.whole("dockerfileLine", step.present() ? step.step().dockerfileLine() : null);
        json.writeBooleanField("present", step.present());
        json.writeNumberField("commits", step.commits());
        json.writeNumberField("misses", step.misses());
        json.writeNumberField("roots", step.roots());
        json.writeNumberField("cascades", step.cascades());
        json.writeNumberField("depends", step.depends());
        json.writeObjectFieldStart("causes");
        for (Map.Entry<Cause, Integer> cause : step.causes().entrySet()) {
            json.writeNumberField(cause.getKey().label(), cause.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("files");
        for (ChangeFrequency.Changing file : step.files()) {
            json.writeStartObject();
            fields.text("path", file.path());
            json.writeNumberField("commits", file.commits());
            json.writeEndObject();
        }
        json.writeEndArray();
        fields.decimal("eachSeconds", step.eachSeconds());
        fields.decimal("seconds", step.seconds());
        json.writeNumberField("unknownCost", step.untimed());
        json.writeEndObject();
    }

    private void installs(List<InstallForecast> installs) throws IOException {
        json.writeArrayFieldStart("installs");
        for (InstallForecast install : installs) {
            json.writeStartObject();
            fields.text("program", install.program());
            json.writeNumberField("reinstalled", install.reinstalled());
            json.writeNumberField("necessary", install.necessary());
            json.writeNumberField("depends", install.depends());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(Simulation simulation) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("findings");
        for (var finding : simulation.findings()) {
            json.writeStartObject();
            fields.text("rule", finding.rule().label());
            fields.text("file", finding.file());
            fields.whole("line", finding.line());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("commits", simulation.commits());
        side("before", simulation.before());
        side("after", simulation.after());
        fields.decimal("savesSeconds", simulation.savesSeconds());
        json.writeEndObject();
    }

    private void side(String name, Simulation.Side side) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("misses", side.misses());
        json.writeNumberField("depends", side.depends());
        installs(side.installs());
        json.writeEndObject();
    }

    private void write(ReplayedCommit commit) throws IOException {
        json.writeStartObject();
        fields.text("commit", commit.hash());
        fields.text("at", commit.at().toString());
        json.writeBooleanField("merge", commit.merge());
        fields.text("state", commit.state().label());
        fields.text("problem", commit.problem());
        fields.text("kind", commit.kind() == null ? null : commit.kind().label());
        json.writeNumberField("hits", commit.count(Fate.HIT));
        json.writeArrayFieldStart("steps");
        for (ForeseenStep step : commit.steps()) {
            if (step.fate() != Fate.HIT) {
                write(step);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(ForeseenStep step) throws IOException {
        json.writeStartObject();
        json.writeNumberField("step", step.number());
        fields.text("name", step.step().name().text());
        fields.whole("dockerfileLine", step.step().dockerfileLine());
        fields.text("fate", step.fate().label());
        Role role = step.predicted().role();
        fields.text("role", label(role));
        Cause cause = step.predicted().cause();
        fields.text("cause", cause == null ? null : cause.label());
        int files = step.predicted().files().size();
        fields.files(step.predicted().files().subList(0, Math.min(Miss.FILES_SHOWN, files)));
        json.writeNumberField("filesTotal", files);
        json.writeEndObject();
    }

    private static @Nullable String label(@Nullable Role role) {
        return role == null ? null : role.label();
    }
}

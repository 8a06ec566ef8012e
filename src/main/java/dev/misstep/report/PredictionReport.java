package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Fate;
import dev.misstep.explain.Miss;
import dev.misstep.explain.PredictedStep;
import dev.misstep.explain.Role;
import dev.misstep.report.Style.Tone;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** What the next build will do, for a terminal and as JSON. */
public final class PredictionReport implements PrintedReport {
    private static final int FILES_SHOWN = 5;

    private final List<PredictedStep> steps;
    private final String context;

    /**
     * @param context as the user named it
     * @param steps in the order of the Dockerfile
     */
    public PredictionReport(String context, List<PredictedStep> steps) {
        this.context = context;
        this.steps = List.copyOf(steps);
    }

    /** As JSON, schema {@code misstep-prediction/1}. The stream is flushed and stays open. */
    @Override
    public void writeJson(OutputStream out) throws IOException {
        JsonFields.document(out, json -> {
            JsonFields fields = new JsonFields(json);
            json.writeStartObject();
            fields.text("schema", "misstep-prediction/1");
            fields.text("context", context);
            json.writeArrayFieldStart("steps");
            for (PredictedStep step : steps) {
                write(step, json, fields);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(PredictedStep predicted, JsonGenerator json, JsonFields fields) throws IOException {
        Vertex step = predicted.step();
        json.writeStartObject();
        fields.text("name", step.name().text());
        fields.text("stage", step.name().stage());
        fields.whole("index", step.name().index());
        fields.whole("total", step.name().total());
        fields.text("instruction", step.name().instruction());
        fields.whole("dockerfileLine", step.dockerfileLine());
        fields.text("fate", predicted.fate().label());
        Role role = predicted.role();
        fields.text("role", role == null ? null : role.label());
        fields.text(
                "root",
                predicted.root() == null ? null : predicted.root().name().text());
        fields.text(
                "cause", predicted.cause() == null ? null : predicted.cause().label());
        fields.text(
                "certainty",
                predicted.certainty() == null ? null : predicted.certainty().label());
        int shown = Math.min(Miss.FILES_SHOWN, predicted.files().size());
        fields.files(predicted.files().subList(0, shown));
        json.writeNumberField("filesTotal", predicted.files().size());
        fields.text("before", predicted.before());
        fields.text("after", predicted.after());
        fields.text("detail", predicted.detail());
        json.writeEndObject();
    }

    @Override
    public String text(int columns, boolean colour) {
        int width = Math.max(40, columns);
        Style style = new Style(colour);
        StringBuilder out = new StringBuilder();
        out.append(style.of(Tone.HEADING, Elision.middle(SafeText.oneLine(context), width - 16)))
                .append(style.of(Tone.QUIET, " · the next build"))
                .append("\n\n");
        int places =
                steps.stream().mapToInt(step -> TextWidth.of(place(step))).max().orElse(0);
        for (PredictedStep step : steps) {
            String head = TextWidth.padRight(step.fate().label(), 9) + TextWidth.padRight(place(step), places) + "  ";
            String command = Elision.middle(Words.command(step.step()), Math.max(8, width - TextWidth.of(head)));
            out.append(style.of(tone(step.fate()), head)).append(command).append('\n');
            if (step.role() == Role.ROOT) {
                reason(out, step, style);
            }
        }
        return out.append('\n')
                .append(style.of(Tone.HEADING, verdict()))
                .append('\n')
                .toString();
    }

    private static String place(PredictedStep step) {
        return Words.position(step.step());
    }

    private static Tone tone(Fate fate) {
        return switch (fate) {
            case HIT -> Tone.HIT;
            case MISS -> Tone.RAN;
            case DEPENDS -> Tone.QUIET;
        };
    }

    private static void reason(StringBuilder out, PredictedStep step, Style style) {
        String indent = " ".repeat(9);
        out.append(indent)
                .append(style.of(Tone.QUIET, SafeText.oneLine(step.detail())))
                .append('\n');
        List<String> files = step.files().stream().map(Words::file).toList();
        for (String file : files.subList(0, Math.min(FILES_SHOWN, files.size()))) {
            out.append(indent).append(file).append('\n');
        }
        if (files.size() > FILES_SHOWN) {
            out.append(indent).append("and ").append(files.size() - FILES_SHOWN).append(" more\n");
        }
    }

    private String verdict() {
        return String.format(
                Locale.ROOT,
                "Of %s %d will hit, %d will run, %d depend on what others bring forth.",
                Words.count(steps.size(), "step", "steps"),
                count(Fate.HIT),
                count(Fate.MISS),
                count(Fate.DEPENDS));
    }

    private long count(Fate fate) {
        return steps.stream().filter(step -> step.fate() == fate).count();
    }
}

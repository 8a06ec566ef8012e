package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.advise.EditTimes;
import dev.misstep.advise.ImageDifference;
import dev.misstep.advise.PatchTrial;
import dev.misstep.advise.Verification;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code verification} of a JSON report of advice: which builds stand behind its proofs. */
final class VerificationJson {
    /** So many differences are enough to see what is wrong; how many there are is told. */
    private static final int SHOWN = 100;

    private final JsonGenerator json;
    private final JsonFields fields;

    private VerificationJson(JsonGenerator json) {
        this.json = json;
        this.fields = new JsonFields(json);
    }

    static void field(JsonGenerator json, @Nullable Verification verification) throws IOException {
        if (verification == null) {
            json.writeNullField("verification");
        } else {
            new VerificationJson(json).write(verification);
        }
    }

    private void write(Verification verification) throws IOException {
        json.writeObjectFieldStart("verification");
        fields.text("engine", verification.engine());
        fields.whole("runs", verification.runs());
        seconds("coldSeconds", verification.coldSeconds());
        fields.decimal("unchangedSeconds", verification.unchangedSeconds());
        differences("notReproducible", verification.fluctuation().differences());
        json.writeArrayFieldStart("trials");
        for (PatchTrial trial : verification.trials()) {
            write(trial);
        }
        json.writeEndArray();
        PatchTrial together = verification.together();
        if (together == null) {
            json.writeNullField("together");
        } else {
            json.writeFieldName("together");
            write(together);
        }
        json.writeEndObject();
    }

    private void write(PatchTrial trial) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("findings");
        for (int place : trial.findings()) {
            json.writeNumber(place);
        }
        json.writeEndArray();
        fields.text("verdict", trial.verified() ? "verified" : "refused");
        fields.text("reason", trial.refusal());
        fields.decimal("savesSeconds", trial.verified() ? trial.saves() : null);
        fields.decimal("coldSeconds", trial.coldSeconds());
        fields.decimal("unchangedSeconds", trial.unchangedSeconds());
        fields.texts("ranUnchanged", trial.missed());
        json.writeArrayFieldStart("edits");
        for (EditTimes times : trial.edits()) {
            json.writeStartObject();
            fields.text("edit", times.edit());
            seconds("beforeSeconds", times.before());
            seconds("afterSeconds", times.after());
            fields.decimal("spreadSeconds", times.spread());
            json.writeEndObject();
        }
        json.writeEndArray();
        differences("differences", trial.differences());
        json.writeArrayFieldStart("intended");
        for (PatchTrial.Meant meant : trial.meant().stream().limit(SHOWN).toList()) {
            json.writeStartObject();
            difference(meant.difference());
            fields.text("reason", meant.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        fields.whole("intendedTotal", trial.meant().size());
        json.writeEndObject();
    }

    private void seconds(String name, List<Double> all) throws IOException {
        json.writeArrayFieldStart(name);
        for (double one : all) {
            json.writeNumber(JsonFields.thousandths(one));
        }
        json.writeEndArray();
    }

    private void differences(String name, List<ImageDifference> all) throws IOException {
        json.writeArrayFieldStart(name);
        for (ImageDifference one : all.stream().limit(SHOWN).toList()) {
            json.writeStartObject();
            difference(one);
            json.writeEndObject();
        }
        json.writeEndArray();
        fields.whole(name + "Total", all.size());
    }

    private void difference(ImageDifference one) throws IOException {
        fields.text("what", one.what());
        fields.text("change", one.change().label());
    }
}

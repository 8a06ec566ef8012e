package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.advise.Finding;
import java.io.IOException;
import java.util.List;

/** The {@code findings} of a JSON report. */
final class FindingsJson {
    private FindingsJson() {}

    static void field(JsonGenerator json, List<Finding> findings) throws IOException {
        JsonFields fields = new JsonFields(json);
        json.writeArrayFieldStart("findings");
        for (Finding finding : findings) {
            json.writeStartObject();
            fields.text("rule", finding.rule().label());
            fields.text("severity", finding.severity().label());
            fields.text("file", finding.file());
            fields.whole("line", finding.line());
            fields.text("vertex", finding.vertex());
            fields.text("message", finding.message());
            fields.text("fix", finding.fix());
            fields.text("patch", finding.patch());
            fields.decimal("savesSeconds", finding.savesSeconds());
            fields.text("proof", finding.proof().label());
            fields.text("risk", finding.risk());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

package dev.misstep.report;

import dev.misstep.advise.Finding;
import dev.misstep.advise.Verification;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to change in a project, for a terminal and as JSON.
 *
 * @param context as the user named it
 * @param findings the worst first
 * @param verification which builds stand behind them; {@code null} where there were none
 */
public record AdviceReport(
        String context, List<Finding> findings, @Nullable Verification verification) implements PrintedReport {
    private static final int NARROWEST = 40;

    public AdviceReport {
        findings = List.copyOf(findings);
    }

    @Override
    public String text(int columns, boolean colour) {
        StringBuilder out = new StringBuilder();
        if (findings.isEmpty()) {
            return out.append("Nothing to change was found in ")
                    .append(SafeText.oneLine(context))
                    .append(".\n")
                    .toString();
        }
        new FindingsText(Math.max(NARROWEST, columns), new Style(colour)).appendTo(out, findings);
        return out.append(VerificationText.of(findings, verification)).toString();
    }

    /** As JSON, schema {@code misstep-report/1}, without builds; {@code verification} tells of those there were. */
    @Override
    public void writeJson(OutputStream out) throws IOException {
        JsonFields.document(out, json -> {
            json.writeStartObject();
            new JsonFields(json).text("schema", "misstep-report/1");
            json.writeArrayFieldStart("builds");
            json.writeEndArray();
            json.writeArrayFieldStart("misses");
            json.writeEndArray();
            FindingsJson.field(json, findings);
            VerificationJson.field(json, verification);
            json.writeEndObject();
        });
    }
}

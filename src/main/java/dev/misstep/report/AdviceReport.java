package dev.misstep.report;

import dev.misstep.advise.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * What to change in a project, for a terminal and as JSON.
 *
 * @param context as the user named it
 * @param findings the worst first
 */
public record AdviceReport(String context, List<Finding> findings) implements PrintedReport {
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
        long patches =
                findings.stream().filter(finding -> finding.patch() != null).count();
        out.append(Words.count(findings.size(), "finding", "findings")).append(", ");
        out.append(Words.count((int) patches, "patch", "patches")).append("; none of them was tried by a build.\n");
        return out.toString();
    }

    /** As JSON, schema {@code misstep-report/1}, without builds. */
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
            json.writeEndObject();
        });
    }
}

package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.HistoryRow;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The list of remembered builds. */
public final class HistoryReport implements PrintedReport {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int COMMIT = 10;
    private static final int WIDEST_BRANCH = 24;
    /** What stands in front of the name of what was built. */
    private static final int FIXED = 6 + 2 + 16 + 2 + 10 + 2 + 12 + 2 + 8 + 2 + 11 + 2;

    private final List<HistoryRow> rows;

    public HistoryReport(List<HistoryRow> rows) {
        this.rows = List.copyOf(rows);
    }

    @Override
    public String text(int columns, boolean colour) {
        if (rows.isEmpty()) {
            return "The history has no such build.\n";
        }
        Style style = new Style(colour);
        StringBuilder out = new StringBuilder();
        line(out, "ID", "BEGAN (UTC)", "OUTCOME", "HITS", "TIME", "STATE", "BUILD");
        int room = Math.max(20, Math.max(40, columns) - FIXED);
        for (HistoryRow row : rows) {
            line(
                    out,
                    Long.toString(row.id()),
                    WHEN.format(row.builtAt()),
                    row.outcome(),
                    hits(row),
                    Durations.text(row.seconds(), "–"),
                    row.state().label(),
                    Elision.end(SafeText.oneLine(what(row)), room));
        }
        return style.of(Style.Tone.QUIET, out.substring(0, out.indexOf("\n"))) + out.substring(out.indexOf("\n"));
    }

    private static void line(StringBuilder out, String id, String when, String... rest) {
        out.append(TextWidth.padLeft(id, 6)).append("  ").append(TextWidth.padRight(when, 16));
        int[] widths = {10, 12, 8, 11, 0};
        for (int i = 0; i < rest.length; i++) {
            out.append("  ")
                    .append(
                            i == 1 || i == 2
                                    ? TextWidth.padLeft(rest[i], widths[i])
                                    : TextWidth.padRight(rest[i], widths[i]));
        }
        out.append('\n');
    }

    private static String hits(HistoryRow row) {
        return row.decided() == 0
                ? "–"
                : row.hits() + "/" + row.decided() + " " + Percents.text((double) row.hits() / row.decided());
    }

    private static String what(HistoryRow row) {
        BuildSeries series = row.series();
        StringBuilder what = new StringBuilder(series.project().isEmpty() ? row.source() : series.title());
        if (row.commit() != null) {
            what.append(" @")
                    .append(row.commit(), 0, Math.min(COMMIT, row.commit().length()));
        }
        if (row.branch() != null) {
            what.append(" (").append(Elision.end(row.branch(), WIDEST_BRANCH)).append(')');
        }
        return what.toString();
    }

    /** As JSON, schema {@code misstep-history/1}. The stream is flushed and stays open. */
    @Override
    public void writeJson(OutputStream out) throws IOException {
        JsonFields.document(out, json -> {
            JsonFields fields = new JsonFields(json);
            json.writeStartObject();
            fields.text("schema", "misstep-history/1");
            json.writeArrayFieldStart("builds");
            for (HistoryRow row : rows) {
                row(json, fields, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void row(JsonGenerator json, JsonFields fields, HistoryRow row) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", row.id());
        fields.text("project", given(row.series().project()));
        fields.text("dockerfile", given(row.series().dockerfile()));
        fields.text("target", given(row.series().target()));
        fields.text("platform", given(row.series().platform()));
        fields.text("builder", row.series().builder());
        fields.text("builtAt", row.builtAt().toString());
        fields.text("source", row.source());
        fields.text("outcome", row.outcome());
        fields.text("state", row.state().label());
        fields.text("commit", row.commit());
        fields.text("branch", row.branch());
        fields.text("machine", row.machine());
        json.writeNumberField("hits", row.hits());
        json.writeNumberField("decided", row.decided());
        fields.decimal("hitRate", row.decided() == 0 ? null : Double.valueOf((double) row.hits() / row.decided()));
        fields.decimal("seconds", row.seconds());
        fields.decimal("lostSeconds", row.lostSeconds());
        json.writeEndObject();
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}

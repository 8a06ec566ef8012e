package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.explain.ChangeFrequency;
import dev.misstep.explain.ContextUse;
import dev.misstep.report.Style.Tone;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a build context holds and what is taken of it, for a terminal and as JSON. */
public final class ContextReport implements PrintedReport {
    private static final int INDENT = 10;

    private final String context;
    private final ContextUse use;

    /** @param context as the user named it */
    public ContextReport(String context, ContextUse use) {
        this.context = context;
        this.use = use;
    }

    /** As JSON, schema {@code misstep-context/1}. The stream is flushed and stays open. */
    @Override
    public void writeJson(OutputStream out) throws IOException {
        JsonFields.document(out, json -> {
            JsonFields fields = new JsonFields(json);
            json.writeStartObject();
            fields.text("schema", "misstep-context/1");
            fields.text("context", context);
            amount(json, use.all());
            json.writeNumberField("directories", use.directories());
            json.writeNumberField("links", use.links());
            json.writeObjectFieldStart("unused");
            amount(json, use.unused());
            json.writeEndObject();
            json.writeArrayFieldStart("selections");
            for (ContextUse.Selection selection : use.selections()) {
                json.writeStartObject();
                json.writeNumberField("dockerfileLine", selection.line());
                fields.text("stage", selection.stage());
                fields.text("instruction", selection.text());
                amount(json, selection.amount());
                changes(json, selection.changed());
                json.writeEndObject();
            }
            json.writeEndArray();
            fields.whole("commits", use.commits());
            json.writeArrayFieldStart("unknownLines");
            for (int line : use.open()) {
                json.writeNumber(line);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void changes(JsonGenerator json, @Nullable ChangeFrequency changed) throws IOException {
        if (changed == null) {
            json.writeNullField("changedInCommits");
            json.writeNullField("changing");
            return;
        }
        json.writeNumberField("changedInCommits", changed.commits());
        json.writeArrayFieldStart("changing");
        for (ChangeFrequency.Changing file : changed.files()) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeNumberField("commits", file.commits());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void amount(JsonGenerator json, ContextUse.Amount amount) throws IOException {
        json.writeNumberField("files", amount.files());
        json.writeNumberField("bytes", amount.bytes());
    }

    @Override
    public String text(int columns, boolean colour) {
        int width = Math.max(40, columns);
        Style style = new Style(colour);
        StringBuilder out = new StringBuilder();
        out.append(style.of(Tone.HEADING, Elision.middle(SafeText.oneLine(context), width - 40)))
                .append(style.of(Tone.QUIET, " · " + words(use.all())))
                .append(style.of(Tone.QUIET, ", " + Words.count(use.directories(), "directory", "directories")))
                .append(style.of(Tone.QUIET, ", " + Words.count(use.links(), "link", "links")))
                .append("\n\n");
        for (ContextUse.Selection selection : use.selections()) {
            String amount = TextWidth.padRight(words(selection.amount()), 22);
            String head = String.format(Locale.ROOT, "line %-5d%s", selection.line(), amount);
            String text = SafeText.oneLine(selection.text());
            out.append(style.of(Tone.QUIET, head))
                    .append(Elision.middle(text, Math.max(8, width - TextWidth.of(head))))
                    .append('\n');
            ChangeFrequency changed = selection.changed();
            if (changed != null && changed.commits() > 0) {
                String often = changed(changed, Objects.requireNonNull(use.commits()));
                out.append(style.of(Tone.QUIET, " ".repeat(INDENT) + Elision.middle(often, width - INDENT)))
                        .append('\n');
            }
        }
        if (!use.open().isEmpty()) {
            String lines = use.open().stream().map(String::valueOf).collect(Collectors.joining(", "));
            out.append("What line ").append(lines).append(" takes depends on a variable that a base image may set.\n");
        }
        out.append(use.selections().isEmpty() ? "No instruction takes anything from the context.\n" : "\n");
        return out.append(style.of(Tone.HEADING, "No instruction takes: " + words(use.unused())))
                .append('\n')
                .toString();
    }

    /** {@code changed in 12 of the last 100 commits: src/a.js (9), src/b.js (4)}. */
    private static String changed(ChangeFrequency changed, int commits) {
        String files = changed.files().stream()
                .map(file -> SafeText.oneLine(file.path()) + " (" + file.commits() + ")")
                .collect(Collectors.joining(", "));
        return "changed in " + changed.commits() + " of the last " + Words.count(commits, "commit", "commits") + ": "
                + files;
    }

    private static String words(ContextUse.Amount amount) {
        return Words.count(amount.files(), "file", "files") + ", " + ByteSize.of(amount.bytes());
    }
}

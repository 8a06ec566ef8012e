package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.build.ShortHash;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Certainty;
import dev.misstep.explain.Miss;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The root misses as SARIF 2.1.0 on the lines of the Dockerfile, a rule for each cause, as GitHub's code scanning takes them
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 * Misses whose line is not known have no place to be shown at and are left out; so are builds with nothing to compare with.
 */
public final class SarifReport {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final int RESULTS_SHOWN = 5_000; // GitHub keeps no more of a run
    private static final int LONGEST_MESSAGE = 1_000;

    private final JsonGenerator json;
    private final JsonFields fields;
    private final String dockerfile;
    private final String version;
    private final List<RootMiss> roots;
    private final Map<Cause, Integer> rules = new EnumMap<>(Cause.class);

    private SarifReport(Analysis analysis, String dockerfile, String version, JsonGenerator json) {
        this.json = json;
        this.fields = new JsonFields(json);
        this.dockerfile = dockerfile;
        this.version = version;
        List<RootMiss> placed = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (RootMiss root : RootMiss.of(analysis)) {
            boolean placeable = root.step().dockerfileLine() != null && placed.size() < RESULTS_SHOWN;
            // the costliest of several builds stands for the others, which would be told on the same line
            if (placeable && told.add(fingerprint(root))) {
                placed.add(root);
                rules.putIfAbsent(root.miss().cause(), rules.size());
            }
        }
        this.roots = List.copyOf(placed);
    }

    /**
     * Writes the report in UTF-8. The stream is flushed and stays open.
     *
     * @param dockerfile its path below the repository's root, with slashes
     * @param version of this program
     */
    public static void write(Analysis analysis, String dockerfile, String version, OutputStream out)
            throws IOException {
        JsonFields.document(out, json -> new SarifReport(analysis, dockerfile, version, json).log());
    }

    private void log() throws IOException {
        json.writeStartObject();
        fields.text("$schema", SCHEMA);
        fields.text("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        fields.text("name", "Misstep");
        fields.text("version", version);
        json.writeArrayFieldStart("rules");
        for (Cause cause : rules.keySet().stream()
                .sorted((one, other) -> Integer.compare(place(one), place(other)))
                .toList()) {
            rule(cause);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        fields.text("columnKind", "utf16CodeUnits");
        json.writeArrayFieldStart("results");
        for (RootMiss root : roots) {
            result(root);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private int place(Cause cause) {
        return rules.getOrDefault(cause, -1);
    }

    private void rule(Cause cause) throws IOException {
        String sentence = "A step missed the cache because " + Words.because(cause);
        json.writeStartObject();
        fields.text("id", cause.label());
        fields.text("name", cause.label());
        message("shortDescription", sentence);
        message("fullDescription", sentence + ". All steps that build on it ran, too.");
        json.writeObjectFieldStart("help");
        fields.text("text", "Misstep compares builds and tells which file, argument or instruction made a step run.");
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        fields.texts("tags", List.of("docker", "build-cache"));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void message(String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        fields.text("text", text);
        json.writeEndObject();
    }

    private void result(RootMiss root) throws IOException {
        Miss miss = root.miss();
        json.writeStartObject();
        fields.text("ruleId", miss.cause().label());
        json.writeNumberField("ruleIndex", place(miss.cause()));
        // a cause that is not known is nothing to be warned of
        fields.text("level", miss.certainty() == Certainty.UNKNOWN ? "note" : "warning");
        message("message", Elision.middle(SafeText.oneLine(sentence(root)), LONGEST_MESSAGE));
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        fields.text("uri", uri(dockerfile));
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        fields.whole("startLine", root.step().dockerfileLine());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        // the same miss of another build is the same alert, wherever its line has moved to
        json.writeObjectFieldStart("partialFingerprints");
        fields.text("misstep/v1", fingerprint(root));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String fingerprint(RootMiss root) {
        return root.miss().cause().label() + ":"
                + ShortHash.of(root.step().name().text());
    }

    /** A message is plain text, but for links in brackets. */
    private static String sentence(RootMiss root) {
        Miss miss = root.miss();
        StringBuilder text = new StringBuilder(Words.command(root.step()))
                .append(" ran, ")
                .append(Words.certainty(miss.certainty()))
                .append(": ")
                .append(miss.detail());
        if (miss.costSeconds() != null) {
            text.append(" That cost ")
                    .append(Durations.text(miss.costSeconds()))
                    .append('.');
        }
        return text.toString().replace("[", "\\[").replace("]", "\\]");
    }

    /** A reference relative to the repository's root, with what a URI cannot hold written as it must be. */
    static String uri(String path) {
        try {
            return new URI(null, null, "/" + path, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            return "Dockerfile";
        }
    }
}

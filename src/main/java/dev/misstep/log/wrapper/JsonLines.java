package dev.misstep.log.wrapper;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON records that carry a log's lines in a field: {@code {"log":"#7 DONE 1.2s\n","stream":"stderr","time":"…"}}, one a
 * line, indented, or in an array.
 */
final class JsonLines implements Decoration {
    private final String label;
    private final Writer writer;
    private final Set<String> required;
    private final Set<String> allowed;

    /**
     * @param required keys that all records of this system have
     * @param allowed all the keys that they may have; empty where they may have any
     */
    private JsonLines(String label, Writer writer, Set<String> required, Set<String> allowed) {
        this.label = label;
        this.writer = writer;
        this.required = required;
        this.allowed = allowed;
    }

    /** What CircleCI's API gives of a step's output: {@code [{"message":"…","time":"…","type":"out"}]}. */
    static JsonLines circleci() {
        return new JsonLines(
                "circleci",
                Writer.CI,
                Set.of("message", "time", "type"),
                Set.of("message", "time", "type", "truncated", "truncation_token"));
    }

    /** {@code {"pos":0,"out":"+ docker build .\n","time":0}}. */
    static JsonLines drone() {
        return new JsonLines("drone", Writer.CI, Set.of("pos", "out"), Set.of("pos", "out", "time", "proc"));
    }

    /** {@code {"step_id":7,"time":0,"line":3,"data":"IzEgW2ludGVybmFsXQ==","type":0}}. */
    static JsonLines woodpecker() {
        return new JsonLines("woodpecker", Writer.CI, Set.of("step_id", "line", "data"), Set.of());
    }

    /** Any other. */
    static JsonLines any() {
        return new JsonLines("json", Writer.TRANSPORT, Set.of(), Set.of());
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Writer writer() {
        return writer;
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        JsonSurvey survey = mayHold(excerpt) ? JsonSurvey.of(excerpt) : null;
        boolean mine = survey != null
                && survey.keys().containsAll(required)
                && (allowed.isEmpty() || allowed.containsAll(survey.keys()));
        if (survey == null || !mine) {
            return null;
        }
        JsonFields fields = survey.fields();
        return new Found(false, () -> new JsonUnwrapper(fields));
    }

    private static boolean mayHold(Excerpt excerpt) {
        for (String line : excerpt.lines()) {
            String start = line.length() > 200 ? line.substring(0, 200).stripLeading() : line.stripLeading();
            boolean opens = start.startsWith("{") || start.startsWith("[") || start.startsWith("\"");
            if (opens && (line.contains("\":") || line.contains("\" :") || line.contains("[\""))) {
                return true;
            }
        }
        return false;
    }
}

package dev.misstep.log.wrapper;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON records that carry a log's lines in a field: {@code {"log":"#7 DONE 1.2s\n","stream":"stderr","time":"…"}}, one a
 * line, indented, or in an array.
 */
final class JsonLines implements Decoration {
    // what CircleCI's API gives of a step's output: [{"message":"…","time":"…","type":"out"}]
    private static final Set<String> CIRCLECI = Set.of("message", "time", "type");
    private static final Set<String> CIRCLECI_HAS = Set.of("message", "time", "type", "truncated", "truncation_token");
    // {"pos":0,"out":"+ docker build .\n","time":0}
    private static final Set<String> DRONE = Set.of("pos", "out");
    private static final Set<String> DRONE_HAS = Set.of("pos", "out", "time", "proc");
    // {"step_id":7,"time":0,"line":3,"data":"IzEgW2ludGVybmFsXQ==","type":0}
    private static final Set<String> WOODPECKER = Set.of("step_id", "line", "data");

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        JsonSurvey survey = mayHold(excerpt) ? JsonSurvey.of(excerpt) : null;
        if (survey == null) {
            return null;
        }
        JsonFields fields = survey.fields();
        String label = label(survey.keys());
        Writer writer = label.equals("json") ? Writer.TRANSPORT : Writer.LIKELY_CI;
        return new Found(label, writer, false, () -> new JsonUnwrapper(fields));
    }

    private static String label(Set<String> keys) {
        if (keys.containsAll(CIRCLECI) && CIRCLECI_HAS.containsAll(keys)) {
            return "circleci";
        }
        if (keys.containsAll(DRONE) && DRONE_HAS.containsAll(keys)) {
            return "drone";
        }
        return keys.containsAll(WOODPECKER) ? "woodpecker" : "json";
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

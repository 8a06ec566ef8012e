package dev.misstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What became of steps, in words that tests compare. */
final class StepFates {
    private StepFates() {}

    /** {@code 3 hit}, {@code 4 miss}: by line, of a prediction. */
    static List<String> predicted(JsonNode prediction) {
        List<String> fates = new ArrayList<>();
        for (JsonNode step : prediction.path("steps")) {
            fates.add(step.path("dockerfileLine").asText() + " "
                    + step.path("fate").asText());
        }
        return fates;
    }

    /** {@code 3 hit}, {@code 4 miss}: by line, of the first build of a report. */
    static List<String> built(JsonNode report) {
        List<String> fates = new ArrayList<>();
        for (JsonNode vertex : report.path("builds").path(0).path("vertices")) {
            if (vertex.path("step").asBoolean()) {
                fates.add(vertex.path("dockerfileLine").asText() + " "
                        + (vertex.path("status").asText().equals("cached") ? "hit" : "miss"));
            }
        }
        return fates;
    }

    /** {@code context-files proven src/a}: the root misses of all builds. */
    static List<String> roots(JsonNode report) {
        return roots(report, miss -> true);
    }

    /** The same of one build. */
    static List<String> roots(JsonNode report, String build) {
        return roots(report, miss -> miss.path("build").asText().equals(build));
    }

    private static List<String> roots(JsonNode report, Predicate<JsonNode> wanted) {
        List<String> roots = new ArrayList<>();
        for (JsonNode miss : report.path("misses")) {
            if (wanted.test(miss) && miss.path("role").asText().equals("root")) {
                StringBuilder root = new StringBuilder(miss.path("cause").asText());
                root.append(" ").append(miss.path("certainty").asText());
                miss.path("files")
                        .forEach(file ->
                                root.append(" ").append(file.path("path").asText()));
                roots.add(root.toString());
            }
        }
        return roots;
    }
}

package dev.misstep.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Steps that Misstep tells of, by their places as {@link Step} has them. */
final class Places {
    private Places() {}

    /**
     * Of a list of vertices, or of a prediction's steps.
     *
     * @param classic whether they are numbered through; then they are counted in each stage
     */
    static Map<String, JsonNode> of(JsonNode all, boolean classic) {
        Map<String, JsonNode> places = new LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (JsonNode each : all) {
            if (each.path("step").asBoolean(true)) {
                String stage =
                        each.path("stage").isNull() ? "" : each.path("stage").asText();
                String index = classic
                        ? String.valueOf(counts.merge(stage, 1, Integer::sum))
                        : each.path("index").asText();
                places.put(stage + " " + index + " " + word(each), each);
            }
        }
        return places;
    }

    private static String word(JsonNode step) {
        return step.path("name").asText().contains("] LINK ")
                ? "LINK"
                : step.path("instruction").asText();
    }
}

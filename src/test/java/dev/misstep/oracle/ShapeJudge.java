package dev.misstep.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds what Misstep foretold of a build, and what it names as causes, against what the engine did and what was changed. */
final class ShapeJudge {
    private final Map<String, JsonNode> vertices = new LinkedHashMap<>();
    private final Map<String, JsonNode> misses = new LinkedHashMap<>();
    private final List<JsonNode> steps = new ArrayList<>();
    private final Map<String, JsonNode> places = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    ShapeJudge(JsonNode report) {
        JsonNode all = report.path("builds").path(0).path("vertices");
        all.forEach(vertex -> vertices.put(vertex.path("id").asText(), vertex));
        all.forEach(vertex -> {
            if (vertex.path("step").asBoolean()) {
                steps.add(vertex);
            }
        });
        report.path("misses").forEach(miss -> misses.put(miss.path("vertex").asText(), miss));
        places.putAll(Places.of(all, false));
    }

    int steps() {
        return steps.size();
    }

    /** The causes named for steps that ran. */
    List<String> named() {
        return Judge.named(misses.values());
    }

    /** Whether nothing ran. */
    boolean allHit() {
        return steps.stream().noneMatch(ShapeJudge::ran);
    }

    /** What was foretold against what was. */
    List<Fault> prediction(JsonNode prediction, Set<String> causes, Set<String> files) {
        Set<JsonNode> seen = new HashSet<>();
        Places.of(prediction.path("steps"), false).forEach((place, said) -> {
            JsonNode vertex = places.get(place);
            if (vertex == null) {
                return; // one with another's name, or one nobody needed
            }
            seen.add(vertex);
            String fate = said.path("fate").asText();
            boolean wrong = switch (fate) {
                case "hit" -> ran(vertex);
                case "miss" -> !ran(vertex);
                default -> !belowOneThatRan(vertex, new HashSet<>()) && !copiesFromChangedImage(vertex, causes);
            };
            if (wrong) {
                fault(
                        Fault.Kind.PREDICTION,
                        vertex,
                        fate + " (" + said.path("detail").asText() + ")",
                        vertex.path("status").asText());
            } else if (fate.equals("miss")) {
                cause(said, vertex, causes, files, "predicted ");
            }
        });
        return faults;
    }

    /** What is named against what was changed. */
    List<Fault> report(Set<String> causes, Set<String> files) {
        for (JsonNode vertex : steps) {
            if (!ran(vertex)) {
                continue;
            }
            JsonNode miss = misses.get(vertex.path("id").asText());
            if (miss == null) {
                fault(Fault.Kind.CAUSE, vertex, "no entry in misses", "one for each step that ran");
                continue;
            }
            cause(miss, vertex, causes, files, "");
            boolean cascade = miss.path("role").asText().equals("cascade");
            if (cascade && !follows(vertex, miss.path("root").asText(), new HashSet<>())) {
                fault(Fault.Kind.ROLE, vertex, "it follows from " + miss.path("root"), "a root it builds on");
            }
        }
        return faults;
    }

    private void cause(JsonNode miss, JsonNode vertex, Set<String> causes, Set<String> files, String when) {
        String cause = miss.path("cause").asText();
        Set<String> named = new TreeSet<>();
        miss.path("files").forEach(file -> named.add(file.path("path").asText()));
        boolean root = miss.path("role").asText().equals("root");
        boolean silent = root && cause.equals("context-files") && named.isEmpty();
        if (silent || !files.containsAll(named)) {
            fault(Fault.Kind.FILE, vertex, when + named, "of " + files);
        }
        if (!root) {
            return;
        }
        if (cause.equals("unknown")) {
            fault(Fault.Kind.UNKNOWN, vertex, when + miss.path("detail").asText(), causes.toString());
        } else if (!causes.contains(cause)
                && !(cause.equals("stage-output") && belowOneThatRan(vertex, new HashSet<>()))) {
            fault(
                    Fault.Kind.CAUSE,
                    vertex,
                    when + cause + ": " + miss.path("detail").asText(),
                    causes.toString());
        }
    }

    private void fault(Fault.Kind kind, JsonNode vertex, String said, String should) {
        faults.add(new Fault(kind, vertex.path("name").asText(), said, should));
    }

    /** Nobody knows before what is in an image that was made anew where a step copies from it. */
    private static boolean copiesFromChangedImage(JsonNode vertex, Set<String> causes) {
        return causes.contains("base-image") && vertex.path("name").asText().contains("from=");
    }

    private boolean belowOneThatRan(JsonNode vertex, Set<String> seen) {
        for (JsonNode input : vertex.path("inputs")) {
            JsonNode above = vertices.get(input.asText());
            if (above != null && seen.add(input.asText()) && (ranAsStep(above) || belowOneThatRan(above, seen))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a root is reached over steps that ran. */
    private boolean follows(JsonNode vertex, String root, Set<String> seen) {
        for (JsonNode input : vertex.path("inputs")) {
            JsonNode above = vertices.get(input.asText());
            if (above == null || !seen.add(input.asText()) || (isStep(above) && !ran(above))) {
                continue;
            }
            JsonNode miss = misses.get(root);
            boolean here = input.asText().equals(root)
                    && miss != null
                    && miss.path("role").asText().equals("root");
            if (here || follows(above, root, seen)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStep(JsonNode vertex) {
        return vertex.path("step").asBoolean();
    }

    private static boolean ranAsStep(JsonNode vertex) {
        return isStep(vertex) && ran(vertex);
    }

    private static boolean ran(@Nullable JsonNode vertex) {
        String status = vertex == null ? "" : vertex.path("status").asText();
        return status.equals("executed") || status.equals("failed");
    }
}

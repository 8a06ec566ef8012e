package dev.misstep.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds what Misstep says of one build against what is true. */
final class Judge {
    private final List<Step> steps;
    private final List<Fate> fates;
    private final boolean classic;
    private final Map<String, JsonNode> vertices = new HashMap<>();
    private final Map<String, JsonNode> misses = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    Judge(List<Step> steps, List<Fate> fates, boolean classic) {
        this.steps = steps;
        this.classic = classic;
        this.fates = fates;
    }

    /** See {@link Reasons} for what is given. */
    List<Fault> report(JsonNode report, @Nullable Causes causes, Set<String> more) {
        vertices.putAll(Places.of(report.path("builds").path(0).path("vertices"), classic));
        for (JsonNode miss : report.path("misses")) {
            misses.put(miss.path("vertex").asText(), miss);
        }
        Reasons reasons = new Reasons(causes, more, step -> ran(vertex(step)), faults, "");
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            JsonNode vertex = vertex(steps.get(i));
            seen.add(vertex);
            look(steps.get(i), fates.get(i), vertex, reasons);
        }
        vertices.values().stream()
                .filter(vertex -> !seen.contains(vertex))
                .forEach(vertex -> faults.add(
                        new Fault(Fault.Kind.STATUS, vertex.path("name").asText(), "a step", "no such step")));
        return faults;
    }

    /** The causes named for steps that ran. */
    List<String> named() {
        return named(misses.values());
    }

    /** The causes that a report's misses name. */
    static List<String> named(Collection<JsonNode> misses) {
        return misses.stream()
                .map(miss -> miss.path("role").asText().equals("root")
                        ? miss.path("cause").asText()
                        : "cascade")
                .toList();
    }

    private @Nullable JsonNode vertex(Step step) {
        return step.places().stream()
                .map(vertices::get)
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    private static boolean ran(@Nullable JsonNode vertex) {
        String status = vertex == null ? "" : vertex.path("status").asText();
        return status.equals("executed") || status.equals("failed");
    }

    private void look(Step step, Fate fate, @Nullable JsonNode vertex, Reasons reasons) {
        boolean ran = ran(vertex);
        String status = vertex == null ? "not shown" : vertex.path("status").asText();
        if ((fate == Fate.HIT && ran) || (fate == Fate.MISS && !ran)) {
            faults.add(new Fault(Fault.Kind.STATUS, step.label(), status, fate.toString()));
            return;
        }
        if (!ran || vertex == null) {
            return;
        }
        JsonNode miss = misses.get(vertex.path("id").asText());
        if (miss == null) {
            faults.add(new Fault(Fault.Kind.CAUSE, step.label(), "no entry in misses", "one for each step that ran"));
            return;
        }
        reasons.check(step, miss);
        if (miss.path("role").asText().equals("cascade")
                && !isFollowed(step, miss.path("root").asText())) {
            faults.add(new Fault(
                    Fault.Kind.ROLE, step.label(), "it follows from " + miss.path("root"), "a root it builds on"));
        }
    }

    /** Whether a vertex is a root that made a step run: one that it builds on, all in between having run. */
    private boolean isFollowed(Step step, String root) {
        for (Step input : step.inputs()) {
            JsonNode vertex = vertex(input);
            if (vertex != null && ran(vertex)) {
                boolean here = vertex.path("id").asText().equals(root)
                        && misses.containsKey(root)
                        && Objects.requireNonNull(misses.get(root))
                                .path("role")
                                .asText()
                                .equals("root");
                if (here || isFollowed(input, root)) {
                    return true;
                }
            }
        }
        return false;
    }
}

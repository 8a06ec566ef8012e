package dev.misstep.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds what Misstep says of one build against what is true. */
final class Judge {
    private final List<Step> steps;
    private final List<Fate> fates;
    private final @Nullable Causes causes;
    private final Set<String> more;
    private final boolean forced;
    private final Map<String, JsonNode> vertices = new HashMap<>();
    private final Map<String, JsonNode> misses = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    /**
     * @param before the build that this one is compared with, or {@code null}
     * @param more causes that are true of all steps that ran, as after the cache was lost
     * @param forced whether steps ran whatever their inputs, so that each is a root as well as a cascade
     */
    Judge(List<Step> steps, List<Fate> fates, @Nullable List<Step> before, Set<String> more, boolean forced) {
        this.steps = steps;
        this.fates = fates;
        this.causes = before == null ? null : new Causes(before);
        this.more = more;
        this.forced = forced;
    }

    List<Fault> report(JsonNode report) {
        JsonNode build = report.path("builds").path(0);
        for (JsonNode vertex : build.path("vertices")) {
            if (vertex.path("step").asBoolean()) {
                vertices.put(place(vertex), vertex);
            }
        }
        for (JsonNode miss : report.path("misses")) {
            misses.put(miss.path("vertex").asText(), miss);
        }
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            JsonNode vertex = vertex(steps.get(i));
            seen.add(vertex);
            look(steps.get(i), fates.get(i), vertex);
        }
        vertices.values().stream()
                .filter(vertex -> !seen.contains(vertex))
                .forEach(vertex -> faults.add(
                        new Fault(Fault.Kind.STATUS, vertex.path("name").asText(), "a step", "no such step")));
        return faults;
    }

    /** Steps that ran. */
    int misses() {
        return misses.size();
    }

    static String place(JsonNode vertex) {
        String name = vertex.path("name").asText();
        String word =
                name.contains("] LINK ") ? "LINK" : vertex.path("instruction").asText();
        return vertex.path("stage").asText("").replace("null", "") + " "
                + vertex.path("index").asText() + " " + word;
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

    private boolean ran(@Nullable Step step) {
        return step != null && ran(vertex(step));
    }

    private void look(Step step, Fate fate, @Nullable JsonNode vertex) {
        boolean ran = ran(vertex);
        String status = vertex == null ? "not shown" : vertex.path("status").asText();
        if (fate == Fate.HIT && ran || fate == Fate.MISS && !ran) {
            fault(Fault.Kind.STATUS, step, status, fate.toString());
            return;
        }
        if (!ran || vertex == null) {
            return;
        }
        JsonNode miss = misses.get(vertex.path("id").asText());
        if (miss == null) {
            fault(Fault.Kind.CAUSE, step, "no entry in misses", "one for each step that ran");
            return;
        }
        String role = miss.path("role").asText();
        String should = role(step);
        if (!should.isEmpty() && !should.equals(role)) {
            fault(
                    Fault.Kind.ROLE,
                    step,
                    role + " (" + miss.path("cause").asText() + "; "
                            + miss.path("detail").asText() + ")",
                    should + " " + (causes == null ? "" : causes.of(step)));
        } else if (role.equals("root")) {
            cause(step, miss);
        }
    }

    /** Root or cascade; empty where it may be called either. */
    private String role(Step step) {
        if (forced || causes == null) {
            return ran(step.base())
                            || ran(step.copied())
                            || step.sources().stream().anyMatch(this::ran)
                    ? ""
                    : "root";
        }
        if (ran(step.base()) || ran(step.copied())) {
            return "cascade";
        }
        if (step.sources().stream().noneMatch(this::ran)) {
            return "root";
        }
        Step earlier = causes.counterpart(step);
        if (earlier == null || !earlier.raw().equals(step.raw())) {
            return "";
        }
        return earlier.made().contents().equals(step.made().contents()) ? "root" : "cascade";
    }

    private void cause(Step step, JsonNode miss) {
        String cause = miss.path("cause").asText();
        String said = cause + " " + miss.path("certainty").asText() + ": "
                + miss.path("detail").asText();
        Set<String> should = new TreeSet<>(more);
        should.addAll(causes == null ? Set.of("cold") : causes.of(step));
        if (cause.equals("unknown")) {
            fault(Fault.Kind.UNKNOWN, step, said, should.toString());
            return;
        }
        if (!should.contains(cause)) {
            fault(Fault.Kind.CAUSE, step, said, should.toString());
        }
        files(step, cause, miss);
    }

    private void files(Step step, String cause, JsonNode miss) {
        Map<String, Set<String>> changed = causes == null ? Map.of() : causes.files(step);
        Map<String, String> named = new TreeMap<>();
        for (JsonNode file : miss.path("files")) {
            named.put(file.path("path").asText(), file.path("change").asText());
        }
        boolean wrong = named.entrySet().stream()
                .anyMatch(file -> !changed.getOrDefault(file.getKey(), Set.of()).contains(file.getValue()));
        boolean missed = cause.equals("context-files")
                && miss.path("filesTotal").asInt() == named.size()
                && changed.keySet().stream()
                        .anyMatch(path -> !named.containsKey(path) && !ChangedPaths.implied(path, changed));
        if (wrong || missed) {
            fault(Fault.Kind.FILE, step, named + " of " + miss.path("filesTotal"), changed.toString());
        }
    }

    private void fault(Fault.Kind kind, Step step, String said, String should) {
        faults.add(new Fault(kind, step.label(), said, should));
    }
}

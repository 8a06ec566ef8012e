package dev.misstep.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds the role, cause and files that Misstep names for a step that runs against those that are true. */
final class Reasons {
    private final @Nullable Causes causes;
    private final Set<String> more;
    private final Predicate<Step> ran;
    private final List<Fault> faults;
    private final String prefix;

    /**
     * @param causes compared with the build before, or {@code null} where there is none
     * @param more causes that are true of all steps that run, as after the cache was lost: then each is a root as well as a
     *     cascade
     * @param faults gets what is wrong
     * @param prefix what is said before that
     */
    Reasons(@Nullable Causes causes, Set<String> more, Predicate<Step> ran, List<Fault> faults, String prefix) {
        this.causes = causes;
        this.more = more;
        this.ran = ran;
        this.faults = faults;
        this.prefix = prefix;
    }

    /** @param miss an entry of {@code misses}, or of a prediction */
    void check(Step step, JsonNode miss) {
        String role = miss.path("role").asText();
        String should = role(step);
        if (!should.isEmpty() && !should.equals(role)) {
            fault(Fault.Kind.ROLE, step, role + ", " + said(miss), should + " " + causes(step));
        } else if (role.equals("root")) {
            cause(step, miss);
        }
    }

    private boolean ran(@Nullable Step step) {
        return step != null && ran.test(step);
    }

    /** Root or cascade; empty where it may be called either. */
    private String role(Step step) {
        boolean below = ran(step.base()) || ran(step.copied());
        boolean copies = step.sources().stream().anyMatch(this::ran);
        if (!more.isEmpty() || causes == null) {
            return below || copies ? "" : "root";
        }
        if (below || !copies) {
            return below ? "cascade" : "root";
        }
        // with a cause of its own it would have run whatever the stage brought forth, and nobody sees whether that is
        // equal
        return causes.of(step).equals(Set.of("stage-output")) ? "cascade" : "";
    }

    private Set<String> causes(Step step) {
        Set<String> all = new TreeSet<>(more);
        all.addAll(causes == null ? Set.of("cold") : causes.of(step));
        return all;
    }

    private static String said(JsonNode miss) {
        return miss.path("cause").asText() + " " + miss.path("certainty").asText() + ": "
                + miss.path("detail").asText();
    }

    private void cause(Step step, JsonNode miss) {
        String cause = miss.path("cause").asText();
        Set<String> should = causes(step);
        if (cause.equals("unknown")) {
            fault(Fault.Kind.UNKNOWN, step, said(miss), should.toString());
            return;
        }
        if (!should.contains(cause)) {
            fault(Fault.Kind.CAUSE, step, said(miss), should.toString());
        }
        files(step, cause, miss);
        values(step, cause, miss);
    }

    /** What was before and what is now: two different things, and of an argument that changed. */
    private void values(Step step, String cause, JsonNode miss) {
        String before = miss.path("before").asText("");
        String after = miss.path("after").asText("");
        String name = (miss.path("after").isNull() ? before : after).replaceFirst("=.*", "");
        boolean same = !miss.path("before").isNull() && before.equals(after);
        boolean other = cause.equals("build-arg")
                && causes != null
                && !name.isEmpty()
                && !causes.arguments(step).contains(name);
        if (same || other) {
            fault(
                    Fault.Kind.CAUSE,
                    step,
                    cause + " " + before + " => " + after,
                    causes == null ? "no change" : "arguments " + causes.arguments(step));
        }
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
            fault(Fault.Kind.FILE, step, cause + " " + named + " of " + miss.path("filesTotal"), changed.toString());
        }
    }

    private void fault(Fault.Kind kind, Step step, String said, String should) {
        faults.add(new Fault(kind, prefix + step.label(), said, should));
    }
}

package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Span;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each vertex had to wait for. That is what it builds on; and where BuildKit's own work has no inputs, the phase before:
 * nothing is known of a Dockerfile's images before it is read, nothing runs before they are known, and nothing is exported
 * before all of it ran. Where there are times, only what was over by then counts.
 */
final class WorkOrder {
    /** How many phases a build has: reading the Dockerfile, asking for images, the instructions, the result, sending it on. */
    static final int PHASES = 5;

    private static final int INSTRUCTIONS = 2;

    // of any target: "[web internal] load build definition from Dockerfile"
    private static final Pattern READING = Pattern.compile(
            "(?:\\[[^\\]]{0,200}internal\\] (?:load build definition|load local bake|load git source|load remote build context"
                    + "|booting buildkit|waiting for connection)|resolve image config for |docker-image://)");
    private static final Pattern ASKING = Pattern.compile(
            "(?:\\[[^\\]]{0,200}(?:internal|context \\S{1,200})\\] (?:load metadata |load \\.dockerignore|resolve )"
                    + "|\\[[^\\]]{0,200}auth\\] |(?:\\[[^\\]]{1,200}\\] )?importing cache manifest from )");
    private static final Pattern RESULT =
            Pattern.compile("(?:\\[[^\\]]{1,200}\\] )?exporting to (?!GitHub Actions Cache)");
    private static final Pattern SENDING = Pattern.compile(
            "(?:\\[[^\\]]{1,200}\\] )?(?:exporting cache|exporting inline cache|exporting to .{1,100} Cache|importing to docker|pushing "
                    + "|merging manifest list |resolving provenance )");

    // "[web] exporting to image", "[web internal] load .dockerignore"
    private static final Pattern OF_TARGET =
            Pattern.compile("\\[(?!(?:internal|auth|context)[\\] ])([^\\]\\s]{1,200})(?: (?:internal|auth))?\\] ");

    /** To what an exact clock is exact, in seconds: two machines may be in it. */
    private static final double EXACT = 0.002;

    /** A CI stamps a line late, and a plain log rounds to tenths. */
    private static final double STAMPED = 0.25;

    private final StepGraph graph;
    private final Map<String, List<Vertex>> inputs = new HashMap<>();
    private final Map<String, @Nullable String> targets = new HashMap<>();
    private final List<List<Vertex>> phases = new ArrayList<>();
    private final boolean timed;
    private final double tolerance;

    WorkOrder(Build build, StepGraph graph) {
        this.graph = graph;
        this.timed = build.clock() != Clock.NONE;
        this.tolerance = build.clock() == Clock.EXACT ? EXACT : STAMPED;
        for (int phase = 0; phase < PHASES; phase++) {
            phases.add(new ArrayList<>());
        }
        build.vertices().forEach(vertex -> phases.get(phase(vertex)).add(vertex));
    }

    /** The vertices it builds on. */
    List<Vertex> inputs(Vertex vertex) {
        return inputs.computeIfAbsent(vertex.id(), id -> graph.inputs(vertex));
    }

    /** Seconds by which two instants may be wrong. */
    double tolerance() {
        return tolerance;
    }

    List<Vertex> inPhase(int phase) {
        return phases.get(phase);
    }

    private static int phase(Vertex vertex) {
        String name = vertex.name().text();
        if (vertex.name().instruction() != null) {
            return INSTRUCTIONS;
        }
        if (READING.matcher(name).lookingAt()) {
            return 0;
        }
        if (ASKING.matcher(name).lookingAt()) {
            return 1;
        }
        if (SENDING.matcher(name).lookingAt()) {
            return INSTRUCTIONS + 2;
        }
        return RESULT.matcher(name).lookingAt() ? INSTRUCTIONS + 1 : INSTRUCTIONS;
    }

    /**
     * What the vertices of a phase that build on nothing wait for.
     *
     * @param length seconds to the end of the longest chain that a vertex of an earlier phase is the last of
     */
    Gate gate(int phase, ToDoubleFunction<Vertex> length) {
        List<Vertex> earlier = new ArrayList<>();
        phases.subList(0, phase).forEach(earlier::addAll);
        earlier.removeIf(vertex -> timed && vertex.spans().isEmpty());
        return new Gate(earlier, length);
    }

    private @Nullable String target(Vertex vertex) {
        if (!targets.containsKey(vertex.id())) {
            targets.put(vertex.id(), targetOf(vertex));
        }
        return targets.get(vertex.id());
    }

    private static @Nullable String targetOf(Vertex vertex) {
        if (vertex.name().target() != null) {
            return vertex.name().target();
        }
        String name = vertex.name().text();
        if (!name.startsWith("[")) {
            return null;
        }
        Matcher matcher = OF_TARGET.matcher(name);
        return matcher.lookingAt() ? matcher.group(1) : null;
    }

    private static double end(Vertex vertex) {
        List<Span> spans = vertex.spans();
        return spans.isEmpty() ? 0 : spans.get(spans.size() - 1).end();
    }

    /** The end of the phases before. Its frontiers are made when they are first asked for: most builds have no targets. */
    final class Gate {
        private final List<Vertex> earlier;
        private final ToDoubleFunction<Vertex> length;
        private @Nullable Frontier all;
        private @Nullable Targets targets;

        private Gate(List<Vertex> earlier, ToDoubleFunction<Vertex> length) {
            this.earlier = earlier;
            this.length = length;
        }

        /** The end of the longest chain that was over when this vertex began: of its target, or of no target in particular. */
        @Nullable
        Vertex before(Vertex vertex) {
            Double start = timed ? vertex.start() : Double.valueOf(Double.MAX_VALUE);
            if (start == null) {
                return null;
            }
            double instant = start + tolerance;
            String target = target(vertex);
            if (target == null) {
                all = all == null ? new Frontier(earlier, length) : all;
                return all.endedBy(instant);
            }
            targets = targets == null ? targets() : targets;
            Vertex common = targets.shared.endedBy(instant);
            Frontier same = targets.own.get(target);
            Vertex own = same == null ? null : same.endedBy(instant);
            if (own == null || common == null) {
                return own == null ? common : own;
            }
            return length.applyAsDouble(common) > length.applyAsDouble(own) ? common : own;
        }

        private Targets targets() {
            Map<String, List<Vertex>> byTarget = new HashMap<>();
            List<Vertex> shared = new ArrayList<>();
            for (Vertex vertex : earlier) {
                String target = target(vertex);
                (target == null ? shared : byTarget.computeIfAbsent(target, key -> new ArrayList<>())).add(vertex);
            }
            Map<String, Frontier> own = new HashMap<>();
            byTarget.forEach((target, vertices) -> own.put(target, new Frontier(vertices, length)));
            return new Targets(new Frontier(shared, length), own);
        }
    }

    /** The frontiers of what is of no target in particular, and of each target. */
    private record Targets(Frontier shared, Map<String, Frontier> own) {}

    /** Vertices by when they ended, each with the longest chain until then. */
    private static final class Frontier {
        private final List<Vertex> byEnd;
        private final List<Vertex> longest = new ArrayList<>();

        Frontier(List<Vertex> vertices, ToDoubleFunction<Vertex> length) {
            byEnd = new ArrayList<>(vertices);
            // not with Comparator.comparingDouble, which takes milliseconds to come into being
            byEnd.sort((one, other) -> Double.compare(end(one), end(other)));
            for (Vertex vertex : byEnd) {
                Vertex before = longest.isEmpty() ? null : longest.get(longest.size() - 1);
                boolean longer = before == null || length.applyAsDouble(vertex) > length.applyAsDouble(before);
                longest.add(longer ? vertex : before);
            }
        }

        @Nullable
        Vertex endedBy(double instant) {
            int low = 0;
            int high = byEnd.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (end(byEnd.get(middle)) <= instant) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? null : longest.get(low - 1);
        }
    }
}

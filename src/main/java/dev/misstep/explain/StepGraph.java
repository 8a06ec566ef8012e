package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import dev.misstep.explain.StepKey.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each vertex of a build builds on. From the source where it tells; otherwise from what the names show: a step
 * builds on the one before it in its stage, and on the end of the stage its {@code --from} names.
 */
final class StepGraph {
    // "COPY --from=builder /out .", "RUN --mount=type=bind,from=deps,target=/x make"
    private static final Pattern FROM_STAGE = Pattern.compile("(?:--from=|[, ]from=)([^\\s,]+)");

    private static final String FROM = "from=";

    // "[internal] load build context", and "copy /context /" where the context came as an archive
    private static final Pattern CONTEXT =
            Pattern.compile("\\[[^\\]]{0,200}internal\\] load build context|(?:\\[[^\\]]{1,200}\\] )?copy /context /");

    private final Map<String, Vertex> vertices = new LinkedHashMap<>();
    private final Map<String, Set<String>> inputs = new HashMap<>();
    private boolean complete = true;

    private StepGraph(Build build) {
        build.vertices().forEach(vertex -> vertices.put(vertex.id(), vertex));
    }

    static StepGraph of(Build build) {
        StepGraph graph = new StepGraph(build);
        boolean told =
                build.vertices().stream().anyMatch(vertex -> !vertex.inputs().isEmpty());
        if (told) {
            build.vertices().forEach(vertex -> graph.inputs.put(vertex.id(), new LinkedHashSet<>(vertex.inputs())));
        } else {
            graph.inferFromNames();
        }
        return graph;
    }

    /** The vertices it builds on directly, the base of its file system first. */
    List<Vertex> inputs(Vertex vertex) {
        List<Vertex> result = new ArrayList<>();
        for (String id : inputs.getOrDefault(vertex.id(), Set.of())) {
            Vertex input = vertices.get(id);
            if (input != null) {
                result.add(input);
            }
        }
        return result;
    }

    /**
     * Whether no edge between two steps is missing: the source tells them, or the names left no doubt. Where the base of a
     * stage is not in the log, or could be any of several, its first step seems to build on nothing.
     */
    boolean isComplete() {
        return complete;
    }

    /** The nearest steps it builds on: overhead between two steps is looked through. */
    List<Vertex> stepInputs(Vertex vertex) {
        Set<Vertex> found = new LinkedHashSet<>();
        collectSteps(vertex, found, new LinkedHashSet<>());
        return List.copyOf(found);
    }

    private void collectSteps(Vertex vertex, Set<Vertex> found, Set<String> visited) {
        for (Vertex input : inputs(vertex)) {
            if (!visited.add(input.id())) {
                continue;
            }
            if (input.step()) {
                found.add(input);
            } else {
                collectSteps(input, found, visited);
            }
        }
    }

    private void inferFromNames() {
        Map<Place, List<Vertex>> stages = new LinkedHashMap<>();
        for (Vertex vertex : vertices.values()) {
            if (vertex.name().index() != null) {
                stages.computeIfAbsent(key(vertex, vertex.name().stage()), k -> new ArrayList<>())
                        .add(vertex);
            }
        }
        for (List<Vertex> stage : stages.values()) {
            stage.sort((a, b) -> Integer.compare(
                    Objects.requireNonNull(a.name().index()),
                    Objects.requireNonNull(b.name().index())));
        }
        Map<Place, Set<Place>> uses = new LinkedHashMap<>();
        stages.forEach((key, stage) -> {
            for (int i = 0; i < stage.size(); i++) {
                Vertex vertex = stage.get(i);
                if (i > 0) {
                    connect(vertex, stage.get(i - 1));
                    complete &= !ran(vertex) || index(vertex) == index(stage.get(i - 1)) + 1;
                }
                for (String from : sources(vertex.name().command())) {
                    Place source = resolve(vertex, from, stages.keySet());
                    complete &= source != null;
                    if (source != null && !source.equals(key)) {
                        uses.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(source);
                        connect(vertex, last(stages, source));
                    }
                }
            }
        });
        connectBases(stages, uses);
        connectContext();
    }

    /** A step that ran had its input ready before, so that the log has it, unless an equal step of another stage stood for it. */
    private static boolean ran(Vertex vertex) {
        return vertex.status().isMiss();
    }

    private static int index(Vertex vertex) {
        return Objects.requireNonNull(vertex.name().index());
    }

    /** What is copied without {@code --from} comes from the context. */
    private void connectContext() {
        List<Vertex> contexts = vertices.values().stream()
                .filter(vertex -> isContext(vertex.name().text()))
                .toList();
        for (Vertex vertex : vertices.values()) {
            String command = vertex.name().command();
            boolean copies = "COPY".equals(vertex.name().instruction())
                    || "ADD".equals(vertex.name().instruction());
            if (vertex.step()
                    && copies
                    && contexts.size() == 1
                    && sources(command).isEmpty()) {
                connect(vertex, contexts.get(0));
            }
        }
    }

    private static boolean isContext(String name) {
        return (name.endsWith(" build context") || name.endsWith(" /context /"))
                && CONTEXT.matcher(name).matches();
    }

    /**
     * A stage whose first vertex is no FROM is built on another stage or on scratch. Which one, a log does not say; it is
     * taken as known only where a single stage can be it: one that nothing copies from, for it must be of some use, and
     * that does not build on this stage itself.
     */
    private void connectBases(Map<Place, List<Vertex>> stages, Map<Place, Set<Place>> uses) {
        Set<Place> copied = new LinkedHashSet<>();
        uses.values().forEach(copied::addAll);
        stages.forEach((key, stage) -> {
            Vertex first = stage.get(0);
            if (index(first) != 1) {
                connectImage(first);
                return;
            }
            if (!first.step()) {
                return;
            }
            List<Place> bases = stages.keySet().stream()
                    .filter(other -> !copied.contains(other) && !reaches(other, key, uses))
                    .filter(other -> Objects.equals(other.target(), key.target())
                            && Objects.equals(other.platform(), key.platform()))
                    .toList();
            complete &= bases.size() < 2;
            if (bases.size() == 1) {
                connect(first, last(stages, bases.get(0)));
                uses.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(bases.get(0));
            }
        });
    }

    /** Stages on the same image share the vertex of their FROM, which bears the name of one of them. */
    private void connectImage(Vertex first) {
        List<Vertex> images = vertices.values().stream()
                .filter(vertex -> "FROM".equals(vertex.name().instruction()))
                .toList();
        if (index(first) == 2 && images.size() == 1) {
            connect(first, images.get(0));
        } else {
            complete &= !ran(first);
        }
    }

    private static boolean reaches(Place from, Place to, Map<Place, Set<Place>> uses) {
        Deque<Place> open = new ArrayDeque<>(List.of(from));
        Set<Place> visited = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            Place stage = open.pop();
            if (stage.equals(to)) {
                return true;
            }
            if (visited.add(stage)) {
                uses.getOrDefault(stage, Set.of()).forEach(open::push);
            }
        }
        return false;
    }

    private static Vertex last(Map<Place, List<Vertex>> stages, Place key) {
        List<Vertex> stage = Objects.requireNonNull(stages.get(key));
        return stage.get(stage.size() - 1);
    }

    private static Place key(Vertex vertex, @Nullable String stage) {
        return new Place(vertex.name().target(), vertex.name().platform(), stage);
    }

    /** What the {@code from=} in an instruction name; most have none. */
    private static List<String> sources(String command) {
        if (!command.contains(FROM)) {
            return List.of();
        }
        List<String> sources = new ArrayList<>();
        for (Matcher matcher = FROM_STAGE.matcher(command); matcher.find(); ) {
            sources.add(matcher.group(1));
        }
        return sources;
    }

    private static @Nullable Place resolve(Vertex vertex, String reference, Set<Place> known) {
        String name = reference.toLowerCase(Locale.ROOT);
        Place named = key(vertex, name);
        if (known.contains(named)) {
            return named;
        }
        Place numbered = key(vertex, "stage-" + name);
        return known.contains(numbered) ? numbered : null;
    }

    private void connect(Vertex vertex, Vertex input) {
        inputs.computeIfAbsent(vertex.id(), id -> new LinkedHashSet<>()).add(input.id());
    }
}

package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What two logs alone show to be another about a step that reads as it did: the digest of its base image, the frontend that
 * read the Dockerfile, a cache that could not be imported. It is likely and no more, for a log shows no files.
 */
final class SeenChange {
    // "[builder 1/6] FROM docker.io/library/node:20@sha256:…", "docker-image://docker.io/docker/dockerfile:1@sha256:…"
    private static final Pattern IMAGE =
            Pattern.compile("^(?:\\[[^\\]]{1,200}\\] FROM |docker-image://)([^@\\s]+)(?:@sha256:([0-9a-f]{64}))?$");

    private static final String FRONTEND = "docker-image://";
    // "importing cache manifest from registry.example/app:cache", "[web] importing cache manifest from …"
    private static final String IMPORT = "importing cache manifest from ";
    private static final int SHORT = 12;

    private final Build now;
    private final Build then;
    private final Map<Build, StepGraph> graphs = new IdentityHashMap<>();

    SeenChange(Build now, Build then) {
        this.now = now;
        this.then = then;
    }

    /** The likely cause; {@code null} where nothing is to be seen. */
    @Nullable
    Reason of(Vertex step, Vertex before) {
        Reason base = base(step, before);
        if (base != null) {
            return base;
        }
        Reason lacking = lackingImport(step);
        return lacking != null ? lacking : frontend();
    }

    /** Only a step straight above the image can have missed by it: a hit in between had the same. */
    private @Nullable Reason base(Vertex step, Vertex before) {
        boolean hitBelow = now.steps().stream()
                .anyMatch(vertex -> isBelow(vertex, step) && vertex.status().isHit());
        Named after = hitBelow ? null : image(now, step);
        Named earlier = hitBelow ? null : image(then, before);
        if (after == null || earlier == null || !after.isAnotherThan(earlier)) {
            return null;
        }
        String detail = "It stands on "
                + (after.name.equals(earlier.name) ? "another image of the name " + after.name : "another image")
                + " than in the baseline.";
        return new Reason(Cause.BASE_IMAGE, Certainty.LIKELY, List.of(), earlier.toString(), after.toString(), detail);
    }

    private static boolean isBelow(Vertex vertex, Vertex step) {
        Integer index = vertex.name().index();
        Integer own = step.name().index();
        return index != null
                && own != null
                && index < own
                && StepKey.place(vertex).equals(StepKey.place(step));
    }

    private @Nullable Named image(Build build, Vertex step) {
        StepGraph graph = graphs.computeIfAbsent(build, StepGraph::of);
        Deque<Vertex> open = new ArrayDeque<>(graph.inputs(step));
        Set<String> visited = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            Vertex vertex = open.pop();
            Named image = Named.of(vertex);
            if (image != null) {
                return image;
            }
            // what stands on another stage, or copies from it, leads to that one's image
            if (visited.add(vertex.id()) && isBelow(vertex, step)) {
                open.addAll(graph.inputs(vertex));
            }
        }
        return null;
    }

    private @Nullable Reason frontend() {
        Named after = frontend(now);
        Named earlier = frontend(then);
        if (after == null || earlier == null || !after.isAnotherThan(earlier)) {
            return null;
        }
        return ChangedFrontend.reason(earlier.toString(), after.toString());
    }

    private static @Nullable Named frontend(Build build) {
        List<Named> frontends = build.vertices().stream()
                .filter(vertex -> vertex.name().text().startsWith(FRONTEND))
                .map(Named::of)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
        return frontends.size() == 1 ? frontends.get(0) : null;
    }

    /** A builder that has nothing of its own, and was to be given a cache. */
    private @Nullable Reason lackingImport(Vertex step) {
        String instruction = Objects.requireNonNullElse(step.name().instruction(), "");
        boolean seesFiles = instruction.equals("COPY") || instruction.equals("ADD");
        boolean anyHit = now.steps().stream().anyMatch(vertex -> vertex.status().isHit());
        List<Vertex> imports = now.vertices().stream()
                .filter(vertex -> vertex.name().text().contains(IMPORT))
                .toList();
        if (seesFiles || anyHit || imports.isEmpty()) {
            return null;
        }
        boolean failed = imports.stream().allMatch(vertex -> vertex.status() == Status.FAILED);
        return Reason.of(
                Cause.CACHE_IMPORT,
                Certainty.LIKELY,
                failed
                        ? "The cache that was to be imported could not be, and the builder had none of its own."
                        : "The cache that was imported had nothing of this build, nor had the builder.");
    }

    /** An image and, where the log has it, the first half of its digest. */
    private record Named(String name, @Nullable String digest) {
        static @Nullable Named of(Vertex vertex) {
            Matcher matcher = IMAGE.matcher(vertex.name().text());
            return matcher.matches() ? new Named(matcher.group(1), matcher.group(2)) : null;
        }

        /** Two names may be one image, unless their digests tell. */
        boolean isAnotherThan(Named other) {
            return digest != null && other.digest != null ? !digest.equals(other.digest) : !name.equals(other.name);
        }

        @Override
        public String toString() {
            return digest == null ? name : name + "@sha256:" + digest.substring(0, SHORT);
        }
    }
}

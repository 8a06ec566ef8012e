package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a build paid for a cache that lies elsewhere, in seconds. */
public final class CacheTime {
    // BuildKit: "importing cache manifest from ghcr.io/o/r:cache", "exporting cache to registry",
    // "exporting to GitHub Actions Cache", "inferred cache manifest type: …"
    private static final List<String> IMPORTS = List.of("importing cache ", "inferred cache manifest type");
    private static final List<String> EXPORTS =
            List.of("exporting cache ", "exporting to github actions cache", "exporting content cache");

    private CacheTime() {}

    /** Of importing, pulling and exporting, one after another; {@code null} where one of these has no time. */
    public static @Nullable Double of(Build build) {
        double sum = 0;
        for (Vertex vertex : build.vertices()) {
            if (!moves(vertex)) {
                continue;
            }
            Double seconds = vertex.seconds();
            if (seconds == null) {
                return null;
            }
            sum += seconds;
        }
        return sum;
    }

    /**
     * What passed on the clock at least while the cache was imported, pulled and exported: where it is not known when each
     * of them went on, the longest of a kind, as others may have gone on beside it. {@code null} where one has no time.
     */
    public static @Nullable Double atLeast(Build build) {
        List<Vertex> moving = build.vertices().stream().filter(CacheTime::moves).toList();
        if (moving.stream().anyMatch(vertex -> vertex.seconds() == null)) {
            return null;
        }
        return moving.stream().noneMatch(vertex -> vertex.spans().isEmpty())
                ? Timing.union(moving)
                : longest(moving, CacheTime::imports)
                        + longest(moving, vertex -> vertex.status() == Status.PULLED)
                        + longest(moving, vertex -> exports(vertex));
    }

    /** Whether it looked into a cache that lies elsewhere, and found one. */
    public static boolean imported(Build build) {
        return build.vertices().stream().anyMatch(vertex -> imports(vertex) && vertex.status() == Status.EXECUTED);
    }

    private static double longest(List<Vertex> vertices, Predicate<Vertex> kind) {
        return vertices.stream()
                .filter(kind)
                .mapToDouble(vertex -> Objects.requireNonNull(vertex.seconds()))
                .max()
                .orElse(0);
    }

    private static boolean moves(Vertex vertex) {
        return vertex.status() == Status.PULLED || imports(vertex) || exports(vertex);
    }

    private static boolean imports(Vertex vertex) {
        return isOneOf(IMPORTS, vertex);
    }

    private static boolean exports(Vertex vertex) {
        return isOneOf(EXPORTS, vertex);
    }

    private static boolean isOneOf(List<String> beginnings, Vertex vertex) {
        if (vertex.step()) {
            return false;
        }
        String name = vertex.name().text().toLowerCase(Locale.ROOT);
        return beginnings.stream().anyMatch(name::startsWith);
    }
}

package dev.misstep.history;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a build paid for a cache that lies elsewhere. */
final class CacheTime {
    // BuildKit: "importing cache manifest from ghcr.io/o/r:cache", "exporting cache to registry",
    // "exporting to GitHub Actions Cache", "inferred cache manifest type: …"
    private static final List<String> NAMES = List.of(
            "importing cache ",
            "inferred cache manifest type",
            "exporting cache ",
            "exporting to github actions cache",
            "exporting content cache");

    private CacheTime() {}

    /** Seconds of importing, pulling and exporting; {@code null} where one of these has no time. */
    static @Nullable Double of(Build build) {
        double sum = 0;
        for (Vertex vertex : build.vertices()) {
            boolean moved = vertex.status() == Status.PULLED || isTransfer(vertex);
            Double seconds = vertex.seconds();
            if (moved && seconds == null) {
                return null;
            }
            sum += moved && seconds != null ? seconds : 0;
        }
        return sum;
    }

    private static boolean isTransfer(Vertex vertex) {
        String name = vertex.name().text().toLowerCase(Locale.ROOT);
        return !vertex.step() && NAMES.stream().anyMatch(name::startsWith);
    }
}

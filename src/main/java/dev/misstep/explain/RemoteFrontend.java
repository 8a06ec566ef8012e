package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.ImageName;
import dev.misstep.build.Vertex;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A frontend that a registry has, and the engine keeps no image of: each build takes what is there under its name.
 *
 * @param name as the Dockerfile has it
 * @param then its digest in the last build, {@code sha256:…}; {@code null} where that is not known
 * @param now its digest in the registry; {@code null} where that is not known
 */
public record RemoteFrontend(
        String name, @Nullable String then, @Nullable String now) {
    // "docker-image://docker.io/docker/dockerfile:1@sha256:…"
    private static final String IMAGE = "docker-image://";

    private static final int SHORT = 12;

    /** The digest a frontend had in a build; empty where that cannot be told. */
    public static Optional<String> digest(Build build, String name) {
        String start = IMAGE + ImageName.full(name) + "@";
        Set<String> digests = new TreeSet<>();
        for (Vertex vertex : build.vertices()) {
            String text = vertex.name().text();
            if (text.startsWith(start)) {
                digests.add(text.substring(start.length()));
            }
        }
        return digests.size() == 1 ? Optional.of(digests.iterator().next()) : Optional.empty();
    }

    /** That it may make other steps of the same text; {@code null} where it is the one it was. */
    @Nullable
    Reason changed() {
        if (then != null && now != null) {
            return then.equals(now) ? null : ChangedFrontend.reason(shown(then), shown(now));
        }
        return Reason.of(
                Cause.FRONTEND,
                Certainty.UNKNOWN,
                "Whether the registry has another image under the name " + name
                        + ", which reads the Dockerfile, than in the last build cannot be told; it may make other steps"
                        + " of the same text.");
    }

    private String shown(String digest) {
        String digits = digest.substring(digest.indexOf(':') + 1);
        return name + " (" + digits.substring(0, Math.min(SHORT, digits.length())) + ")";
    }
}

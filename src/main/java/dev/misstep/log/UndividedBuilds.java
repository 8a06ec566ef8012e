package dev.misstep.log;

import java.util.Collection;

/**
 * Several builds read as one, since nothing tells them apart: Dockerfiles that read no files have the same digests in all
 * their builds. What gives them away is how often the Dockerfile was read: once for a build, and once more where a frontend
 * that it names reads it too (BuildKit, frontend/dockerfile/builder and frontend/gateway).
 */
final class UndividedBuilds {
    private UndividedBuilds() {}

    /** @param names of all vertices that began */
    static boolean in(Collection<String> names) {
        long read = names.stream().filter(Beginnings::isDefinition).count();
        boolean frontend = names.stream()
                .anyMatch(name -> name.startsWith("resolve image config for ") || name.startsWith("docker-image://"));
        return read > (frontend ? 2 : 1);
    }

    /** Takes back what is told of the Dockerfile's vertices: in one of the builds it may have been otherwise. */
    static void withhold(BuildDraft draft) {
        for (VertexNotes notes : draft.vertices.values()) {
            if (notes.name.index() != null) {
                notes.withhold();
            }
        }
        draft.diagnoseOnce("several builds wrote their status at the same time, and nothing tells their steps apart");
    }
}

package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Reads logs out of strings, and tells builds in short. */
final class Logs {
    private Logs() {}

    static List<Build> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Build> read(byte[] bytes) {
        try {
            return LogReader.read("test.log", new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only build of a log. */
    static Build one(String text) {
        List<Build> builds = read(text);
        if (builds.size() != 1) {
            throw new AssertionError(builds.size() + " builds: " + builds);
        }
        return builds.get(0);
    }

    /** Each vertex as {@code 8 executed 12.9}. */
    static List<String> rows(Build build) {
        return build.vertices().stream()
                .map(vertex -> vertex.id() + " " + vertex.status().label()
                        + (vertex.seconds() == null ? "" : " " + vertex.seconds()))
                .collect(Collectors.toList());
    }

    static Vertex vertex(Build build, String id) {
        return build.vertex(id).orElseThrow();
    }
}

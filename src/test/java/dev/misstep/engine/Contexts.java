package dev.misstep.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Small build contexts. */
final class Contexts {
    static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private Contexts() {}

    static TarItem text(String path, String content) {
        return TarItem.file(path, 0644, TIME, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A context of a Dockerfile and other items. */
    static ContextBody of(String dockerfile, TarItem... items) {
        List<TarItem> all = new ArrayList<>(List.of(items));
        all.add(text("Dockerfile", dockerfile));
        return new ContextTar(all, (path, announced, found) -> {
            throw new AssertionError("changed while it was sent: " + path);
        });
    }

    /** A build of that context without any option. */
    static BuildRequest request(BuilderKind builder, String dockerfile, TarItem... items) {
        return BuildRequest.of("test", of(dockerfile, items), "Dockerfile", builder);
    }
}

package dev.misstep.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Small build contexts. */
final class Contexts {
    static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private Contexts() {}

    static TarItem text(String path, String content) {
        return TarItem.file(path, 0644, TIME, content.getBytes(StandardCharsets.UTF_8));
    }

    /** An archive of a Dockerfile and other items. */
    static BuildSource.Archive archive(String dockerfile, TarItem... items) {
        return new BuildSource.Archive(new ContextTar(with(dockerfile, items), (path, announced, found) -> {
            throw new AssertionError("changed while it was sent: " + path);
        }));
    }

    /** Directories of a Dockerfile and other items. None of another build is taken for it, though names and times be equal. */
    static BuildSource.Directories directories(String dockerfile, TarItem... items) {
        ItemTree tree = new ItemTree(with(dockerfile, items));
        return new BuildSource.Directories(
                Map.of("context", tree, "dockerfile", tree), UUID.randomUUID().toString());
    }

    private static List<TarItem> with(String dockerfile, TarItem... items) {
        List<TarItem> all = new ArrayList<>(List.of(items));
        all.add(text("Dockerfile", dockerfile));
        return all;
    }

    /** A build of that context without any option. */
    static BuildRequest request(BuilderKind builder, String dockerfile, TarItem... items) {
        BuildSource context =
                builder == BuilderKind.CLASSIC ? archive(dockerfile, items) : directories(dockerfile, items);
        return new BuildRequest("test", context, "Dockerfile", BuildSettings.NONE, List.of(), builder);
    }
}

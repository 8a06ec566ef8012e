package dev.misstep.bench;

import dev.misstep.context.BuildContext;
import dev.misstep.context.FileDigests;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.context.Overlay;
import dev.misstep.context.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What {@code misstep context --predict} and {@code profile} do before they ask an engine: a context's snapshot, with the
 * digests remembered in a file. Run by {@code scripts/bench}, which has no engine.
 */
public final class SnapshotTaking {
    private SnapshotTaking() {}

    /**
     * Runs once.
     *
     * @param arguments the context, and the file of digests
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toRealPath();
        Path state = Path.of(arguments[1]);
        FileDigests digests = FileDigests.load(state, InstantSource.system());
        Snapshot snapshot = taken(root, digests, Overlay.NONE);
        digests.save(state);
        System.out.println(snapshot.entries().size() + " entries, " + digests.filesRead() + " files read");
    }

    static Snapshot taken(Path root, FileDigests digests, Overlay overlay) throws IOException {
        Optional<Path> file = IgnoreFileChoice.buildKit(root, root.resolve("Dockerfile"));
        return BuildContext.read(root, rules(file)).snapshot(digests, overlay);
    }

    private static IgnoreRules rules(Optional<Path> file) throws IOException {
        try {
            return file.isPresent() ? IgnoreRules.parse(Files.readString(file.get())) : IgnoreRules.NONE;
        } catch (IgnoreSyntaxException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}

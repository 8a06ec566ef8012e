package dev.misstep.engine;

import dev.misstep.engine.session.SyncedTree;
import java.util.Map;

/** Where a build finds its context. */
public sealed interface BuildSource {
    /** An archive that is sent as a whole; ignored files are left out already. The classic builder takes nothing else. */
    record Archive(ContextBody body) implements BuildSource {}

    /**
     * Directories that BuildKit asks for what it needs, by their names: {@code context}, {@code dockerfile} for the one the
     * Dockerfile lies in, and those of other contexts. Ignore files are read and applied by BuildKit.
     *
     * @param sharedKey the same for all builds of that context, so that what one was sent the next need not be
     */
    record Directories(Map<String, SyncedTree> trees, String sharedKey) implements BuildSource {
        public Directories {
            trees = Map.copyOf(trees);
        }
    }
}

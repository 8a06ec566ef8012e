package dev.misstep.engine;

import dev.misstep.engine.session.SyncedTree;
import java.util.Map;

/** Where a build finds its context. */
public sealed interface BuildSource {
    /** An archive that is sent as a whole; ignored files are left out already. The classic builder takes nothing else. */
    record Archive(ContextBody body) implements BuildSource {
        @Override
        public Map<String, SyncedTree> trees() {
            return Map.of();
        }

        @Override
        public String sharedKey() {
            return "";
        }
    }

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

    /**
     * A repository of git, an archive or a Dockerfile, which BuildKit fetches itself (moby/buildkit, frontend/dockerui/context.go).
     *
     * @param address as the user wrote it; it may have a password in it
     * @param trees {@code dockerfile} where the Dockerfile is one of this machine, and directories of other contexts
     */
    record Remote(String address, Map<String, SyncedTree> trees) implements BuildSource {
        public Remote {
            trees = Map.copyOf(trees);
        }

        @Override
        public String sharedKey() {
            return "";
        }

        /** Shows nothing of the address. */
        @Override
        public String toString() {
            return "Remote[" + trees.keySet() + "]";
        }
    }

    /** The directories of this machine that the builder may ask for, by their names. */
    Map<String, SyncedTree> trees();

    /** The same for builds of one context; empty where nothing is to be kept. */
    String sharedKey();
}

package dev.misstep.cli;

import dev.misstep.build.ShortHash;
import java.nio.file.Path;
import java.util.Map;

/** Where Misstep keeps what it remembers: never in a build context. */
final class StateDirectory {
    private final Path root;

    private StateDirectory(Path root) {
        this.root = root;
    }

    /** {@code $MISSTEP_HOME}, else {@code $XDG_STATE_HOME/misstep}, else {@code ~/.local/state/misstep}. */
    static StateDirectory of(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("MISSTEP_HOME", "");
        if (!own.isEmpty()) {
            return new StateDirectory(Path.of(own).toAbsolutePath());
        }
        String shared = environment.getOrDefault("XDG_STATE_HOME", "");
        // the XDG specification has relative paths ignored
        boolean usable = !shared.isEmpty() && Path.of(shared).isAbsolute();
        Path base = usable ? Path.of(shared) : home.resolve(".local").resolve("state");
        return new StateDirectory(base.resolve("misstep"));
    }

    /** The folder for one context directory. */
    Path ofContext(Path context) {
        return root.resolve("contexts").resolve(ShortHash.of(context.toString()));
    }

    /** An empty folder, for builds that need one and are begun from there. */
    Path emptyContext(Path workingDirectory) {
        return root.resolve("empty")
                .resolve(ShortHash.of(workingDirectory.toString()))
                .resolve("standard-input");
    }

    /** The folder of what is kept while a command runs. */
    Path commands() {
        return root.resolve("commands");
    }

    /** The folder of reports nobody named a place for. */
    Path reports() {
        return root.resolve("reports");
    }

    /** The history nobody named another place for. */
    Path history() {
        return root.resolve("history.db");
    }
}

package dev.misstep.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        return root.resolve("contexts").resolve(shortHash(context.toString()));
    }

    /** The folder of reports nobody named a place for. */
    Path reports() {
        return root.resolve("reports");
    }

    /** Enough of a digest to tell things apart, and nothing of what was digested. */
    static String shortHash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

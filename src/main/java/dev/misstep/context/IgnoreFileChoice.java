package dev.misstep.context;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which ignore file a builder reads. Never two of them together. */
public final class IgnoreFileChoice {
    /** What an ignore file is called, or ends with. */
    public static final String NAME = ".dockerignore";

    private IgnoreFileChoice() {}

    /**
     * BuildKit's: the one beside the Dockerfile that has its name, else the context's own (frontend/dockerui/config.go).
     *
     * @param dockerfile which may lie outside of the context
     */
    public static Optional<Path> buildKit(Path context, Path dockerfile) {
        Path own = dockerfile.resolveSibling(dockerfile.getFileName() + NAME);
        return Files.isRegularFile(own) ? Optional.of(own) : classic(context);
    }

    /** The classic builder's: the context's own. */
    public static Optional<Path> classic(Path context) {
        Path own = context.resolve(NAME);
        return Files.isRegularFile(own) ? Optional.of(own) : Optional.empty();
    }
}

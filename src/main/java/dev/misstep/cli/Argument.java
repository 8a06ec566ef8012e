package dev.misstep.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/**
 * An option or parameter of a command, declared by {@link Syntax}.
 *
 * @param <T> what it says, with {@code @Nullable} where it may be left out
 */
final class Argument<T extends @Nullable Object> {
    private final ArgSpec spec;

    Argument(ArgSpec spec) {
        this.spec = spec;
    }

    /** What the command line says; to be asked once it is read. */
    T value() {
        return spec.getValue();
    }
}

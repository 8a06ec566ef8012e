package dev.misstep.dockerfile;

import org.jspecify.annotations.Nullable;

/**
 * A build argument as an instruction sees it.
 *
 * @param line of the ARG that declares it, from 1
 * @param value secret as it may be; {@code null} where it has none, so that it does not get into the environment
 */
public record DeclaredArg(String name, int line, @Nullable String value) {
    /** Never the value. */
    @Override
    public String toString() {
        return "ARG " + name + " (line " + line + ", " + (value == null ? "no value" : "a value") + ")";
    }
}

package dev.misstep.dockerfile;

import java.util.List;

/**
 * Something that one instruction set for those below it.
 *
 * @param name {@code ENV MODE}, {@code WORKDIR}, {@code USER}, {@code SHELL}, or {@code FROM} for the base image
 * @param line of that instruction, from 1
 * @param text that instruction as the Dockerfile has it
 * @param value secret as it may be: variables are replaced, a {@code WORKDIR} is joined with the one above it
 * @param arguments the build arguments that went into the value
 */
public record Setting(String name, int line, String text, String value, List<DeclaredArg> arguments) {
    public Setting {
        arguments = List.copyOf(arguments);
    }

    /** The variable it sets; the name where it sets none. */
    public String variable() {
        return name.startsWith("ENV ") ? name.substring("ENV ".length()) : name;
    }

    /** Never the value. */
    @Override
    public String toString() {
        return name + " (line " + line + ")";
    }
}

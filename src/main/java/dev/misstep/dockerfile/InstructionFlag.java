package dev.misstep.dockerfile;

import org.jspecify.annotations.Nullable;

/**
 * A {@code --name=value} in front of an instruction's arguments.
 *
 * @param name without dashes
 * @param value not expanded yet, or {@code null} where there is no {@code =}
 */
public record InstructionFlag(String name, @Nullable String value) {
    static InstructionFlag of(String word) {
        int equals = word.indexOf('=');
        return equals < 0
                ? new InstructionFlag(word.substring(2), null)
                : new InstructionFlag(word.substring(2, equals), word.substring(equals + 1));
    }

    /** Whether a switch is on: {@code --link} or {@code --link=true}. */
    boolean isTrue() {
        return value == null || value.equalsIgnoreCase("true");
    }
}

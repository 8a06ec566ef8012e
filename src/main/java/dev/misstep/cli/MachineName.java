package dev.misstep.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The name of the machine this runs on. */
final class MachineName {
    private MachineName() {}

    /** {@code null} where it cannot be found out without the network. */
    static @Nullable String of(Map<String, String> environment) {
        for (String variable : List.of("HOSTNAME", "COMPUTERNAME")) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isBlank()) {
                return value;
            }
        }
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8)
                    .strip();
            return name.isEmpty() ? null : name;
        } catch (IOException e) {
            return null; // no Linux
        }
    }
}

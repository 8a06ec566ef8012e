package dev.misstep.cli;

import dev.misstep.engine.session.ShownFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Another value of a build argument, unlike any before. */
record ArgumentEdit(String name) implements RunEdit {
    static final String PREFIX = "arg:";

    static ArgumentEdit of(String argument) {
        String name = argument.substring(PREFIX.length());
        if (name.isEmpty() || name.contains("=")) {
            throw new UserError(ExitStatus.USAGE, "--edit " + argument, "names no build argument; write arg:NAME");
        }
        return new ArgumentEdit(name);
    }

    @Override
    public String title() {
        return "another value of " + name;
    }

    @Override
    public String remark() {
        return "the build argument " + name + " had a value of its own in this run";
    }

    @Override
    public Map<String, ShownFile> shown(Path context, Instant now) {
        return Map.of();
    }

    @Override
    public Map<String, String> arguments(Map<String, String> given, Instant now) {
        Map<String, String> arguments = new LinkedHashMap<>(given);
        arguments.put(name, "misstep-" + now.getEpochSecond() + "-" + now.getNano());
        return arguments;
    }
}

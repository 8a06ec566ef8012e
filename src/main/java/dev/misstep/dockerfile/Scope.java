package dev.misstep.dockerfile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** What has been set up to a place in a stage. */
final class Scope {
    /** What is known to be set; what may be made of the base image's ENV is missing. */
    final SortedMap<String, String> variables = new TreeMap<>();

    final Map<String, DeclaredArg> arguments = new LinkedHashMap<>();
    final Map<String, Setting> settings = new TreeMap<>();

    /** By ENV alone: what the image holds. */
    private final Map<String, Setting> environment = new TreeMap<>();

    private final Map<String, String> values = new TreeMap<>();

    /** Whether there is no image below it all that may have set something. */
    boolean fromScratch;

    /** Whether all of these that nobody set here are empty for sure. */
    boolean knows(SortedSet<String> unset) {
        // the builder sets PATH where an image does not
        return unset.isEmpty() || (fromScratch && !unset.contains("PATH"));
    }

    void copy(Scope other) {
        variables.putAll(other.variables);
        arguments.putAll(other.arguments);
        settings.putAll(other.settings);
        environment.putAll(other.environment);
        values.putAll(other.values);
        fromScratch = other.fromScratch;
    }

    /** Notes an ENV whose variable has been set, or is not known. */
    void keep(String variable, Setting setting) {
        settings.put(setting.name(), setting);
        environment.put(variable, setting);
        String value = variables.get(variable);
        if (value == null) {
            values.remove(variable);
        } else {
            values.put(variable, value);
        }
    }

    /**
     * Begins a stage on another. That has its image's ENV once more, so that an ARG which hid one there does not here; PATH
     * is in every image.
     */
    void inherit(Scope base) {
        copy(base);
        variables.remove("PATH");
        variables.keySet().removeAll(environment.keySet());
        variables.putAll(values);
        environment.forEach((variable, setting) -> {
            settings.put(setting.name(), setting);
            if (setting.arguments().stream().noneMatch(made -> made.name().equals(variable))) {
                arguments.remove(variable);
            }
        });
    }
}

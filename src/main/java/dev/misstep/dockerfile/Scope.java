package dev.misstep.dockerfile;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** What has been set up to a place in a stage. */
final class Scope {
    /** What is known to be set; what may be made of the base image's ENV is missing. */
    final SortedMap<String, String> variables = new TreeMap<>();

    final Map<String, DeclaredArg> arguments = new LinkedHashMap<>();
    final Map<String, Setting> settings = new TreeMap<>();

    /** What the image holds: what the one below it sets, then what ENV does, each where it was first set. */
    private final Map<String, Setting> environment = new LinkedHashMap<>();

    private final Map<String, String> values = new TreeMap<>();

    /** What is in the environment, that which was set last at the end (BuildKit, client/llb/state.go, AddOrReplace). */
    final Set<String> order = new LinkedHashSet<>();

    /** Whether all is known that the image below it sets. */
    private boolean imageKnown;

    /** Whether all of these that nobody set here are empty for sure. */
    boolean knows(SortedSet<String> unset) {
        // the builder sets PATH where an image does not
        return unset.isEmpty() || (imageKnown && !unset.contains("PATH"));
    }

    void copy(Scope other) {
        variables.putAll(other.variables);
        arguments.putAll(other.arguments);
        settings.putAll(other.settings);
        environment.putAll(other.environment);
        values.putAll(other.values);
        order.addAll(other.order);
        imageKnown = other.imageKnown;
    }

    /**
     * Begins on an image that sets these, and no others.
     *
     * @param path what it sets though it does not say so; not among the variables, for another builder may set another
     */
    void image(Map<String, Setting> image, Setting path) {
        image.forEach((variable, setting) -> {
            variables.put(variable, setting.value());
            keep(variable, setting);
        });
        if (!image.containsKey("PATH")) {
            keep("PATH", path);
        }
        imageKnown = true;
    }

    void set(Setting setting) {
        settings.put(setting.name(), setting);
    }

    /** Notes that a variable was set. */
    void ordered(String variable) {
        order.remove(variable);
        order.add(variable);
    }

    /** Notes what an image or an ENV sets; the variable has been set, or is not known. */
    void keep(String variable, Setting setting) {
        set(setting);
        environment.put(variable, setting);
        ordered(variable);
        String value = variables.get(variable);
        if (value == null) {
            values.remove(variable);
        } else {
            values.put(variable, value);
        }
    }

    /** Leaves what the image has, and no argument. */
    void forgetArguments() {
        variables.clear();
        variables.putAll(values);
        order.retainAll(environment.keySet());
        arguments.clear();
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
            ordered(variable);
            set(setting);
            if (setting.arguments().stream().noneMatch(made -> made.name().equals(variable))) {
                arguments.remove(variable);
            }
        });
    }
}

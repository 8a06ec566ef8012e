package dev.misstep.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Build arguments among the words of a command that builds: their values are nobody's business. */
final class WrappedArguments {
    private static final String BUILD_ARG = "--build-arg";

    /** {@code docker buildx bake --set TARGET.args.NAME=VALUE}. */
    private static final String BAKE = "--set";

    private static final String BAKED = ".args.";

    private WrappedArguments() {}

    /**
     * Values by name. One that is named alone has its value from the environment, and is left out where that has none.
     * Nothing is known of what a script or a Makefile builds with.
     */
    static Map<String, String> of(List<String> words, Map<String, String> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            String word = words.get(i);
            if (word.equals(BUILD_ARG)) {
                add(next, environment, values);
            } else if (word.startsWith(BUILD_ARG + "=")) {
                add(word.substring(BUILD_ARG.length() + 1), environment, values);
            } else if (word.equals(BAKE)) {
                addBaked(next, environment, values);
            } else if (word.startsWith(BAKE + "=")) {
                addBaked(word.substring(BAKE.length() + 1), environment, values);
            }
        }
        return values;
    }

    private static void addBaked(String setting, Map<String, String> environment, Map<String, String> values) {
        int argument = setting.indexOf(BAKED);
        if (argument >= 0) {
            add(setting.substring(argument + BAKED.length()), environment, values);
        }
    }

    private static void add(String argument, Map<String, String> environment, Map<String, String> values) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        String value = equals < 0 ? environment.get(name) : argument.substring(equals + 1);
        if (!name.isEmpty() && value != null) {
            values.put(name, value);
        }
    }
}

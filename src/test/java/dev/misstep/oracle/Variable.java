package dev.misstep.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A variable's value and where it is from.
 *
 * @param origin {@code ENV}, {@code ARG} or {@code BASE}, of an image
 * @param text as the Dockerfile has the value; {@code null} where it was given to the build
 * @param made the variables it is made of
 */
record Variable(String value, String origin, @Nullable String text, Map<String, Variable> made) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{?([A-Z][A-Z0-9_]*)}?");

    /** Words with the values of variables; one that has none leaves nothing. */
    static String expand(String text, Map<String, Variable> known) {
        Matcher matcher = REFERENCE.matcher(text);
        return matcher.replaceAll(match -> {
            Variable variable = known.get(match.group(1));
            return Matcher.quoteReplacement(variable == null ? "" : variable.value());
        });
    }

    /** Those that a text names. */
    static Map<String, Variable> used(String text, Map<String, Variable> known) {
        Map<String, Variable> used = new LinkedHashMap<>();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            Variable variable = known.get(matcher.group(1));
            if (variable != null) {
                used.put(matcher.group(1), variable);
            }
        }
        return used;
    }

    /** Why two states of variables differ; empty if they do not. */
    static Set<String> causes(Map<String, Variable> before, Map<String, Variable> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        Set<String> causes = new TreeSet<>();
        for (String name : names) {
            causes.addAll(causes(before.get(name), after.get(name)));
        }
        return causes;
    }

    /** The names of arguments that have another value, or have one in one of two states only. */
    static Set<String> arguments(Map<String, Variable> before, Map<String, Variable> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        Set<String> changed = new TreeSet<>();
        for (String name : names) {
            Variable then = before.get(name);
            Variable now = after.get(name);
            boolean differs = then == null || now == null || !then.value().equals(now.value());
            boolean argument = (then != null && then.origin().equals("ARG"))
                    || (now != null && now.origin().equals("ARG"));
            if (differs && argument) {
                changed.add(name);
            }
            changed.addAll(arguments(then == null ? Map.of() : then.made(), now == null ? Map.of() : now.made()));
        }
        return changed;
    }

    private static Set<String> causes(@Nullable Variable before, @Nullable Variable after) {
        if (before == null || after == null) {
            Variable only = before == null ? after : before;
            return only == null
                    ? Set.of()
                    : switch (only.origin()) {
                        case "ARG" -> Set.of("build-arg", "instruction");
                        case "BASE" -> Set.of("base-image");
                        default -> Set.of("instruction");
                    };
        }
        if (before.value().equals(after.value())) {
            return Set.of();
        }
        Set<String> causes = new TreeSet<>(causes(before.made(), after.made()));
        if (before.origin().equals("BASE") && after.origin().equals("BASE")) {
            causes.add("base-image");
        }
        if (before.origin().equals("ARG") || after.origin().equals("ARG")) {
            causes.add("build-arg");
        }
        boolean edited =
                before.text() == null ? after.text() != null : !before.text().equals(after.text());
        if (edited || !before.origin().equals(after.origin())) {
            causes.add("instruction");
        }
        return causes;
    }
}

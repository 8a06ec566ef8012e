package dev.misstep.dockerfile;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names behind a {@code $} in a text that need not be well-formed. */
final class VariableNames {
    private static final Pattern NAME = Pattern.compile("\\$\\{?(\\w+)");

    private VariableNames() {}

    static SortedSet<String> in(String text) {
        SortedSet<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}

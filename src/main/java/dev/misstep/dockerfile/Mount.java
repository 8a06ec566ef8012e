package dev.misstep.dockerfile;

import dev.misstep.build.GoBoolean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@code --mount} of a RUN (instructions/commands_runmount.go).
 *
 * @param type {@code bind}, {@code cache}, {@code tmpfs}, {@code secret} or {@code ssh}
 * @param from a stage or an image, or {@code null} for the build context
 * @param source the path in it, empty for all of it
 * @param target where it appears, as written; empty where that is left to the builder
 * @param options all that was said besides, by name in lower case: {@code id}, {@code sharing}, {@code mode}, …;
 *     {@code readonly} whichever of its names was used, as {@code true} or {@code false}
 */
public record Mount(
        String type, @Nullable String from, String source, String target, SortedMap<String, String> options) {
    private static final Set<String> SWITCHES = Set.of("readonly", "ro", "readwrite", "rw", "required");

    public Mount {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /**
     * Reads all mounts of a RUN.
     *
     * @param variables to expand the values with
     */
    public static List<Mount> of(Instruction run, char escape, Map<String, String> variables)
            throws ExpansionException {
        Expansion expansion = Expansion.of(escape);
        return all(run, value -> expansion.expand(value, variables));
    }

    /** The same of a builder that replaces no variables in them: one older than BuildKit 0.9. */
    public static List<Mount> asWritten(Instruction run) throws ExpansionException {
        return all(run, value -> value);
    }

    private interface Reading {
        String of(String value) throws ExpansionException;
    }

    private static List<Mount> all(Instruction run, Reading reading) throws ExpansionException {
        List<Mount> mounts = new ArrayList<>();
        try {
            for (String value : run.flagValues("mount")) {
                mounts.add(of(value, reading));
            }
        } catch (IllegalArgumentException e) {
            // of an ONBUILD, which is not read before it is triggered
            throw new ExpansionException(String.valueOf(e.getMessage()));
        }
        return List.copyOf(mounts);
    }

    private static Mount of(String value, Reading reading) throws ExpansionException {
        String type = "bind";
        String from = null;
        String source = "";
        String target = "";
        SortedMap<String, String> options = new TreeMap<>();
        for (String field : fields(value)) {
            int equals = field.indexOf('=');
            String name = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
            if (equals < 0 && !SWITCHES.contains(name)) {
                continue;
            }
            String content = equals < 0 ? "true" : reading.of(field.substring(equals + 1));
            switch (name) {
                case "type" -> type = content.toLowerCase(Locale.ROOT);
                case "from" -> from = content.isEmpty() ? null : content;
                case "source", "src" -> source = content;
                case "target", "dst", "destination" -> target = content;
                case "readonly", "ro" -> options.put("readonly", String.valueOf(GoBoolean.isTrue(content)));
                case "readwrite", "rw" -> options.put("readonly", String.valueOf(!GoBoolean.isTrue(content)));
                default -> options.put(name, content);
            }
        }
        return new Mount(type, from, source, target, options);
    }

    /** What was said of something; empty where nothing was. */
    public String option(String name) {
        return options.getOrDefault(name, "");
    }

    /** Whether what is written there comes to nothing. Caches and file systems in memory can be written unless told otherwise. */
    public boolean isReadOnly() {
        boolean otherwise = !type.equals("cache") && !type.equals("tmpfs");
        return options.containsKey("readonly") ? option("readonly").equals("true") : otherwise;
    }

    /** Refuses what is refused before variables are known. */
    static void checkEarly(String value) {
        for (String field : fields(value)) {
            String from = field.toLowerCase(Locale.ROOT).startsWith("from=") ? field.substring(5) : "";
            int dollar = from.indexOf('$');
            if (dollar >= 0 && dollar != from.length() - 1) {
                throw new IllegalArgumentException(
                        "'from' doesn't support variable expansion, define alias stage instead");
            }
        }
    }

    /** The fields of one line of CSV. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        if (line.isEmpty()) {
            throw new IllegalArgumentException("failed to parse csv mounts: EOF");
        }
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean fresh = true;
        int lastQuote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                    lastQuote = i;
                } else {
                    quoted = false;
                    if (i + 1 < line.length() && line.charAt(i + 1) != ',') {
                        throw broken(i, "extraneous or missing \" in quoted-field");
                    }
                }
            } else if (c == '"' && fresh) {
                quoted = true;
                fresh = false;
                lastQuote = i;
            } else if (c == '"') {
                throw broken(i, "bare \" in non-quoted-field");
            } else if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
                fresh = true;
            } else {
                field.append(c);
                fresh = false;
            }
        }
        if (quoted) {
            throw broken(lastQuote + 1, "extraneous or missing \" in quoted-field");
        }
        fields.add(field.toString());
        return fields;
    }

    private static IllegalArgumentException broken(int at, String reason) {
        return new IllegalArgumentException(
                "failed to parse csv mounts: parse error on line 1, column " + (at + 1) + ": " + reason);
    }
}

package dev.misstep.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A {@code --mount} of a RUN (instructions/commands_runmount.go).
 *
 * @param type {@code bind}, {@code cache}, {@code tmpfs}, {@code secret} or {@code ssh}
 * @param from a stage or an image, or {@code null} for the build context
 * @param source the path in it, empty for all of it
 * @param target where it appears
 * @param id of a cache, secret or ssh socket, or {@code null}
 */
public record Mount(
        String type,
        @Nullable String from,
        String source,
        String target,
        @Nullable String id) {
    /**
     * Reads all mounts of a RUN.
     *
     * @param variables to expand the values with
     */
    public static List<Mount> of(Instruction run, char escape, Map<String, String> variables)
            throws ExpansionException {
        List<Mount> mounts = new ArrayList<>();
        try {
            for (String value : run.flagValues("mount")) {
                mounts.add(of(value, escape, variables));
            }
        } catch (IllegalArgumentException e) {
            // of an ONBUILD, which is not read before it is triggered
            throw new ExpansionException(String.valueOf(e.getMessage()));
        }
        return List.copyOf(mounts);
    }

    private static Mount of(String value, char escape, Map<String, String> variables) throws ExpansionException {
        Expansion expansion = Expansion.of(escape);
        String type = "bind";
        String from = null;
        String source = "";
        String target = "";
        String id = null;
        for (String field : fields(value)) {
            int equals = field.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String content = expansion.expand(field.substring(equals + 1), variables);
            switch (field.substring(0, equals).toLowerCase(Locale.ROOT)) {
                case "type" -> type = content.toLowerCase(Locale.ROOT);
                case "from" -> from = content.isEmpty() ? null : content;
                case "source", "src" -> source = content;
                case "target", "dst", "destination" -> target = content;
                case "id" -> id = content;
                default -> {}
            }
        }
        return new Mount(type, from, source, target, id);
    }

    /** The value of the flag without where its files are from, which is compared by what lies there. */
    public static String withoutSource(String value) {
        StringJoiner kept = new StringJoiner(",");
        try {
            for (String field : fields(value)) {
                int equals = field.indexOf('=');
                String name = equals < 0 ? "" : field.substring(0, equals).toLowerCase(Locale.ROOT);
                if (!name.equals("source") && !name.equals("src") && !name.equals("from")) {
                    kept.add(field);
                }
            }
            return kept.toString();
        } catch (IllegalArgumentException e) {
            return value; // the builder refuses it
        }
    }

    /**
     * What of a mount is part of a key (solver/llbsolver/ops/exec.go): the name of a cache is not, only whether it has one of
     * its own or another way of sharing than the usual.
     *
     * @param value of the flag, variables replaced
     */
    public static String inKey(String value) {
        try {
            Mount mount = of(value, '\\', Map.of());
            if (!mount.type.equals("cache")) {
                return value;
            }
            boolean own = mount.id != null && !mount.id.isEmpty() && !mount.id.equals(mount.target);
            StringJoiner kept = new StringJoiner(",");
            for (String field : fields(value)) {
                String name = field.toLowerCase(Locale.ROOT);
                own |= name.startsWith("sharing=") && !name.equals("sharing=shared");
                if (!name.startsWith("id=") && !name.startsWith("sharing=")) {
                    kept.add(field);
                }
            }
            return kept.add(own ? "own" : "shared").toString();
        } catch (ExpansionException | IllegalArgumentException e) {
            return value; // the builder refuses it
        }
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

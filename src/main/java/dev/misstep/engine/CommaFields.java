package dev.misstep.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code type=file,"src=a,b",id=c}: fields with commas between, as CSV quotes them (docker/buildx, util/buildflags). */
public final class CommaFields {
    private CommaFields() {}

    /**
     * The fields by name, names in lower case. A field without {@code =} has itself as its value.
     *
     * @throws IllegalArgumentException if a quote is never closed
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : split(text)) {
            int equals = field.indexOf('=');
            String name =
                    (equals < 0 ? field : field.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                fields.put(name, equals < 0 ? field : field.substring(equals + 1));
            }
        }
        return fields;
    }

    private static List<String> split(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"' && (quoted || field.isEmpty())) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("has a quote that is never closed");
        }
        fields.add(field.toString());
        return fields;
    }
}

package dev.misstep.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes status messages as BuildKit's rawjson does: one a line, or indented as buildx 0.12 to 0.14 did. */
final class RawJsonPrinter {
    private final boolean indented;

    RawJsonPrinter(boolean indented) {
        this.indented = indented;
    }

    String print(List<SolveStatus> messages) {
        StringBuilder out = new StringBuilder();
        messages.forEach(message -> {
            write(out, tree(message), "\n");
            out.append('\n');
        });
        return out.toString();
    }

    private static Map<String, Object> tree(SolveStatus message) {
        List<Object> vertexes = new ArrayList<>();
        message.vertexes().forEach(vertex -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("digest", vertex.digest());
            put(object, "inputs", vertex.inputs().isEmpty() ? null : vertex.inputs());
            object.put("name", vertex.name());
            put(object, "started", vertex.started());
            put(object, "completed", vertex.completed());
            put(object, "cached", vertex.cached() ? Boolean.TRUE : null);
            put(object, "error", vertex.error());
            vertexes.add(object);
        });
        List<Object> statuses = new ArrayList<>();
        message.statuses().forEach(status -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("id", status.id());
            object.put("vertex", status.vertex());
            put(object, "total", status.total() == 0 ? null : status.total());
            object.put("current", status.current());
            put(object, "started", status.started());
            put(object, "completed", status.completed());
            statuses.add(object);
        });
        List<Object> logs = new ArrayList<>();
        message.logs().forEach(log -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("vertex", log.vertex());
            object.put("stream", log.stream());
            object.put("data", Base64.getEncoder().encodeToString(log.data()));
            put(object, "timestamp", log.timestamp());
            logs.add(object);
        });
        Map<String, Object> tree = new LinkedHashMap<>();
        put(tree, "vertexes", vertexes.isEmpty() ? null : vertexes);
        put(tree, "statuses", statuses.isEmpty() ? null : statuses);
        put(tree, "logs", logs.isEmpty() ? null : logs);
        return tree;
    }

    private static void put(Map<String, Object> object, String key, @Nullable Object value) {
        if (value != null) {
            object.put(key, value instanceof Instant ? value.toString() : value);
        }
    }

    private void write(StringBuilder out, Object value, String lineStart) {
        Iterable<?> entries =
                value instanceof Map<?, ?> map ? map.entrySet() : value instanceof List<?> list ? list : null;
        if (entries != null) {
            boolean object = value instanceof Map<?, ?>;
            String inner = lineStart + "  ";
            String separator = "";
            out.append(object ? '{' : '[');
            for (Object entry : entries) {
                out.append(separator).append(indented ? inner : "");
                separator = ",";
                if (entry instanceof Map.Entry<?, ?> member) {
                    out.append('"').append(member.getKey()).append(indented ? "\": " : "\":");
                    write(out, member.getValue(), inner);
                } else {
                    write(out, entry, inner);
                }
            }
            out.append(indented && !separator.isEmpty() ? lineStart : "").append(object ? '}' : ']');
        } else if (value instanceof String text) {
            quote(out, text);
        } else {
            out.append(value);
        }
    }

    // as Go's encoder does: "<", ">" and "&" escaped
    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '>' || c == '&') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

package dev.misstep.log;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that kaniko itself writes, in any of its three formats (kaniko, pkg/logging/logging.go; logrus,
 * text_formatter.go): {@code INFO[0003] RUN make}, {@code INFO[2024-05-01T10:00:00Z] RUN make},
 * {@code time="2024-05-01T10:00:00Z" level=info msg="RUN make"}, {@code {"level":"info","msg":"RUN make","time":"…"}}.
 *
 * @param fatal whether kaniko ends with it
 * @param seconds whole seconds since kaniko began, or {@code null} where the format has none
 * @param at the second it was written in, or {@code null} where the format has none
 * @param message without the blanks it is padded with
 */
record KanikoLine(
        boolean fatal, @Nullable Integer seconds, @Nullable Instant at, String message) {
    /** Made when a line of JSON is read: few logs of other builders have one, and it takes long. */
    private static final class Json {
        private static final ObjectMapper READER = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS); // two lines in one are damaged
    }

    private static final Set<String> FATAL = Set.of("FATA", "fatal", "PANI", "panic");

    // where a page lost the escape characters of the colours only: "[36mINFO[0m[0003] RUN make"
    private static final Pattern COLOUR = Pattern.compile(
            "(?:\\[\\d{1,2}m)?(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)(?:\\[0m)?\\[([0-9TZ:+.-]{4,40})\\] ?(.*)",
            Pattern.DOTALL);
    // time="2024-05-01T10:00:00Z" level=info msg="RUN echo \"a\""
    private static final Pattern TEXT = Pattern.compile(
            "(?:time=\"([^\"]{10,40})\" )?level=(trace|debug|info|warning|error|fatal|panic) msg=(.*)", Pattern.DOTALL);

    /** The line, or {@code null} where it is none of kaniko's. */
    static @Nullable KanikoLine parse(String line) {
        char c = line.isEmpty() ? 0 : line.charAt(0);
        return switch (c) {
            case '[', 'T', 'D', 'I', 'W', 'E', 'F', 'P' -> colour(line);
            case 't', 'l' -> text(line);
            case '{' -> line.contains("\"msg\":") && line.contains("\"level\":") ? json(line) : null;
            default -> null;
        };
    }

    private static @Nullable KanikoLine colour(String line) {
        Matcher matcher = COLOUR.matcher(line);
        if (!matcher.matches()) {
            return null;
        }
        String time = matcher.group(2);
        boolean counted = time.length() < 9 && time.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        Instant at = counted ? null : instant(time);
        if (!counted && at == null) {
            return null;
        }
        Integer seconds = counted ? Integer.valueOf(time) : null;
        return new KanikoLine(
                FATAL.contains(matcher.group(1)), seconds, at, matcher.group(3).strip());
    }

    private static @Nullable KanikoLine text(String line) {
        Matcher matcher = TEXT.matcher(line.stripTrailing());
        if (!matcher.matches()) {
            return null;
        }
        Instant at = matcher.group(1) == null ? null : instant(matcher.group(1));
        return new KanikoLine(
                FATAL.contains(matcher.group(2)),
                null,
                at,
                unquoted(matcher.group(3)).strip());
    }

    private static @Nullable KanikoLine json(String line) {
        try {
            JsonNode node = Json.READER.readTree(line);
            JsonNode message = node.path("msg");
            String level = node.path("level").asText("");
            if (!message.isTextual() || level.isEmpty()) {
                return null;
            }
            Instant at = instant(node.path("time").asText(""));
            return new KanikoLine(
                    FATAL.contains(level.toLowerCase(Locale.ROOT)),
                    null,
                    at,
                    message.asText().strip());
        } catch (IOException e) {
            return null; // a line that only begins like one
        }
    }

    private static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A word, or a string as Go's %q writes it. */
    private static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int i = 1;
        while (i < text.length() - 1) {
            char c = text.charAt(i++);
            if (c != '\\' || i >= text.length() - 1) {
                plain.append(c);
                continue;
            }
            char escape = text.charAt(i++);
            int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
            if (digits == 0) {
                plain.append(
                        switch (escape) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> escape;
                        });
            } else {
                int end = Math.min(i + digits, text.length() - 1);
                plain.append(character(text.substring(i, end)));
                i = end;
            }
        }
        return plain.toString();
    }

    private static String character(String hex) {
        try {
            int point = Integer.parseInt(hex, 16);
            return Character.isValidCodePoint(point) ? Character.toString(point) : "\ufffd";
        } catch (NumberFormatException e) {
            return "\ufffd";
        }
    }
}

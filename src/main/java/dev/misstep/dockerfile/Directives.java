package dev.misstep.dockerfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.Blank;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comments at the head of a Dockerfile that are more than comments.
 *
 * @param syntax the frontend image to build with, or {@code null} for the builder's own
 * @param escape {@code \} or a backtick
 * @param check what the linter is told, or {@code null}
 */
public record Directives(
        @Nullable String syntax, char escape, @Nullable String check) {
    private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");
    // "# syntax = docker/dockerfile:1"; in a file of another language "// syntax=..."
    private static final Pattern HASH = Pattern.compile("^#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.*\\S|.)\\s*$");
    private static final Pattern SLASHES = Pattern.compile("^//\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.*\\S|.)\\s*$");

    public Directives {
        if (escape != '\\' && escape != '`') {
            throw new IllegalArgumentException("not an escape character: " + escape);
        }
    }

    /** Reads the head of a Dockerfile, its byte order mark cut. */
    static Directives read(String text) throws DockerfileSyntaxException {
        Map<String, String> found = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Matcher matcher = HASH.matcher(Blank.trimStart(withoutReturns(line)));
            String name = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
            if (!KNOWN.contains(name)) {
                break;
            }
            if (found.put(name, matcher.group(2)) != null) {
                throw new DockerfileSyntaxException(number, "only one " + name + " parser directive can be used");
            }
            if (name.equals("escape")
                    && !matcher.group(2).equals("\\")
                    && !matcher.group(2).equals("`")) {
                throw new DockerfileSyntaxException(
                        number, "invalid escape token '" + matcher.group(2) + "' does not match ` or \\");
            }
        }
        char escape = found.getOrDefault("escape", "\\").charAt(0);
        return new Directives(syntaxOf(text).orElse(null), escape, found.get("check"));
    }

    private static String withoutReturns(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(0, end);
    }

    /**
     * The frontend image a file asks for, in any of the forms BuildKit knows (parser/directives.go, DetectSyntax). The
     * file may be of another language, so that the rest of it is no Dockerfile.
     */
    public static Optional<String> syntaxOf(String text) {
        String whole = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String body = whole.startsWith("#!") ? whole.substring(whole.indexOf('\n') + 1) : whole;
        return firstWord(body, HASH).or(() -> firstWord(body, SLASHES)).or(() -> inJson(body));
    }

    private static Optional<String> firstWord(String body, Pattern pattern) {
        for (String line : body.split("\n", -1)) {
            Matcher matcher = pattern.matcher(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            String name = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
            if (name.equals("syntax")) {
                return Optional.of(matcher.group(2).split(" ", 2)[0]);
            }
            if (!KNOWN.contains(name)) {
                break;
            }
        }
        return Optional.empty();
    }

    // {"syntax": "..."}
    private static Optional<String> inJson(String body) {
        if (!Blank.trimStart(body).startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode syntax = new ObjectMapper().readTree(body).path("syntax");
            return syntax.isTextual() ? Optional.of(syntax.textValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}

package dev.misstep.dockerfile;

import dev.misstep.build.Blank;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes one joined line apart: keyword, flags, arguments (parser/split_command.go, line_parsers.go). */
final class InstructionReader {
    private static final Pattern BLANKS = Pattern.compile("[\\t\\x0b\\f\\r ]+");

    private final char escape;

    InstructionReader(char escape) {
        this.escape = escape;
    }

    Instruction read(int line, int endLine, String written) throws DockerfileSyntaxException {
        String text = Blank.trim(written);
        String[] parts = BLANKS.split(text, 2);
        String keyword = parts[0].toUpperCase(Locale.ROOT);
        FlagWords split = FlagWords.of(parts.length == 2 ? parts[1] : "", escape);
        String rest = Blank.trim(split.rest());
        List<InstructionFlag> flags = new ArrayList<>();
        for (String word : split.flags()) {
            flags.add(InstructionFlag.of(word));
        }
        try {
            return read(line, endLine, parts[0], keyword, flags, rest, text);
        } catch (IllegalArgumentException e) {
            throw new DockerfileSyntaxException(line, String.valueOf(e.getMessage()));
        }
    }

    private Instruction read(
            int line,
            int endLine,
            String written,
            String keyword,
            List<InstructionFlag> flags,
            String rest,
            String text)
            throws DockerfileSyntaxException {
        Instruction trigger = null;
        Optional<List<String>> json = Optional.empty();
        List<String> arguments = List.of();
        switch (keyword) {
            case "ONBUILD" -> trigger = rest.isEmpty() ? null : read(line, endLine, rest);
            case "RUN", "CMD", "ENTRYPOINT", "SHELL" -> {
                json = JsonWords.of(rest);
                arguments = json.orElse(rest.isEmpty() ? List.of() : List.of(rest));
            }
            case "COPY", "ADD", "VOLUME" -> {
                json = JsonWords.of(rest);
                arguments = json.orElse(words(rest));
            }
            case "HEALTHCHECK" -> {
                String[] parts = BLANKS.split(rest, 2);
                String command = parts.length == 2 ? parts[1] : "";
                json = JsonWords.of(command);
                List<String> all = new ArrayList<>(rest.isEmpty() ? List.of() : List.of(parts[0]));
                all.addAll(json.orElse(command.isEmpty() ? List.of() : List.of(command)));
                arguments = all;
            }
            case "FROM", "EXPOSE" -> arguments = words(rest);
            case "ENV", "LABEL" -> arguments = pairs(keyword, rest);
            case "ARG" -> arguments = QuotedWords.of(rest, escape);
            case "MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR" ->
                arguments = rest.isEmpty() ? List.of() : List.of(rest);
            default -> arguments = List.of(written);
        }
        return new Instruction(line, endLine, keyword, flags, arguments, text, json.isPresent(), List.of(), trigger);
    }

    private static List<String> words(String rest) {
        return rest.isEmpty() ? List.of() : List.of(BLANKS.split(rest, -1));
    }

    /** {@code ENV a=1 b=2}, or in the old form {@code ENV a 1 and the rest}. */
    private List<String> pairs(String keyword, String rest) {
        List<String> words = QuotedWords.of(rest, escape);
        if (words.isEmpty()) {
            return List.of();
        }
        if (!words.get(0).contains("=")) {
            String[] parts = BLANKS.split(rest, 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException(keyword + " must have two arguments");
            }
            return List.of(parts[0] + "=" + parts[1]);
        }
        for (String word : words) {
            if (!word.contains("=")) {
                throw new IllegalArgumentException(
                        "Syntax error - can't find = in " + Quoted.of(word) + ". Must be of the form: name=value");
            }
        }
        return words;
    }

    /** The same instruction with the documents that follow it. */
    static Instruction withHeredocs(Instruction read, int endLine, List<Heredoc> heredocs) {
        Instruction trigger = read.trigger();
        @Nullable Instruction body = trigger == null ? null : withHeredocs(trigger, endLine, heredocs);
        return new Instruction(
                read.line(),
                endLine,
                read.keyword(),
                read.flags(),
                read.arguments(),
                read.text(),
                read.json(),
                heredocs,
                body);
    }
}

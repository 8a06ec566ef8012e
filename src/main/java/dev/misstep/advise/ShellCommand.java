package dev.misstep.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One simple command of a shell line, and what stands in front of it.
 *
 * @param operator {@code &&}, {@code ||}, {@code ;}, {@code |}, {@code &} or empty for the first
 * @param words without the quotes around them, and without assignments in front; what a shell would put in place of variables stays as written
 * @param from where it begins in the line
 * @param to where it ends in the line
 */
record ShellCommand(String operator, List<String> words, int from, int to) {
    ShellCommand {
        words = List.copyOf(words);
    }

    /** Whether the command runs only if all in front of it went well, or is the first. */
    boolean followsSuccess() {
        return operator.isEmpty() || operator.equals("&&");
    }

    /** Whether it is this program, wherever it lies: {@code /usr/bin/apt-get}. */
    boolean isProgram(String name) {
        return !words.isEmpty() && (words.get(0).equals(name) || words.get(0).endsWith("/" + name));
    }

    /** Its program and what that is to do, without flags, which may hold a password: {@code npm ci}. */
    String shortly() {
        List<String> shown = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("-") || word.contains("=") || word.contains(":") || shown.size() == 3) {
                break;
            }
            shown.add(word);
        }
        return String.join(" ", shown);
    }

    /** The commands of a line, in order. Empty where the line has what is not taken apart here: parentheses, loops, heredocs. */
    static List<ShellCommand> of(String line) {
        return new Reading(line).read();
    }

    /** A shell's words, as far as a Dockerfile has them (POSIX, Shell Command Language 2.3). */
    private static final class Reading {
        private static final List<String> STRUCTURE = List.of(
                "if",
                "then",
                "else",
                "elif",
                "fi",
                "for",
                "while",
                "until",
                "do",
                "done",
                "case",
                "esac",
                "{",
                "}",
                "!",
                "function");

        private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

        private final String line;
        private final List<ShellCommand> commands = new ArrayList<>();
        private List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean inWord;
        private String operator = "";
        private int from = -1;
        private int end;

        Reading(String line) {
            this.line = line;
        }

        List<ShellCommand> read() {
            int at = 0;
            while (at < line.length()) {
                char c = line.charAt(at);
                if (c == '(' || c == ')' || c == '`' || (c == '<' && line.startsWith("<<", at))) {
                    return List.of();
                }
                if (c == '\'' || c == '"') {
                    int close = close(at);
                    if (close < 0) {
                        return List.of();
                    }
                    begin(at);
                    word.append(line, at + 1, close);
                    at = close + 1;
                    end = at;
                } else if (c == '\\' && at + 1 < line.length()) {
                    begin(at);
                    word.append(line.charAt(at + 1));
                    at += 2;
                    end = at;
                } else if (c == '&' || c == '|' || c == ';') {
                    String found =
                            line.startsWith("&&", at) ? "&&" : line.startsWith("||", at) ? "||" : String.valueOf(c);
                    if (c == '&' && at > 0 && line.charAt(at - 1) == '>') { // "2>&1"
                        begin(at);
                        word.append(c);
                        at++;
                        end = at;
                        continue;
                    }
                    finish();
                    operator = found;
                    at += found.length();
                } else if (c == '#' && !inWord) {
                    break;
                } else if (Character.isWhitespace(c)) {
                    word();
                    at++;
                } else {
                    if (c == '$' && line.startsWith("$(", at)) {
                        return List.of();
                    }
                    begin(at);
                    word.append(c);
                    at++;
                    end = at;
                }
            }
            finish();
            boolean structured = commands.stream().anyMatch(command -> STRUCTURE.contains(command.words.get(0)));
            return structured ? List.of() : List.copyOf(commands);
        }

        private int close(int open) {
            char quote = line.charAt(open);
            for (int at = open + 1; at < line.length(); at++) {
                if (quote == '"' && line.charAt(at) == '\\') {
                    at++;
                } else if (line.charAt(at) == quote) {
                    return line.substring(open, at).contains("$(")
                                    || line.substring(open, at).contains("`")
                            ? -1
                            : at;
                }
            }
            return -1;
        }

        private void begin(int at) {
            inWord = true;
            from = from < 0 ? at : from;
        }

        private void word() {
            if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }

        private void finish() {
            word();
            // "NODE_ENV=production npm ci", "sudo apt-get update"
            while (!words.isEmpty()
                    && (ASSIGNMENT.matcher(words.get(0)).matches()
                            || words.get(0).equals("sudo"))) {
                words.remove(0);
            }
            if (!words.isEmpty()) {
                commands.add(new ShellCommand(operator, words, from, end));
            }
            words = new ArrayList<>();
            from = -1;
        }
    }
}

package dev.misstep.report;

import java.util.List;

/**
 * Pieces of GitHub Flavored Markdown (https://github.github.com/gfm/) around texts that may be anything: none of them becomes
 * markup, ends a table's cell, notifies people or links to issues and addresses.
 */
final class Markdown {
    /** Between a sign and what follows it: nothing is seen, and no mention or reference is found. */
    private static final String NOTHING = "&#8203;";

    /** What is no markup anywhere but at the beginning of a line. */
    private static final String HARMLESS = " .,;:'\"()/%-?=";

    private Markdown() {}

    /** A text on one line, as part of a sentence or a cell. */
    static String text(String any) {
        String line = SafeText.oneLine(any);
        StringBuilder out = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '@' || c == '#') {
                out.append(entity(c)).append(NOTHING);
            } else if (isPlain(c) && !isStructure(line, i)) {
                out.append(c);
            } else {
                out.append(entity(c));
            }
        }
        return out.toString();
    }

    /** A name, a path or a command, as code; nothing where it is empty. */
    static String code(String any) {
        String line = SafeText.oneLine(any);
        if (line.isEmpty()) {
            return "";
        }
        if (line.indexOf('`') < 0 && line.indexOf('|') < 0) {
            return "`" + line + "`";
        }
        // no fence is sure to be read alike in a table and elsewhere: a \| is one character there and two here
        StringBuilder out = new StringBuilder("<code>");
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            out.append(isWord(c) || c == ' ' ? String.valueOf(c) : entity(c));
        }
        return out.append("</code>").toString();
    }

    /** A line of a table, with its line feed. The cells are Markdown. */
    static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /**
     * The head of a table.
     *
     * @param left how many of its columns are set to the left; the others have numbers
     */
    static String head(List<String> cells, int left) {
        StringBuilder rule = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            rule.append(i < left ? "---|" : "---:|");
        }
        return row(cells) + rule + "\n";
    }

    /**
     * What is folded until somebody wants to see it, with empty lines around.
     *
     * @param summary any text
     * @param body Markdown, ended by a line feed
     */
    static String details(String summary, String body) {
        return "<details>\n<summary>" + text(summary) + "</summary>\n\n" + body + "\n</details>\n\n";
    }

    /** Lines as they are, in a block of their own. */
    static String block(List<String> lines) {
        int longest = 2;
        for (String line : lines) {
            int run = 0;
            for (int i = 0; i < line.length(); i++) {
                run = line.charAt(i) == '`' ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
        }
        String fence = "`".repeat(longest + 1);
        StringBuilder out = new StringBuilder(fence).append("text\n");
        lines.forEach(line -> out.append(SafeText.visible(line)).append('\n'));
        return out.append(fence).append('\n').toString();
    }

    private static boolean isPlain(char c) {
        return isWord(c) || HARMLESS.indexOf(c) >= 0;
    }

    private static boolean isWord(char c) {
        return c > 0x7f || Character.isLetterOrDigit(c);
    }

    /** Whether a sign that is harmless elsewhere begins a list or a rule, or makes a link of what stands around it. */
    private static boolean isStructure(String line, int at) {
        char c = line.charAt(at);
        return switch (c) {
            case '-', '=' -> at == 0;
            case '.', ')' -> (at <= 9 && line.substring(0, at).matches("\\d*")) || endsWith(line, at, "www");
            case ':' -> line.startsWith("://", at) || endsWith(line, at, "mailto") || endsWith(line, at, "xmpp");
            default -> false;
        };
    }

    private static boolean endsWith(String line, int end, String word) {
        return line.regionMatches(true, end - word.length(), word, 0, word.length());
    }

    private static String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> "&#" + (int) c + ";";
        };
    }
}

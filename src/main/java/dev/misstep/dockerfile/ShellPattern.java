package dev.misstep.dockerfile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The wildcards of <code>${x#p}</code> and <code>${x/p/r}</code>: {@code *} and {@code ?}, but no classes. */
final class ShellPattern {
    private ShellPattern() {}

    static String trimStart(String value, String pattern, boolean longest) throws ExpansionException {
        Matcher matcher = expression(pattern, longest).matcher(value);
        return matcher.lookingAt() ? value.substring(matcher.end()) : value;
    }

    /** An expression cannot look for the shortest match at the end, so both are turned round first. */
    static String trimEnd(String value, String pattern, boolean longest) throws ExpansionException {
        Pattern turned = expression(reversed(pattern), longest);
        String text = new StringBuilder(value).reverse().toString();
        Matcher matcher = turned.matcher(text);
        String rest = matcher.lookingAt() ? text.substring(matcher.end()) : text;
        return new StringBuilder(rest).reverse().toString();
    }

    static String replace(String value, String pattern, String replacement, boolean all) throws ExpansionException {
        Matcher matcher = expression(pattern, true).matcher(value);
        // the builder takes $1 and its like for groups, and a pattern has none
        String text = all ? replacement.replaceAll("\\$(\\w+|\\{\\w+\\})", "") : replacement;
        StringBuilder out = new StringBuilder();
        int done = 0;
        int lastEnd = -1;
        while ((all || lastEnd < 0) && matcher.find()) {
            // Go, unlike Java, finds nothing empty directly behind a match
            if (matcher.end() > matcher.start() || matcher.start() != lastEnd) {
                out.append(value, done, matcher.start()).append(text);
                done = matcher.end();
            }
            lastEnd = matcher.end();
        }
        return out.append(value, done, value.length()).toString();
    }

    private static Pattern expression(String pattern, boolean longest) throws ExpansionException {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                out.append(longest ? "[^\\n]*" : "[^\\n]*?");
            } else if (c == '?') {
                out.append("[^\\n]");
            } else if (c == '\\') {
                char escaped = i + 1 < pattern.length() ? pattern.charAt(i + 1) : '\uFFFD';
                if (escaped == '}' || escaped == '/') {
                    continue;
                }
                if (escaped != '*' && escaped != '?' && escaped != '\\') {
                    throw new ExpansionException(
                            "invalid pattern (" + pattern + ") in substitution: invalid escape '\\" + escaped + "'");
                }
                out.append(Pattern.quote(String.valueOf(escaped)));
                i++;
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(out.toString());
    }

    /** The pattern from its end, each escape still in front of what it escapes. */
    private static String reversed(String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                out.insert(0, pattern.charAt(++i));
            }
            out.insert(0, c);
        }
        return out.toString();
    }
}

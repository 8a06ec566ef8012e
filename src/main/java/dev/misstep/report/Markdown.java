package dev.misstep.report;

import java.util.regex.Pattern;

/**
 * Makes names harmless in GitHub-flavoured Markdown, in tables too: nothing in them is markup, HTML, a link, a mention or the
 * number of an issue. What these are made of is written as character references, which are never markup
 * (CommonMark 0.31.2, 2.5).
 */
public final class Markdown {
    private static final String PLAIN = " .,/=()%+'\u2026\u2013\u00b7-";
    /** Between {@code @} and a name, where it keeps the two from being one and is not seen. */
    private static final String APART = "&zwnj;";

    private static final Pattern WWW = Pattern.compile("(www)\\.", Pattern.CASE_INSENSITIVE);

    private Markdown() {}

    /** A text on one line of prose or in a cell. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder();
        String line = SafeText.oneLine(text);
        for (int at = 0; at < line.length(); ) {
            int point = line.codePointAt(at);
            at += Character.charCount(point);
            append(out, point);
        }
        return WWW.matcher(out).replaceAll("$1" + APART + ".");
    }

    /** A name on one line, as code. */
    public static String code(String text) {
        return "<code>" + text(text) + "</code>";
    }

    private static void append(StringBuilder out, int point) {
        if (point == '@' || point == '#' || point == ':') {
            // "@name", "#12" and "https://" are looked for after references are resolved
            out.append("&#").append(point).append(';').append(APART);
        } else if (point > '~' || Character.isLetterOrDigit(point) || PLAIN.indexOf(point) >= 0) {
            out.appendCodePoint(point);
        } else {
            out.append("&#").append(point).append(';');
        }
    }
}

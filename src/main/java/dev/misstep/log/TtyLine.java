package dev.misstep.log;

import dev.misstep.log.wrapper.Ansi;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of BuildKit's terminal display, told apart (BuildKit, progressui/display.go, ttyDisplay.print).
 *
 * @param kind what it is
 * @param text a row's text without arrows, blanks around it and seconds; else the line without terminal codes
 * @param gap blanks between a row's text and its seconds: at least two as printed, and two where the text was cut
 * @param seconds at the row's end, or {@code null} where it has none
 * @param coloured whether it is in colour, as the rows of what has ended are, and headers never
 * @param header of a frame, else {@code null}
 */
record TtyLine(
        Kind kind,
        String text,
        int gap,
        @Nullable Double seconds,
        boolean coloured,
        @Nullable TtyHeader header) {
    /** The kinds of line. */
    enum Kind {
        /** {@code [+] Building 12.3s (5/8)}. */
        HEADER,
        /** <code> =&gt; [2/5] RUN make    12.3s</code>. */
        VERTEX,
        /** <code> =&gt; =&gt; extracting sha256:…    0.3s</code>. */
        PART,
        /** <code> =&gt; =&gt; # compiling x.c</code>: below a row that runs, the end of what it printed. */
        WINDOW,
        /** <code> =&gt; WARN: …    0.0s</code>. */
        WARNING,
        /** {@code 0.0s} alone, where a terminal was narrower than the display took it for. */
        SECONDS,
        BLANK,
        /** No more than the code by which a frame ends, which shows the cursor. */
        END,
        OTHER
    }

    // what stands for the escape character where it was lost or replaced on the way: "?[1A", "^[[1A", "\e[1A",
    // "\033[1A"; U+2190 is its picture on a DOS console, U+241B that of Unicode
    private static final String ESCAPE =
            "(?:[\\u001b\\u241b\\u2190\\ufffd?]|\\^\\[|\\\\(?:x1[bB]|[eE]|033|u001[bB])|<(?:ESC|0x1[bB])>)?";
    private static final String CODE = ESCAPE + "\\[\\??[0-9;]{0,20}[A-Za-z]";
    // "ESC[0mESC[34m" in front of a row, "[1A[1A[0G[?25l" of a header
    private static final Pattern CODES = Pattern.compile("(?:\\s*" + CODE + ")++");
    private static final Pattern COLOUR = Pattern.compile("\\[([0-9;]{0,20})m");
    // "ESC[0m" and "ESC[2m", which is faint
    private static final Pattern NO_COLOUR = Pattern.compile("[02;]*");
    // "?[0m" behind a row
    private static final Pattern CODES_BEHIND = Pattern.compile("(?:" + CODE + ")++$");

    // "?[2", "\x1", "<ES"
    private static final Pattern PART_OF_CODE =
            Pattern.compile("(?:\\\\(?:x1?[bB]?|[eE]?|03{0,2}|u0{0,2}1?[bB]?)|<(?:E?S?C?|0?x?1?[bB]?)>?)?"
                    + "[\\u001b\\u241b\\u2190\\ufffd?^\\[0-9;]{0,24}");

    private static final int PART_OF_CODE_MAX = "<0x1b>".length() + 24;

    /** How far from a row's end codes behind it are looked for. */
    private static final int MAX_BEHIND = 40;

    private static final String ARROW = "=> ";

    /** Tells a line, or a part of one between two carriage returns, with its terminal codes. */
    static TtyLine parse(String coded) {
        Matcher front = CODES.matcher(coded);
        String codes = front.lookingAt() ? front.group() : "";
        String bare = Ansi.strip(coded.substring(codes.length()));
        String text = bare.strip();
        if (text.isEmpty()
                || ARROW.startsWith(text)
                || (text.length() <= PART_OF_CODE_MAX
                        && PART_OF_CODE.matcher(text).matches())) { // the file ends here
            return of(text.isEmpty() && codes.contains("[?25h") ? Kind.END : Kind.BLANK, text);
        }
        TtyHeader header = TtyHeader.parse(text);
        if (header != null) {
            return new TtyLine(Kind.HEADER, text, 0, null, inColour(codes), header);
        }
        if (!text.startsWith(ARROW)) {
            // behind the codes that end a frame there is what the client prints next
            boolean display = codes.isEmpty() || codes.contains("[?25");
            return other(display ? bare : Ansi.strip(coded), text);
        }
        String row = text.substring(ARROW.length()).stripLeading();
        if (row.startsWith("=>")) {
            String part = row.substring(2).stripLeading();
            return part.startsWith("#") ? of(Kind.WINDOW, part) : row(Kind.PART, part, false);
        }
        return row(row.startsWith("WARN: ") ? Kind.WARNING : Kind.VERTEX, row, inColour(codes));
    }

    private static boolean inColour(String codes) {
        boolean coloured = false;
        for (Matcher colour = COLOUR.matcher(codes); colour.find(); ) {
            coloured = !NO_COLOUR.matcher(colour.group(1)).matches();
        }
        return coloured;
    }

    private static TtyLine of(Kind kind, String text) {
        return new TtyLine(kind, text, 0, null, false, null);
    }

    private static TtyLine other(String line, String text) {
        TtyLine row = row(Kind.OTHER, text, false);
        if (row.text.isEmpty() && row.seconds != null) {
            return row.as(Kind.SECONDS);
        }
        return new TtyLine(Kind.OTHER, line, row.gap, row.seconds, false, null);
    }

    private TtyLine as(Kind other) {
        return new TtyLine(other, text, gap, seconds, coloured, header);
    }

    /** {@code text   12.3s}, behind which a character of what stood there before may have stayed. */
    private static TtyLine row(Kind kind, String row, boolean coloured) {
        String whole = row.endsWith("s") ? row : withoutCodesBehind(row);
        int last = whole.length() - 1;
        boolean stray = last > 0 && whole.charAt(last) != 's' && whole.charAt(last - 1) == 's';
        int unit = stray ? last - 1 : last;
        int from = unit;
        while (from > 0 && isOfNumber(whole.charAt(from - 1)) && unit - from < 12) {
            from--;
        }
        int end = from;
        while (end > 0 && whole.charAt(end - 1) == ' ') {
            end--;
        }
        boolean timed = unit >= 3
                && whole.charAt(unit) == 's'
                && isNumber(whole, from, unit)
                && (end == 0 || from - end >= (stray ? 2 : 1));
        return timed
                ? new TtyLine(
                        kind,
                        whole.substring(0, end),
                        from - end,
                        Double.valueOf(whole.substring(from, unit)),
                        coloured,
                        null)
                : new TtyLine(kind, whole, 0, null, coloured, null);
    }

    private static String withoutCodesBehind(String row) {
        int from = Math.max(0, row.length() - MAX_BEHIND);
        Matcher behind = CODES_BEHIND.matcher(row).region(from, row.length());
        String front = behind.find() ? row.substring(0, behind.start()).stripTrailing() : row;
        return front.endsWith("s") ? front : row; // not "[i", where the file ends
    }

    private static boolean isOfNumber(char c) {
        return c == '.' || (c >= '0' && c <= '9');
    }

    private static boolean isNumber(String text, int from, int to) {
        int dot = text.indexOf('.', from);
        return dot > from && dot == to - 2 && text.charAt(to - 1) != '.';
    }
}

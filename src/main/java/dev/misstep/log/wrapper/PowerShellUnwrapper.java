package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes PowerShell's error header off a program's first line and joins its lines that were wrapped. Only BuildKit's are
 * joined, each of which begins with a number, so that it is certain where the next begins.
 */
final class PowerShellUnwrapper implements Unwrapper {
    private static final int LONGEST_LINE = 1 << 16;

    /** What the client prints below the progress. */
    private static final List<String> OTHERS = List.of("------", "ERROR:", "WARNING:", "error:", "View build details");

    /** What begins the client's last word on a build, which may be the whole of a row: {@code ERROR: failed to build: }. */
    private static final Pattern MESSAGE =
            Pattern.compile("(?:ERROR: |error: )?(?:target \\S+: )?failed to (?:build|solve|receive|dial)\\b.*");

    private static final Pattern SOURCE = Pattern.compile("\\S*Dockerfile\\S*:\\d+");

    private int width;
    private final int ofMessages;
    private PowerShellHeader header = new PowerShellHeader();
    private final List<LogLine> rows = new ArrayList<>();
    private @Nullable LogLine held;
    private final StringBuilder joined = new StringBuilder();
    private String last = "";
    /** The width that the line at hand was wrapped at. */
    private int limit;

    /**
     * @param width at which the builder's lines were wrapped, or 0
     * @param ofMessages at which the client's messages were, which are of standard error where the lines are not
     */
    PowerShellUnwrapper(int width, int ofMessages) {
        this.width = width;
        this.ofMessages = ofMessages;
    }

    @Override
    public void accept(LogLine line, Consumer<LogLine> lines) {
        switch (header.accept(line.text())) {
            case WITHIN -> rows.add(line);
            case ENDS -> {
                LogLine first = rows.get(0);
                rows.clear();
                wrapped(first.withText(header.text(ofMessages)), lines);
                header.forget();
            }
            case BROKEN -> {
                List<LogLine> broken = new ArrayList<>(rows);
                rows.clear();
                broken.forEach(row -> row(row, lines));
                header = new PowerShellHeader();
                accept(line, lines);
            }
            case OUTSIDE -> row(line, lines);
        }
    }

    @Override
    public void end(Consumer<LogLine> lines) {
        rows.forEach(row -> row(row, lines));
        rows.clear();
        flush(lines);
    }

    private void row(LogLine line, Consumer<LogLine> lines) {
        if (line.text().length() > width && isNumbered(line.text())) {
            width = 0; // so the builder's lines are not wrapped
        }
        wrapped(line, lines);
    }

    private void wrapped(LogLine line, Consumer<LogLine> lines) {
        String text = line.text();
        if (joins(text) && joined.length() < LONGEST_LINE) {
            join(joined, text, last.length() == limit);
            last = text;
            return;
        }
        flush(lines);
        limit = isNumbered(text) ? width : MESSAGE.matcher(text).matches() ? ofMessages : 0;
        if (limit > 0) {
            held = line;
            joined.setLength(0);
            joined.append(text);
            last = text;
        } else {
            lines.accept(line);
        }
    }

    private boolean joins(String text) {
        if (held == null || text.isBlank() || !isFull(last, text, limit)) {
            return false;
        }
        boolean withinBlanks = text.charAt(0) == ' ' && last.length() == limit;
        boolean another = text.startsWith("failed to ") && !last.stripTrailing().endsWith(":");
        return withinBlanks || (mayGoOn(text) && !another);
    }

    /** Whether the line may be the rest of one that was wrapped: it does not begin as a line does. */
    static boolean mayGoOn(String line) {
        if (line.isBlank() || line.charAt(0) == ' ' || isNumbered(line)) {
            return false;
        }
        for (String beginning : OTHERS) {
            if (line.startsWith(beginning)) {
                return false;
            }
        }
        return !SOURCE.matcher(line).matches();
    }

    /** Whether the first word of the next line, with the blank behind it, had no room behind a line. */
    static boolean isFull(String line, String next, int width) {
        int blank = next.indexOf(' ');
        int word = blank < 0 ? next.length() : blank + 1;
        int lost = line.endsWith(" ") || line.length() == width ? 0 : 1;
        return line.length() <= width && line.length() + lost + word > width;
    }

    /**
     * Puts the rest of a wrapped line behind its beginning. The blank between two words may be lost on the way.
     *
     * @param full whether the row before was as wide as the console, so that it was cut within a word
     */
    static void join(StringBuilder line, String rest, boolean full) {
        boolean blank = line.length() > 0 && line.charAt(line.length() - 1) == ' ';
        line.append(blank || full ? "" : " ").append(rest);
    }

    /** {@code #7 text}. */
    static boolean isNumbered(String line) {
        int end = line.startsWith("#") ? Form.digits(line, 1) : 0;
        return end > 1 && line.startsWith(" ", end);
    }

    private void flush(Consumer<LogLine> lines) {
        LogLine line = held;
        held = null;
        if (line != null) {
            lines.accept(joined.length() == line.text().length() ? line : line.withText(joined.toString()));
        }
    }
}

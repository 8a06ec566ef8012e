package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes PowerShell's error header off a program's first line and joins its lines that were wrapped. Only BuildKit's are
 * joined, each of which begins with a number, so that it is certain where the next begins.
 */
final class PowerShellUnwrapper implements Unwrapper {
    private static final int LONGEST_LINE = 1 << 16;

    /** What the client prints below the progress. */
    private static final List<String> OTHERS =
            List.of("------", "ERROR:", "WARNING:", "Dockerfile", "failed to ", "error:", "View build details");

    private final int width;
    private PowerShellHeader header = new PowerShellHeader();
    private final List<LogLine> rows = new ArrayList<>();
    private @Nullable LogLine held;
    private final StringBuilder joined = new StringBuilder();
    private String last = "";

    /** @param width at which lines were wrapped, or 0 */
    PowerShellUnwrapper(int width) {
        this.width = width;
    }

    @Override
    public void accept(LogLine line, Consumer<LogLine> lines) {
        switch (header.accept(line.text())) {
            case WITHIN -> rows.add(line);
            case ENDS -> {
                LogLine first = rows.get(0);
                rows.clear();
                wrapped(first.withText(header.text(width)), lines);
            }
            case BROKEN -> {
                List<LogLine> broken = new ArrayList<>(rows);
                rows.clear();
                broken.forEach(row -> wrapped(row, lines));
                header = new PowerShellHeader();
                accept(line, lines);
            }
            case OUTSIDE -> wrapped(line, lines);
        }
    }

    @Override
    public void end(Consumer<LogLine> lines) {
        rows.forEach(row -> wrapped(row, lines));
        rows.clear();
        flush(lines);
    }

    private void wrapped(LogLine line, Consumer<LogLine> lines) {
        String text = line.text();
        boolean joins = held != null && mayGoOn(text) && isFull(last, text, width);
        if (joins && joined.length() < LONGEST_LINE) {
            join(joined, text, last.length() == width);
            last = text;
            return;
        }
        flush(lines);
        boolean numbered = width > 0 && isNumbered(text);
        if (numbered) {
            held = line;
            joined.setLength(0);
            joined.append(text);
            last = text;
        } else {
            lines.accept(line);
        }
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
        return true;
    }

    /** Whether the first word of the next line had no room behind a line. */
    static boolean isFull(String line, String next, int width) {
        int blank = next.indexOf(' ');
        int word = blank < 0 ? next.length() : blank;
        return line.length() <= width && line.length() + word > width;
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

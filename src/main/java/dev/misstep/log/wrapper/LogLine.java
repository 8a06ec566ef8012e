package dev.misstep.log.wrapper;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log, freed of what a CI put around it.
 *
 * @param number its number in the source, from 1
 * @param text without line end, decoration and colour codes
 * @param stamp when the CI printed it, or {@code null}; without a date where {@link #isDated} says so
 * @param lane which of several writers wrote it: a job's step, a parallel branch, a pod; empty where there is one
 * @param coded the text with its terminal codes: in BuildKit's terminal display, a row's colour tells that it has ended
 */
public record LogLine(long number, String text, @Nullable Instant stamp, String lane, String coded) {
    /** No log is as old as that many days after the beginning of 1970: such stamps tell only how much time passed. */
    static final int DATELESS_DAYS = 365;

    private static final String INTERRUPT = "^C";

    // numbers that GitHub's page of a job links to lines of it: "#17 extracting sha256:54682[432](https://github.com/…
    // /jobs/1#step:4:448)b4b7"
    private static final Pattern LINKED =
            Pattern.compile("\\[(\\d{1,9})\\]\\(https://github\\.com/[^)\\s]{1,300}#step:\\d{1,9}:\\d{1,9}\\)");

    private static final Instant FIRST_DATE = Instant.ofEpochSecond(DATELESS_DAYS * 86_400L);

    /** A line that has no terminal codes. */
    public LogLine(long number, String text, @Nullable Instant stamp, String lane) {
        this(number, text, stamp, lane, text);
    }

    /** A line of a log with one writer. */
    public LogLine(long number, String text, @Nullable Instant stamp) {
        this(number, text, stamp, "");
    }

    /** The same line with less around it. */
    public LogLine withText(String newText) {
        return new LogLine(number, newText, stamp, lane);
    }

    /**
     * The same line with less around it, stamped.
     *
     * @param newStamp {@code null} where this line has none of its own, so that the one known stays, as it does where the
     *     new one has no date
     */
    public LogLine withText(String newText, @Nullable Instant newStamp) {
        boolean keep = newStamp == null || (stamp != null && isDated(stamp) && !isDated(newStamp));
        return new LogLine(number, newText, keep ? stamp : newStamp, lane);
    }

    /**
     * Whether a stamp has a date. One that the source prints without, or without its offset from UTC, can be compared
     * with others of the same log only.
     */
    public static boolean isDated(Instant stamp) {
        return !stamp.isBefore(FIRST_DATE);
    }

    /** The same line of a writer within the one known: {@code build / linux}. */
    public LogLine inLane(String inner) {
        return new LogLine(number, text, stamp, lane.isEmpty() ? inner : lane + " / " + inner);
    }

    /**
     * The same line without terminal codes in its text, without what a terminal shows of the key that stopped a command,
     * before what that prints next: {@code ^C#5 CANCELED}, without links of its numbers, and without the blanks with which a console's copy pads its
     * lines: {@code #7 DONE 1.2s      }. No word of a builder ends in blanks. A row of nothing but blanks stays, since a
     * terminal's display wipes rows with them.
     */
    LogLine bare() {
        String shown =
                withoutInterrupt(text.contains("#step:") ? LINKED.matcher(text).replaceAll("$1") : text);
        String bare = withoutPadding(withoutInterrupt(Ansi.strip(shown)));
        return bare.equals(text) ? this : new LogLine(number, bare, stamp, lane, shown);
    }

    private static String withoutInterrupt(String text) {
        int end = 0;
        while (text.startsWith(INTERRUPT, end)) {
            end += INTERRUPT.length();
        }
        return text.substring(end);
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return end == 0 || end == text.length() ? text : text.substring(0, end);
    }
}

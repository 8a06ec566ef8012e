package dev.misstep.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a frame: {@code [+] Building 12.3s (5/8) FINISHED}.
 *
 * @param seconds since the build began
 * @param completed how many vertices have ended
 * @param total how many vertices are known, those that have not begun included
 * @param finished whether the display is over and all that is known has ended, well or not
 */
record TtyHeader(double seconds, int completed, int total, boolean finished) {
    // from BuildKit 0.31 cut at the terminal's width: "[+] Building 12.3s (8/8) FINIS"
    private static final Pattern FORM = Pattern.compile(
            "\\[\\+\\] Building (\\d{1,9}\\.\\d)s \\((\\d{1,6})/(\\d{1,6})\\)(?: {1,3}(FINISHED)| (FI?N?I?S?H?E?))?(?:\\s.*)?",
            Pattern.DOTALL);

    /** The header that a line without terminal codes is, or {@code null}. */
    static @Nullable TtyHeader parse(String line) {
        if (!line.startsWith("[+] Building ")) {
            return null;
        }
        Matcher matcher = FORM.matcher(line);
        return matcher.matches()
                ? new TtyHeader(
                        Double.parseDouble(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)),
                        matcher.group(4) != null || (matcher.group(5) != null && matcher.end(5) == line.length()))
                : null;
    }

    /** Whether all that is known has ended at this moment. */
    boolean allEnded() {
        return total > 0 && completed >= total;
    }

    /** Whether a display that was here can come to show the other: its clock and what it knows never shrink. */
    boolean canBecome(TtyHeader later) {
        return !finished && later.seconds >= seconds && later.total >= total;
    }
}

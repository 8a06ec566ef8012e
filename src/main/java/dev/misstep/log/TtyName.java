package dev.misstep.log;

import dev.misstep.build.StepName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A vertex' name as one row shows it. The display cuts it where the row is full, without a mark, and a word in front
 * ({@code CACHED}) or a longer time behind it makes the cut earlier (BuildKit, progressui/display.go).
 *
 * @param text without blanks at its end
 * @param gap blanks between it and the row's seconds; two or fewer where it may be cut
 */
record TtyName(String text, int gap) {
    private static final int CUT_GAP = 2;

    /** What makes an ADD build on nothing. */
    private static final String URL = "https://x /";

    // "COPY", "RUN --network=none", "ONBUILD COPY -"
    private static final Pattern FLAGS_ONLY =
            Pattern.compile("(?:ONBUILD |LINK ){0,4}[A-Z]{0,20}(?: {1,9}-\\S{0,9999}){0,99}");

    /** What stands where a character of several bytes was cut in two. */
    private static final char HALF = '\ufffd';

    /** Whether there may be more of it: a blank that is cut away looks as if it were one of the gap. */
    boolean mayBeCut() {
        return gap <= CUT_GAP + 1;
    }

    /**
     * Whether it is cut before it tells what stands in its bracket: {@code [a-stage-with-a-long-name 2/}. It may be the
     * name of several vertices then, and of a step or not.
     */
    boolean hidesBracket() {
        return mayBeCut() && text.startsWith("[") && text.indexOf(']') < 0;
    }

    /** Whether flags of its instruction may be cut away: {@code [2/5] COPY --chown=1:1}. */
    boolean hidesFlags(StepName step) {
        if (!mayBeCut()) {
            return false;
        }
        String command = step.command();
        return step.index() != null && FLAGS_ONLY.matcher(command).matches();
    }

    /** The names of steps and of others that it may be, as far as their status is decided by other rules. */
    List<StepName> possible() {
        StepName shown = StepName.parse(text);
        if (hidesBracket()) {
            return List.of(shown, StepName.parse("[2/2] RUN x"), StepName.parse("[2/2] ADD " + URL));
        }
        if (shown.index() == null || !mayBeCut()) {
            return List.of(shown);
        }
        String bracket = text.substring(0, text.indexOf(']') + 1);
        if (shown.instruction() == null && shown.index() == 1) {
            return List.of(shown, StepName.parse(bracket + " WORKDIR /"), StepName.parse(bracket + " ADD " + URL));
        }
        return shown.instruction() == null || shown.instruction().equals("ADD")
                ? List.of(shown, StepName.parse(bracket + " ADD " + URL))
                : List.of(shown);
    }

    /** Whether both may be the name of one vertex, of which the shorter shows less. */
    boolean fits(TtyName other) {
        if (text.equals(other.text)) {
            return true;
        }
        return text.length() < other.text.length() ? isCutOf(other.text) : other.isCutOf(text);
    }

    /** The one that shows more. */
    TtyName fuller(TtyName other) {
        return other.text.length() > text.length() ? other : this;
    }

    /**
     * Whether the other is the same step under another target's name: what several targets share is named now after one,
     * now after another.
     */
    boolean isSharedWith(TtyName other) {
        int end = text.indexOf("] ");
        int otherEnd = other.text.indexOf("] ");
        return end > 0
                && otherEnd > 0
                && text.startsWith("[")
                && other.text.startsWith("[")
                && lastWord(text, end).equals(lastWord(other.text, otherEnd))
                && new TtyName(text.substring(end), gap).fits(new TtyName(other.text.substring(otherEnd), other.gap));
    }

    /** {@code 2/5} of {@code [web builder 2/5}. */
    private static String lastWord(String bracket, int end) {
        return bracket.substring(Math.max(bracket.lastIndexOf(' ', end), 0) + 1, end);
    }

    /** Whether it is the beginning of a whole name, as the blocks of errors tell it. */
    boolean isCutOf(String whole) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) == HALF) {
            return whole.startsWith(text.substring(0, text.length() - 1));
        }
        if (text.isEmpty() || !whole.startsWith(text)) {
            return false;
        }
        if (whole.length() == text.length()) {
            return true;
        }
        // cut between two blanks or more, or with fewer characters than bytes
        return text.chars().anyMatch(c -> c > 127)
                || whole.startsWith(" ".repeat(Math.max(0, gap - CUT_GAP)), text.length());
    }
}

package dev.misstep.log;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A group's number in which a CI saw a secret: {@code #*** [2/5] RUN make}, {@code #1*** DONE 0.3s}. Which number it is
 * follows from those that are left.
 *
 * @param before the digits left in front
 * @param after the digits left behind
 * @param rest the line behind the number
 */
record MaskedNumber(String before, String after, String rest) {
    // GitHub and Jenkins, GitLab, Buildkite and Azure
    private static final Pattern MASKED =
            Pattern.compile("#(\\d{0,5})(?:\\*{3,10}|\\[MASKED\\]|\\[REDACTED\\])(\\d{0,5}) (.*)", Pattern.DOTALL);

    static @Nullable MaskedNumber of(String text) {
        if (text.length() < 5 || text.charAt(0) != '#') {
            return null;
        }
        Matcher masked = MASKED.matcher(text);
        return masked.matches() ? new MaskedNumber(masked.group(1), masked.group(2), masked.group(3)) : null;
    }

    /** Whether that number can be under the mask. */
    boolean canBe(int number) {
        String digits = Integer.toString(number);
        return digits.length() > before.length() + after.length()
                && digits.startsWith(before)
                && digits.endsWith(after);
    }

    /**
     * A line {@code #*** [2/5] RUN make} with the number that was masked, as far as the others leave but one.
     *
     * @param open the group that is open, or {@code null}
     * @param known the vertices named so far
     */
    static @Nullable String unmasked(String text, @Nullable VertexNotes open, Collection<VertexNotes> known) {
        MaskedNumber mask = of(text);
        if (mask == null) {
            return null;
        }
        if (open != null && !mask.rest.startsWith("[")) {
            return mask.canBe(Integer.parseInt(open.id)) ? "#" + open.id + " " + mask.rest : null;
        }
        int highest = 0;
        for (VertexNotes notes : known) {
            int number = Integer.parseInt(notes.id);
            highest = Math.max(highest, number);
            if (mask.canBe(number) && notes.name.text().equals(mask.rest)) {
                return "#" + number + " " + mask.rest;
            }
        }
        boolean isNext = open == null && !PlainEvent.isTerminal(mask.rest) && mask.canBe(highest + 1);
        return isNext ? "#" + (highest + 1) + " " + mask.rest : null;
    }
}

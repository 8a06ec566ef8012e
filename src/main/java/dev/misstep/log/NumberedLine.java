package dev.misstep.log;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a plain display among others: {@code #7 [2/5] RUN make}, {@code #*** DONE 0.3s}.
 *
 * @param id the number, or -1 where a CI masked it
 * @param mask what is left of a masked number; {@code null} where it is not
 * @param rest what stands behind the number
 */
record NumberedLine(int id, @Nullable MaskedNumber mask, String rest) {
    // not the metadata or the build context: those are loaded once the Dockerfile was read
    private static final Pattern BEGINNING = Pattern.compile(
            "\\[(?:\\S+ )?internal\\] load (?!metadata for |build context).*|resolve image config for .*");
    // names without a bracket; anything else that stands below an open group is progress
    private static final Pattern NAME = Pattern.compile("exporting (?:to|cache|inline)\\b.*|resolve image config for .*"
            + "|importing .*|docker-image://.*|merging manifest list .*|pushing \\S+ with docker|resolving provenance .*"
            + "|copy /context /|set context .*|FROM .*|Verifying build result");

    /** {@code null} where the line has no number. */
    static @Nullable NumberedLine of(String text) {
        int digits = PlainLine.idLength(text);
        if (digits > 0) {
            return new NumberedLine(Integer.parseInt(text.substring(1, digits + 1)), null, text.substring(digits + 2));
        }
        MaskedNumber mask = MaskedNumber.of(text);
        return mask == null ? null : new NumberedLine(-1, mask, mask.rest());
    }

    boolean canBe(int number) {
        return mask == null ? id == number : mask.canBe(number);
    }

    boolean isOutput() {
        return PlainLine.isOutput(rest, 0);
    }

    boolean isTerminal() {
        return PlainEvent.isTerminal(rest);
    }

    /** {@code #0 building with "default" instance using docker driver}. */
    boolean announcesBuild() {
        return id == 0 && PlainEvent.announcesBuild(rest);
    }

    /** Whether a build that does not announce itself can begin with it. */
    boolean isBeginning() {
        return mask == null && id < 3 && BEGINNING.matcher(rest).matches();
    }

    boolean hasBracket() {
        return rest.startsWith("[");
    }

    /** Whether it is a header even where a group of its number is open. */
    boolean isName() {
        return hasBracket() || NAME.matcher(rest).matches();
    }

    /**
     * The letter of its terminal word, empty for {@code ...}: C, D, X (canceled), E.
     */
    String mark() {
        if (rest.equals("...")) {
            return "";
        }
        return rest.startsWith("ERROR: ") && rest.endsWith("context canceled")
                ? "X"
                : switch (rest.charAt(0)) {
                    case 'E' -> "E";
                    case 'D' -> "D";
                    default -> rest.equals("CACHED") ? "C" : "X";
                };
    }
}

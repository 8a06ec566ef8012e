package dev.misstep.log;

import dev.misstep.build.StepName;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Names that docker 18.06 to 19.03 cut: 72 bytes and {@code ...}, perhaps within a character (BuildKit 0.3 to 0.7,
 * progressui/printer.go, limitString).
 */
final class CutName {
    private static final int BYTES = 72;
    private static final String DOTS = "...";
    /** What half a character is read as. */
    private static final char HALF = '\uFFFD';

    private CutName() {}

    /** Whether the first text is what those displays print of the second. */
    static boolean isOf(String cut, String full) {
        if (!cut.endsWith(DOTS)
                || cut.length() > BYTES + DOTS.length()
                || full.length() < cut.length() - DOTS.length()) {
            return false;
        }
        int end = cut.length() - DOTS.length();
        while (end > 0 && cut.charAt(end - 1) == HALF) {
            end--;
        }
        int bytes = cut.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        boolean whole = end == cut.length() - DOTS.length();
        return full.startsWith(cut.substring(0, end)) && (whole ? bytes == BYTES : bytes < BYTES && bytes > BYTES - 4);
    }

    /** Whether both may be names of one vertex as far as the cut goes: equal, or one the other's beginning. */
    static boolean same(String one, String other) {
        return one.equals(other) || isOf(one, other) || isOf(other, one);
    }

    /** One vertex shared by several targets is named now after one, now after another; of one stage it has one number. */
    static boolean sameStep(StepName one, StepName other) {
        boolean sameNumber = Objects.equals(one.index(), other.index()) && Objects.equals(one.total(), other.total());
        if (!sameNumber && stage(one.text()).equals(stage(other.text()))) {
            return false;
        }
        String tail = one.text().substring(one.text().indexOf(']') + 1);
        return one.text().startsWith("[")
                && other.text().endsWith(tail)
                && one.index() != null == (other.index() != null);
    }

    /** What stands in the bracket before the number: {@code [web builder} of {@code [web builder 2/5] RUN make}. */
    static String stage(String name) {
        int end = name.indexOf(']');
        return name.substring(0, Math.max(0, name.lastIndexOf(' ', Math.max(0, end))));
    }
}

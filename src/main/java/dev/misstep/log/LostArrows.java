package dev.misstep.log;

import dev.misstep.log.ClassicLine.Kind;
import dev.misstep.log.wrapper.LogLine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the arrows of the classic builder back where a log has none. What shows the logs of Google Cloud Build takes
 * {@code  ---> Using cache} for markup and leaves {@code  Using cache}; web pages make {@code  —> Using cache} of it.
 *
 * <p>A step begins with an arrow as its first word, or, below FROM, with a download: where that word stands bare, all of them
 * do. What a command prints may look the same, so within a RUN only what stands where the builder speaks is taken for
 * its word: below the step's header, and its result below that its container was removed.
 */
final class LostArrows {
    private static final String ARROW = " ---> ";
    private static final int LONGEST = 500;
    // what is left of the arrow, and the word behind it
    private static final Pattern BARE = Pattern.compile("( ?(?:(?:[-\u2013\u2014]{0,3}(?:>|&gt;)|\u2192) )?)"
            + "(?:[0-9a-f]{12}|Using cache|(Running in [0-9a-f]{12})|(Removed intermediate container [0-9a-f]{12})"
            + "|\\[Warning\\] .*)");

    /** What is left of an arrow in this log; {@code null} until a bare word was seen. */
    private @Nullable String left;
    /** Whether an arrow was seen, so that none are lost. */
    private boolean kept;

    private boolean prints;
    /** Whether the builder speaks next, if it prints. */
    private boolean speaks;

    /** The line as the builder wrote it. */
    LogLine restored(LogLine line) {
        String text = line.text();
        if (kept || text.isBlank()) {
            return line;
        }
        ClassicLine said = ClassicLine.parse(VertexNotes.limited(text));
        if (said.is(Kind.STEP)) {
            prints = said.text().regionMatches(true, 0, "RUN", 0, 3);
            speaks = true;
            return line;
        }
        if (!said.is(Kind.OTHER) && text.startsWith("--->", text.charAt(0) == ' ' ? 1 : 0)) {
            kept = left == null;
            return line;
        }
        Matcher bare = BARE.matcher(text);
        if (text.length() > LONGEST || !bare.matches() || !isWord(bare)) {
            speaks = !prints || said.is(Kind.REMOVED);
            return line;
        }
        left = bare.group(1);
        speaks = !prints || bare.group(2) == null; // the command prints from there on
        return line.withText(ARROW + text.substring(bare.end(1)));
    }

    private boolean isWord(Matcher bare) {
        String lead = bare.group(1);
        if (left == null) {
            return speaks;
        }
        return left.equals(lead) && (speaks || bare.group(3) != null || !lead.isBlank());
    }
}

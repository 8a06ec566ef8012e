package dev.misstep.log;

import dev.misstep.build.LikeText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fact that docker 18.06 and 18.09 print of a vertex, {@code       cached: true}.
 *
 * @param label {@code digest}, {@code name}, {@code started}, {@code completed}, {@code duration}, {@code cached} or
 *     {@code error}
 * @param value what stands behind it, of any form
 */
record OldestEvent(String label, String value) {
    private static final Pattern EVENT =
            Pattern.compile(" {0,13}(digest|name|started|completed|duration|cached|error): (.*)", Pattern.DOTALL);
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    // "40ms", "4.414748094s", "301.27µs", "1m2.5s"
    private static final Pattern DURATION =
            Pattern.compile("(?:\\d{1,5}h)?(?:\\d{1,2}m)?\\d{1,9}(?:\\.\\d{1,9})?[mnµ]?s");

    /** An event at the end of a line of output that has no end itself: {@code #5 0.123 no end#5    completed: 2018-…}. */
    private static final Pattern GLUED =
            Pattern.compile(".*#(\\d{1,6}) ( {2,10}(?:completed|started|cached|error): [^#]{4,60000})", Pattern.DOTALL);

    /** No longer line is looked at for damage. */
    private static final int MAX_DAMAGED = 4_000;

    /** {@code null} where the text has no label. */
    static @Nullable OldestEvent of(String rest) {
        Matcher event = EVENT.matcher(rest);
        return event.matches() ? new OldestEvent(event.group(1), event.group(2)) : null;
    }

    /** The event at the end of a line of that vertex' output, or {@code null}. */
    static @Nullable String gluedTo(String output, String id) {
        Matcher event = GLUED.matcher(output);
        return event.matches() && event.group(1).equals(id) ? event.group(2) : null;
    }

    /** Whether the text has the form of an event. */
    static boolean isEvent(String rest) {
        OldestEvent event = of(rest);
        return event != null && event.isWhole();
    }

    private boolean isWhole() {
        return switch (label) {
            case "digest" -> DIGEST.matcher(value).matches();
            case "name", "error" -> value.startsWith("\"");
            case "started", "completed" -> GoText.time(value) != null;
            case "duration" -> isDuration();
            default -> value.equals("true") || value.equals("false");
        };
    }

    boolean isDuration() {
        return DURATION.matcher(value).matches();
    }

    /** Whether it tells more of a vertex' end. */
    boolean isOfEnd() {
        return (label.equals("cached") || label.equals("error")) && !value.equals("false");
    }

    /** Whether a line may be an event of how a vertex ended, and is damaged. */
    static boolean mayBeEvent(String text) {
        return text.length() < MAX_DAMAGED
                && (LikeText.holds(text, "     cached: true") || LikeText.holds(text, "      error: \""));
    }
}

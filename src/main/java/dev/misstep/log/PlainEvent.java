package dev.misstep.log;

import dev.misstep.build.LikeText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a plain display prints behind the number of a group that is open. */
final class PlainEvent {
    // "DONE 1.***s": a CI masked a digit
    static final Pattern DONE =
            Pattern.compile("DONE(?: (?:(-?\\d{1,9}\\.\\d{1,3})|[-.\\d]{0,9}\\*{3}[.\\d*]{0,9})s)?");
    // Until buildx 0.9 a step whose output had no last line end was ended on that very line:
    // "#5 0.157 no newline at end#5 DONE 0.2s"
    static final Pattern GLUED = Pattern.compile(".*#(\\d{1,6}) (DONE \\d{1,9}\\.\\ds)", Pattern.DOTALL);
    // "sha256:… 1.05MB / 3.40MB 0.3s done", "extracting sha256:… 0.1s done"; a bare digest says nothing of a transfer
    private static final Pattern LAYER = Pattern.compile(
            "(?:extracting |pulling )?sha256:[0-9a-f]{64}(?: \\d+(?:\\.\\d+)?[kMGT]?B(?: / \\d+(?:\\.\\d+)?[kMGT]?B)?)?(?: \\d+\\.\\ds)?(?: done)?");
    // no vertex is named like this, so it is progress even where its group's header is missing
    private static final Pattern TRANSFER = Pattern.compile(
            "(?:transferring \\S+:|(?:extracting |pulling )?sha256:[0-9a-f]{64}|exporting (?:layers|manifest|config|attestation)\\b"
                    + "|writing (?:image|layer|config|manifest) |naming to |unpacking |pushing (?:layers|manifest)\\b"
                    + "|sending tarball|copying files|loading layer |resolve [^ :]+[:@]|WARN: ).*");
    // "exporting layers 0.1s done", "loading layer 8238470e6a44 557.06kB / 144.15MB 0.5s"
    private static final Pattern PROGRESS =
            Pattern.compile(".*(?: done| \\d+(?:\\.\\d+)?[kMGT]?B / \\d+(?:\\.\\d+)?[kMGT]?B(?: \\d+\\.\\ds)?)");
    private static final List<String> WORDS = List.of("CACHED", "CANCELED", "DONE", "...");
    private static final String ERROR = "ERROR: ";

    // read once, before all steps, by each build
    private static final Pattern DEFINITION = Pattern.compile(
            "\\[(?:\\S+ )?internal\\] load (?:build definition from |\\.dockerignore|remote build context|git source |local bake definitions).*");

    private PlainEvent() {}

    /** Whether it is what a client since buildx 0.11 begins with: {@code #0 building with "default" instance}. */
    static boolean announcesBuild(String rest) {
        return rest.startsWith("building with \"");
    }

    /** Whether a vertex of that name reads the Dockerfile, or what is needed to read it. */
    static boolean readsDefinition(String name) {
        return DEFINITION.matcher(name).matches();
    }

    /** Whether it ends its group. */
    static boolean isTerminal(String rest) {
        return rest.equals("CACHED")
                || rest.equals("CANCELED")
                || rest.equals("...")
                || rest.startsWith(ERROR)
                || (rest.startsWith("DONE") && DONE.matcher(rest).matches());
    }

    /** Whether a line of progress says that a layer was fetched. */
    static boolean isFetch(String rest) {
        return rest.length() > 71 && LAYER.matcher(rest).matches();
    }

    /** Whether it is an event, and not the name of a vertex. */
    static boolean isEvent(@Nullable VertexNotes known, String rest) {
        return isTerminal(rest)
                || PlainLine.isOutput(rest, 0)
                || TRANSFER.matcher(rest).matches()
                || OldestEvent.isEvent(rest)
                || (known != null
                        && !rest.startsWith("[")
                        && PROGRESS.matcher(rest).matches()
                        && !known.name.text().equals(rest));
    }

    /** Whether neither a vertex is named like this nor anything was, as far as one character may be damaged. */
    static boolean isDamaged(String rest) {
        char first = rest.isEmpty() ? ' ' : rest.charAt(0);
        if (first <= ' ' || first == '\uFFFD' || first == '.') {
            return true;
        }
        int blank = rest.indexOf(' ');
        String word = rest.startsWith("DONE") ? "DONE" : blank < 0 ? rest : rest.substring(0, blank);
        return WORDS.stream().anyMatch(known -> LikeText.is(word, known)) || LikeText.is(word, "ERROR:");
    }

    /** Whether it is something that may stand in the group of a step. */
    static boolean isOfStep(String rest) {
        return isTerminal(rest)
                || PlainLine.isOutput(rest, 0)
                || TRANSFER.matcher(rest).matches();
    }

    /**
     * The terminal words that may stand at the end of a line of that group's output, or {@code null}. An ellipsis stands
     * there today still: {@code #15 19.77 Downloading from central#15 ...}.
     */
    static @Nullable String gluedEnd(int id, String rest) {
        if (rest.endsWith("#" + id + " ...")) {
            return "...";
        }
        Matcher end = GLUED.matcher(rest);
        boolean own = rest.endsWith("s") && end.matches() && end.group(1).equals(Integer.toString(id));
        return own ? end.group(2) : null;
    }
}

package dev.misstep.log;

import dev.misstep.build.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain log says outside its groups: the rest of an error, the blocks that quote the output of what failed, the
 * excerpt of the Dockerfile, the last word on the build (BuildKit, progressui/display.go, printErrorLogs; buildx,
 * cmd/buildx/main.go).
 */
final class PlainAftermath {
    // the end of a build: "ERROR: failed to build: failed to solve: …", compose's "failed to solve: …",
    // GitHub's "##[error]buildx failed with: ERROR: failed to solve: …", buildctl's "error: failed to solve: …"
    private static final Pattern FINAL_ERROR = Pattern.compile(
            "(?:##\\[error\\])?(?:buildx failed with: )?(?:ERROR: |error: |Error: )?((?:target \\S+: )?failed to (?:build|solve|receive status|dial gRPC|solve with frontend \\S+): .*)");
    // what a client prints once a build is over: " 1 warning found (use docker --debug to expand):"
    private static final Pattern EPILOGUE = Pattern.compile(" \\d{1,6} warnings? found\\b.*|View build details: .*");
    private static final Pattern SOURCE_LINE = Pattern.compile("\\S.*:(\\d{1,6})");
    /** Most lines an error message has beyond its first. */
    private static final int MAX_MORE = 200;

    private static final int MAX_QUOTED = 100;

    private static final String DASHES = "-".repeat(20);

    private static final String RULE = "------";

    private final BuildDraft draft;
    /** The vertex whose error was told on the line before, which may go on. */
    private @Nullable VertexNotes failed;

    private final List<String> moreOfError = new ArrayList<>();
    private String previous = "";
    /** The client's last word, if a console has wrapped it. */
    private @Nullable WrappedMessage message;

    /** The vertices whose output was quoted, as those that failed are. */
    private final List<String> quoted = new ArrayList<>();

    private boolean quoting;
    private @Nullable Integer errorLine;

    PlainAftermath(BuildDraft draft) {
        this.draft = draft;
    }

    static boolean isFinalError(String text) {
        return FINAL_ERROR.matcher(text).matches();
    }

    /** What a client's last line says of the build, or {@code null} where it is none. */
    static @Nullable String finalError(String text) {
        Matcher end = FINAL_ERROR.matcher(text);
        return end.matches() ? end.group(1) : null;
    }

    /** The error of that vertex was told. */
    void errorOf(VertexNotes notes) {
        failed = notes;
    }

    /** A line of a group follows: what stood between it and an error is the rest of that error's message. */
    void goesOn() {
        if (failed != null) {
            moreOfError.forEach(failed::continueError);
            moreOfError.clear();
            failed = null;
        }
        quoting = false;
        previous = "";
    }

    /** Whether output is quoted that was printed before. From buildx 0.6 to 0.10 it looks as it did then. */
    boolean quotes() {
        return quoting;
    }

    /** Takes a line without a number, or leaves it to others. */
    boolean accept(String text) {
        String before = previous;
        previous = text;
        if (message != null && goesOn(message, text)) {
            return true;
        }
        if (text.isEmpty() || text.equals(RULE)) {
            boolean ended = quoting && text.equals(RULE);
            boolean stays = quoting && !ended;
            goesOn();
            quoting = stays;
            previous = ended ? "" : text;
            return true;
        }
        if (before.equals(RULE) && text.startsWith(" > ") && text.endsWith(":")) {
            quoting = true;
            if (quoted.size() < MAX_QUOTED) {
                quoted.add(text.substring(" > ".length(), text.length() - 1));
            }
            return true;
        }
        Matcher end = FINAL_ERROR.matcher(text);
        if (end.matches()) {
            if (draft.error == null && !draft.vertices.isEmpty()) {
                draft.error = end.group(1);
                message = WrappedMessage.isCut(end.group(1)) ? new WrappedMessage(text, end.start(1)) : null;
            }
            goesOn();
            return true;
        }
        if (EPILOGUE.matcher(text).matches()) {
            draft.ended |= !draft.vertices.isEmpty(); // else it is of a build that wrote at the same time
            return true;
        }
        Matcher source = SOURCE_LINE.matcher(text.equals(DASHES) ? before : text);
        boolean isSource = source.matches();
        if (text.equals(DASHES) && isSource) {
            errorLine = errorLine == null ? Integer.valueOf(source.group(1)) : errorLine;
            return true;
        }
        if (failed != null && moreOfError.size() < MAX_MORE && !isSource) {
            moreOfError.add(text);
            return true;
        }
        return false;
    }

    /** The build goes on: a client's last words that were read before it, and of no step of this one, are another build's. */
    void disproveEnd() {
        draft.ended = false;
        if (draft.error != null && !draft.failedWith(draft.error)) {
            draft.error = null;
        }
    }

    private boolean goesOn(WrappedMessage cut, String row) {
        boolean taken = cut.accept(row);
        String whole = taken ? cut.text() : "";
        if (!WrappedMessage.isCut(whole)) {
            draft.error = taken ? whole : draft.error;
            message = null;
        }
        return taken;
    }

    /** Whose output is quoted failed: where neither a group nor the last word tells how, that may be for want of a cache key. */
    void doubtLostErrors() {
        for (String name : quoted) {
            if (draft.error == null && draft.vertices.values().stream().noneMatch(notes -> hasFailedAs(notes, name))) {
                draft.failedSomewhere = true;
                draft.keyErrors.doubtLost(name);
            }
        }
    }

    private static boolean hasFailedAs(VertexNotes notes, String name) {
        boolean failed = notes.status() == Status.FAILED || notes.status() == Status.CANCELED;
        return failed && CutName.same(notes.name.text(), name);
    }

    /** Gives the excerpt's line to what failed; with several failures the excerpt does not say of which it is. */
    void placeError() {
        VertexNotes only = null;
        for (VertexNotes notes : draft.vertices.values()) {
            if (notes.name.step() && notes.status() == Status.FAILED) {
                if (only != null) {
                    return;
                }
                only = notes;
            }
        }
        if (only != null && errorLine != null) {
            only.dockerfileLine = errorLine;
        }
    }
}

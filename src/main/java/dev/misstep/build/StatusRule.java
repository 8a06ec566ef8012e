package dev.misstep.build;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides the status of a vertex from what its source said of it. The only place that does, for all sources. */
public final class StatusRule {
    /**
     * The error of a step whose inputs could not even be hashed, as in
     * {@code failed to compute cache key: failed to calculate checksum of ref x::y: "/a": not found}; engine 20.10 says of the
     * vertex no more than {@code "/a" not found: not found}.
     */
    private static final Pattern KEY_ERROR = Pattern.compile(
            "failed to compute cache key|failed to calculate checksum of ref|failed to walk .*: lstat |(?m:^\"[^\"]*\" not found: not found$)");

    private static final String NOT_FOUND = "\" not found: not found";

    private static final List<String> KEY_ERROR_WORDS =
            List.of("failed to compute cache key", "failed to calculate checksum of ref", "failed to walk ");

    /** Of which every one of them has one, whichever of its characters is damaged. */
    private static final List<String> PARTS_OF_KEY_ERRORS =
            List.of("cache key", "o compute", "ksum of ref", "o calculate", "to walk", "led to", "not f", "t found");

    /** How much of a text is compared. */
    private static final int MAX_COMPARED = 1_000;

    /** How a key error, or the word that a build was canceled, begins, with what clients put before it. */
    private static final Pattern DECISIVE = Pattern.compile(
            "(?:failed to (?:build|solve|receive status|build LLB|solve with frontend [^ :]+): |target \\S+: |Canceled: "
                    + "|rpc error: code = [A-Za-z]+ desc = )*+"
                    + "(?:failed to compute cache key|failed to calculate checksum of ref|failed to walk [^:]*: lstat "
                    + "|\"[^\"]*\" not found: not found|context canceled)");

    // "ADD https://host/x.tgz /", "ADD git@github.com:o/r.git /src"
    private static final Pattern REMOTE = Pattern.compile("^(?:ONBUILD )?ADD .*(?:\\w://|git@)");

    private StatusRule() {}

    /**
     * The status as the marks tell it, before the fate of the whole build is known.
     *
     * <p>For a step the first mark decides: what comes later is a download of the result ({@code CACHED}, then
     * {@code DONE 3.2s}) or a repetition. A base image is resolved first ({@code DONE 0.0s}) and may be found in the
     * cache after that, so there the word CACHED wins, unless layers were fetched. The same holds for the few steps that
     * build on nothing ({@link #buildsOnNothing}). An error of a step is the last word wherever it comes, and a step that
     * was stopped for one target and then done for another did run.
     *
     * @param name the vertex' name
     * @param marks what was said, in order; empty when the vertex never ended
     * @param fetched whether layers were downloaded or extracted under this vertex
     * @param logLines how many lines of output it had: a step that only fetched ran nothing
     */
    public static Status of(StepName name, List<Mark> marks, boolean fetched, int logLines) {
        if (marks.isEmpty()) {
            return Status.UNFINISHED;
        }
        if (name.step() && anyIs(Mark.Kind.ERROR, marks)) {
            return Status.FAILED; // where it was CACHED before, the failure of a step below announced it so
        }
        boolean anyCached = anyIs(Mark.Kind.CACHED, marks);
        boolean askedFirst = !name.step() || buildsOnNothing(name);
        Mark decisive = askedFirst ? marks.get(marks.size() - 1) : marks.get(0);
        if (askedFirst && anyCached && decisive.kind() == Mark.Kind.DONE && !fetched) {
            return Status.CACHED;
        }
        return switch (decisive.kind()) {
            case DONE -> done(name, fetched, logLines);
            case CACHED -> hit(marks, fetched, logLines);
            case CANCELED ->
                anyIs(Mark.Kind.DONE, marks) && name.step() ? done(name, fetched, logLines) : Status.CANCELED;
            case ERROR -> Status.FAILED;
        };
    }

    /**
     * Whether a step may have no other vertex below it: {@code [1/2] WORKDIR /a} on scratch, the download of
     * {@code ADD https://…}. BuildKit reports the question for such a step's cache key as work of its own
     * (solver/jobs.go, CacheMap): {@code DONE 0.0s}, then {@code CACHED}.
     */
    public static boolean buildsOnNothing(StepName name) {
        boolean directory = "WORKDIR".equals(name.instruction()) && name.index() != null && name.index() == 1;
        return directory
                || ("ADD".equals(name.instruction())
                        && REMOTE.matcher(name.command()).find());
    }

    private static boolean anyIs(Mark.Kind kind, List<Mark> marks) {
        for (Mark mark : marks) {
            if (mark.kind() == kind) {
                return true;
            }
        }
        return false;
    }

    private static Status done(StepName name, boolean fetched, int logLines) {
        return name.step() && fetched && logLines == 0 ? Status.PULLED : Status.EXECUTED;
    }

    private static Status hit(List<Mark> marks, boolean fetched, int logLines) {
        boolean doneLater = marks.stream()
                .dropWhile(mark -> mark.kind() != Mark.Kind.CACHED)
                .anyMatch(mark -> mark.kind() == Mark.Kind.DONE);
        if (doneLater && logLines > 0) {
            // presumed a hit for what builds on it, then needed after all: no download prints lines
            return Status.EXECUTED;
        }
        return doneLater || fetched ? Status.PULLED : Status.CACHED;
    }

    /** Whether an error says that a step's cache key could not be computed. */
    public static boolean isKeyError(String error) {
        return KEY_ERROR.matcher(error).find();
    }

    /** Whether a text reads like the error of a cache key but for a character that is damaged, or words that are masked. */
    public static boolean resemblesKeyError(String text) {
        if (mayHold(text, KEY_ERROR_WORDS) || (text.indexOf('"') >= 0 && MaskedText.mayHold(text, NOT_FOUND))) {
            return true;
        }
        if (PARTS_OF_KEY_ERRORS.stream().noneMatch(text::contains)) {
            return false;
        }
        String message = text.substring(0, Math.min(text.length(), MAX_COMPARED));
        return KEY_ERROR_WORDS.stream().anyMatch(words -> LikeText.holds(message, words))
                || (message.indexOf('"') >= 0 && LikeText.holds(message, NOT_FOUND));
    }

    private static boolean mayHold(String text, List<String> words) {
        return words.stream().anyMatch(each -> MaskedText.mayHold(text, each));
    }

    /**
     * Whether an error of which the end may be missing could have been one that decides about more than its own vertex:
     * that of a cache key, or that the build was canceled. {@code failed to solve: fai} could.
     */
    public static boolean isUndecided(String cutError) {
        Matcher message = DECISIVE.matcher(cutError);
        return !message.lookingAt() && message.hitEnd();
    }

    /**
     * The status once the build's fate is known. When the key of a step cannot be computed, BuildKit announces all that
     * the step builds on as cached without having looked (solver/jobs.go, CalcSlowCache; solver/progress.go, append). Which
     * of the hits these are is not told, so none counts; what was downloaded was needed, and stays a hit.
     */
    public static Status afterKeyError(StepName name, Status status) {
        boolean ofDockerfile = name.instruction() != null || name.index() != null;
        return ofDockerfile && status == Status.CACHED ? Status.SKIPPED : status;
    }
}

package dev.misstep.report;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Certainty;
import dev.misstep.explain.Miss;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words all reports for people share, so that a table, a page and a terminal say the same of one thing. */
final class Words {
    private Words() {}

    /** What a table says of a step: {@code cached}, {@code 12.3s} for one that ran, {@code failed 0.4s}. */
    static String cell(@Nullable Vertex vertex) {
        if (vertex == null) {
            return "–";
        }
        String seconds = vertex.seconds() == null ? "" : " " + Durations.text(vertex.seconds());
        return switch (vertex.status()) {
            case CACHED -> "cached";
            case PULLED -> "pulled" + seconds;
            case EXECUTED -> seconds.isEmpty() ? "ran" : seconds.strip();
            case FAILED -> "failed" + seconds;
            case CANCELED -> "canceled";
            case SKIPPED -> "skipped";
            case UNFINISHED -> "unfinished";
        };
    }

    /** Where a step stands, {@code builder 5/6}: target and platform too where the name has them. */
    static String position(Vertex vertex) {
        List<String> words = new ArrayList<>();
        addIfKnown(words, vertex.name().target());
        addIfKnown(words, vertex.name().platform());
        addIfKnown(words, vertex.name().stage());
        if (vertex.name().index() != null && vertex.name().total() != null) {
            words.add(vertex.name().index() + "/" + vertex.name().total());
        }
        return SafeText.oneLine(String.join(" ", words));
    }

    /** What a step does, on one line, as long as it is. */
    static String command(Vertex vertex) {
        return SafeText.oneLine(vertex.name().command());
    }

    /** A build as a column's head: {@code run 2}, or {@code warm-up 1} for one that failed or is compared with. */
    static String run(String buildId) {
        if (buildId.matches("warm-up-\\d+")) {
            return buildId.replace("warm-up-", "warm-up ");
        }
        return "run " + Elision.middle(SafeText.oneLine(buildId), 12);
    }

    /**
     * The build compared with, in a sentence: one of this profile, which has a number, one of the history, or the last run of
     * an earlier profile.
     */
    static String baseline(String buildId) {
        if (buildId.matches("history-\\d+")) {
            return "build " + buildId.substring("history-".length()) + " of the history";
        }
        return buildId.matches("(warm-up-)?\\d+(\\.\\d+)?") ? run(buildId) : "the last run of an earlier profile";
    }

    /** The cause as the end of "it ran because". */
    static String because(Cause cause) {
        return switch (cause) {
            case CONTEXT_FILES -> "files it reads changed";
            case INSTRUCTION -> "the instruction changed";
            case BUILD_ARG -> "a build argument changed";
            case BASE_IMAGE -> "the base image changed";
            case FRONTEND -> "the Dockerfile frontend changed";
            case STAGE_OUTPUT -> "what it copies from another stage changed";
            case NO_CACHE -> "the cache was turned off";
            case COLD -> "nothing was cached yet";
            case EVICTED -> "its cached result was gone";
            case CACHE_IMPORT -> "the imported cache did not have it";
            case BUILDER -> "another builder was used";
            case PLATFORM -> "the platform changed";
            case UNKNOWN -> "of something this analysis cannot see";
        };
    }

    /** How sure a cause is, as people say it. */
    static String certainty(Certainty certainty) {
        return switch (certainty) {
            case PROVEN -> "proven";
            case LIKELY -> "likely";
            case UNKNOWN -> "not known";
        };
    }

    /** {@code src/app.js (content)}. */
    static String file(FileChange file) {
        return SafeText.visible(file.path()) + " (" + change(file.change()) + ")";
    }

    static String change(Change change) {
        return switch (change) {
            case CONTENT -> "content";
            case MODE -> "permissions";
            case ADDED -> "added";
            case REMOVED -> "removed";
            case TYPE -> "type";
            case LINK -> "link target";
        };
    }

    /** The changed files that are not among the first {@code shown}. */
    static int moreFiles(Miss miss, int shown) {
        return miss.filesTotal() - Math.min(shown, miss.files().size());
    }

    /** How a build ended and, where it did not succeed, with what. */
    static String ending(Build build) {
        String outcome = switch (build.outcome()) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case CANCELED -> "was canceled";
            case INCOMPLETE -> "did not end within its log";
        };
        return build.error() == null ? outcome : outcome + ": " + build.error();
    }

    /** {@code 1 step}, {@code 3 steps}. */
    static String count(int number, String singular, String plural) {
        return number + " " + (number == 1 ? singular : plural);
    }

    private static void addIfKnown(List<String> words, @Nullable String word) {
        if (word != null && !word.isEmpty()) {
            words.add(word);
        }
    }
}

package dev.misstep.log;

import dev.misstep.log.wrapper.LogLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one build. Never throws for what a line says. */
interface DialectParser {
    /** What a parser made of a line. */
    enum Verdict {
        /** It belongs to this build. */
        TAKEN,
        /** It is not this build's: it may be noise around it, or another build's beginning. */
        FOREIGN,
        /** It begins another build of the same dialect; this one is over, and the line is still to be read. */
        NEXT_BUILD
    }

    Verdict accept(LogLine line);

    /** The file ends within the line that is taken next: it may be the beginning of one that says more. */
    default void endsWithin() {}

    /** After {@link Verdict#NEXT_BUILD}: what the next build's parser has to be given, if that is more than the line. */
    default LogLine unread(LogLine line) {
        return line;
    }

    /** After {@link Verdict#NEXT_BUILD}: whether this build may still go on, so that {@link #resumes} has to be asked. */
    default boolean mayResume() {
        return false;
    }

    /**
     * After {@link Verdict#NEXT_BUILD}: whether this line shows that what began then was output of a step of this build,
     * which goes on with this line.
     *
     * @param later the parser of what seemed to be the next build, which has not been given the line
     */
    default boolean resumes(LogLine line, DialectParser later) {
        return false;
    }

    /** What reads the lines that may follow here in great number; {@code null} where each has to be looked at. */
    default @Nullable BulkLines bulk() {
        return null;
    }

    /** So many lines were read by {@link #bulk}. */
    default void passed(int lines) {}

    /** What was read, which may be a part only. */
    BuildDraft draft();

    /** All builds that were read: more than one where several wrote at the same time. */
    default List<BuildDraft> drafts() {
        return List.of(draft());
    }

    /** Whether the build is over as far as the parser can tell, so that another dialect may begin. */
    boolean over();
}

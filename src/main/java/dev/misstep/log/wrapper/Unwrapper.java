package dev.misstep.log.wrapper;

import java.util.function.Consumer;

/**
 * Takes one wrapper off the lines of one log, in order. A line that does not carry it is handed on as it is. May hold
 * lines back where one was written in several pieces, and hand on several where one held several.
 */
interface Unwrapper {
    /** Takes a line off the log and hands on what was in it. Never throws for what a line says. */
    void accept(LogLine line, Consumer<LogLine> lines);

    /** Hands on what was held back: the log has ended. */
    default void end(Consumer<LogLine> lines) {}
}

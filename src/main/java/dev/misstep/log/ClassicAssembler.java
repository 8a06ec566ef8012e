package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.log.wrapper.Ansi;
import dev.misstep.log.wrapper.LogLine;
import dev.misstep.log.wrapper.Unwrapping;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes one build out of what a live classic builder prints, each line with the moment it came. */
public final class ClassicAssembler {
    private final ClassicParser parser;
    private long number;

    /** @param listener hears of the steps as they come */
    public ClassicAssembler(BuildListener listener) {
        parser = new ClassicParser(0, listener);
    }

    /**
     * Takes a line.
     *
     * @param at when it came
     * @param text without its line end
     */
    public void accept(Instant at, String text) {
        parser.accept(new LogLine(++number, Ansi.strip(text), at));
    }

    /**
     * All that was seen, as one build.
     *
     * @param at when the builder's answer ended
     * @param source what the build is called after
     * @param error what the builder said of the whole build, or {@code null}
     * @param ended whether the builder said how the build ended
     */
    public Build finish(Instant at, String source, @Nullable String error, boolean ended) {
        parser.end(at, error);
        BuildDraft draft = parser.draft();
        draft.succeeded |= ended && error == null;
        return draft.build(source, 1, Unwrapping.NONE, Clock.EXACT);
    }
}

package dev.misstep.engine;

import dev.misstep.build.Build;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes a build out of what the classic builder prints. Called from one thread at a time. */
public interface ClassicSink {
    /**
     * One line of output.
     *
     * @param at when it came from the engine
     * @param text without its line end, as in {@code Step 2/4 : RUN make} or {@code  ---> Using cache}
     */
    void line(Instant at, String text);

    /**
     * All that was seen, as one build. Called once, last.
     *
     * @param at when the builder's answer ended
     * @param source what the build is called after
     * @param error what the builder failed with, or {@code null}
     * @param ended whether the builder said how the build ended
     */
    Build finish(Instant at, String source, @Nullable String error, boolean ended);
}

package dev.misstep.engine;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.log.BuildListener;
import dev.misstep.log.SolveStatus;
import dev.misstep.log.StatusAssembler;
import org.jspecify.annotations.Nullable;

/** Makes a build out of BuildKit's status messages. */
interface StatusSink {
    void accept(SolveStatus status);

    /** All that was seen, as one build; see {@link StatusAssembler#finish}. */
    Build finish(String source, @Nullable String error, boolean ended);

    /** Folds the messages as the displays of BuildKit do. */
    static StatusSink assembling(BuildListener listener) {
        StatusAssembler assembler = new StatusAssembler(Format.ENGINE, listener);
        return new StatusSink() {
            @Override
            public void accept(SolveStatus status) {
                assembler.accept(status, 0);
            }

            @Override
            public Build finish(String source, @Nullable String error, boolean ended) {
                return assembler.finish(source, 1, error, ended);
            }
        };
    }
}

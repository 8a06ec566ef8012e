package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.engine.ClassicSink;
import dev.misstep.log.BuildListener;
import dev.misstep.log.ClassicAssembler;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a live classic builder with the parser of its logs. */
final class LiveClassic implements ClassicSink {
    private final ClassicAssembler assembler;

    LiveClassic(BuildListener listener) {
        assembler = new ClassicAssembler(listener);
    }

    @Override
    public void line(Instant at, String text) {
        assembler.accept(at, text);
    }

    @Override
    public Build finish(Instant at, String source, @Nullable String error, boolean ended) {
        return assembler.finish(at, source, error, ended);
    }
}

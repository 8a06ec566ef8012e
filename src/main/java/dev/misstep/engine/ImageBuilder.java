package dev.misstep.engine;

import dev.misstep.log.BuildListener;
import java.time.InstantSource;
import java.util.function.Function;

/** Builds images on an engine. */
public interface ImageBuilder {
    /**
     * Builds, and returns when the build has ended, one way or another: a build that fails, is canceled or loses its engine
     * is a result and not an exception.
     *
     * @param listener hears of the vertices while the build runs
     * @param cancellation stops the build
     */
    BuildResult build(BuildRequest request, BuildListener listener, Cancellation cancellation);

    /**
     * A builder that takes the one of the engine's two builders that a request asks for.
     *
     * @param clock the time at which output of the classic builder is heard, which tells none of its own
     * @param classic reads what the classic builder prints
     */
    static ImageBuilder of(
            EngineConnection connection, InstantSource clock, Function<BuildListener, ClassicSink> classic) {
        ImageBuilder buildKit = new BuildKitBuilder(connection);
        ImageBuilder old = new ClassicBuilder(connection, clock, classic);
        return (request, listener, cancellation) -> switch (request.builder()) {
            case BUILDKIT -> buildKit.build(request, listener, cancellation);
            case CLASSIC -> old.build(request, listener, cancellation);
        };
    }
}

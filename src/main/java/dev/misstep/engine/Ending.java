package dev.misstep.engine;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a builder's answer ended; collected while it is read. */
final class Ending {
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private @Nullable String imageId;
    private boolean built;
    private @Nullable String told;
    private @Nullable String broken;
    private boolean lost;

    /** Makes the build out of what was seen; see {@link StatusSink#finish}. */
    interface Finish {
        Build build(@Nullable String error, boolean ended);
    }

    /** The build succeeded and made this image. */
    void image(String id) {
        imageId = id;
        built = true;
    }

    /** The build succeeded, and what it made is no image. */
    void built() {
        built = true;
    }

    /** The builder said that the build failed; the first word counts. */
    void error(String message) {
        if (told == null) {
            told = message;
        }
    }

    /** Something of the build's failed on this machine; that the engine then broke off is only what came of it. */
    void failedHere(String reason) {
        broken = reason;
        told = null;
        lost = false;
    }

    /** Whether it is known by now that the build came to nothing. */
    boolean failed() {
        return told != null || lost;
    }

    /** The engine went away; the first reason counts. */
    void lost(String message) {
        if (broken == null) {
            broken = message;
        }
        lost = true;
    }

    /** A connection broke, and what the builder then said is only what came of it. */
    void cut(String message) {
        told = null;
        broken = message;
        lost = true;
    }

    /** Something a reader of the build should know. Any thread may say it. */
    synchronized void note(String message) {
        diagnostics.add(new Diagnostic(0, message));
    }

    BuildResult result(Cancellation cancellation, Finish finish) {
        boolean succeeded = built && told == null && !lost;
        if (cancellation.isCanceled() && !succeeded) {
            Build build = finish.build(told, told != null);
            return new BuildResult(
                    noted(build).copy().outcome(Outcome.CANCELED).build(), null, "canceled", true, false);
        }
        if (succeeded || told != null) {
            return new BuildResult(noted(finish.build(told, true)), told == null ? imageId : null, told, false, false);
        }
        if (broken == null) {
            lost("the engine's answer ended before the build did");
        }
        if (lost) {
            note(String.valueOf(broken));
            return new BuildResult(noted(finish.build(null, false)), null, broken, false, true);
        }
        return new BuildResult(noted(finish.build(broken, true)), null, broken, false, false);
    }

    private synchronized Build noted(Build build) {
        List<Diagnostic> all = new ArrayList<>(build.diagnostics());
        all.addAll(diagnostics);
        return build.withDiagnostics(all);
    }
}

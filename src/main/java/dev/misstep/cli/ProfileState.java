package dev.misstep.cli;

import dev.misstep.build.Outcome;
import dev.misstep.context.FileDigests;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.Observed;
import dev.misstep.history.LastRun;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a profile remembers from one time to the next: digests of files, and the last run. That it cannot be read or written
 * spoils nothing but speed and the first run's comparison, so it is told once and no more.
 */
final class ProfileState {
    private final Path digestFile;
    private final Path runFile;
    private final Console console;
    private boolean warned;

    /** State belongs to a context; the last run also to what was built of it. */
    ProfileState(ContextDirectory directory, BuildOptions options, BuilderKind builder, Console console) {
        Surroundings surroundings = console.surroundings();
        Path folder = StateDirectory.of(surroundings.environment(), surroundings.home())
                .ofContext(directory.root());
        String what = String.join(
                "\n",
                directory.dockerfile().toString(),
                String.valueOf(options.target()),
                String.valueOf(options.platform()),
                builder.label());
        this.digestFile = folder.resolve("digests");
        this.runFile = folder.resolve("last-run-" + StateDirectory.shortHash(what) + ".json");
        this.console = console;
    }

    FileDigests digests() {
        try {
            return FileDigests.load(digestFile, console.surroundings().clock());
        } catch (IOException e) {
            warn(digestFile, e);
            return FileDigests.empty(console.surroundings().clock());
        }
    }

    void save(FileDigests digests) {
        try {
            digests.save(digestFile);
        } catch (IOException e) {
            warn(digestFile, e);
        }
    }

    /** The last run of an earlier profile, under an id that no run of this one has. */
    @Nullable
    Observed lastRun() {
        try {
            return LastRun.load(runFile)
                    .map(run -> new Observed(run.build().withId("earlier"), run.inputs()))
                    .orElse(null);
        } catch (IOException e) {
            warn(runFile, e);
            return null;
        }
    }

    /** Keeps a run that ended. One that failed counts too: the builder's cache has what it made. */
    void keep(Observed run) {
        Outcome outcome = run.build().outcome();
        if (outcome != Outcome.SUCCEEDED && outcome != Outcome.FAILED) {
            return;
        }
        try {
            LastRun.save(runFile, run);
        } catch (IOException e) {
            warn(runFile, e);
        }
    }

    private void warn(Path file, IOException e) {
        if (!warned) {
            warned = true;
            console.warn(
                    file.toString(),
                    "what was learnt cannot be kept here (" + IoSentence.of(e)
                            + "); set MISSTEP_HOME to a place that can be written");
        }
    }
}

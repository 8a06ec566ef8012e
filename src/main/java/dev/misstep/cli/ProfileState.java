package dev.misstep.cli;

import dev.misstep.build.Outcome;
import dev.misstep.build.ShortHash;
import dev.misstep.context.FileDigests;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.Observed;
import dev.misstep.history.BuiltSteps;
import dev.misstep.history.KeptRun;
import dev.misstep.history.LastRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a profile remembers from one time to the next: digests of files, and the last run. That it cannot be read or written
 * spoils nothing but speed and the first run's comparison, so each is told once and no more.
 */
final class ProfileState {
    private final Path digestFile;
    private final Path runFile;
    private final Path builtFile;
    private final Console console;
    private boolean toldOfReading;
    private boolean toldOfWriting;

    /**
     * State belongs to a context; the last run also to what was built of it, and to the engine whose cache has it.
     *
     * @param engine where the engine is
     */
    ProfileState(
            ContextDirectory directory, BuildOptions options, BuilderKind builder, String engine, Console console) {
        Surroundings surroundings = console.surroundings();
        Path folder = StateDirectory.of(surroundings.environment(), surroundings.home())
                .ofContext(directory.root());
        String what = String.join(
                "\n",
                directory.dockerfile().toString(),
                String.valueOf(options.target()),
                String.valueOf(options.platform()),
                builder.label(),
                engine);
        this.digestFile = folder.resolve("digests");
        this.runFile = folder.resolve("last-run-" + ShortHash.of(what) + ".json");
        this.builtFile = folder.resolve("built-" + ShortHash.of(builder.label() + "\n" + engine) + ".json");
        this.console = console;
    }

    FileDigests digests() {
        try {
            return FileDigests.load(digestFile, console.surroundings().clock());
        } catch (IOException e) {
            unreadable(digestFile, e);
            return FileDigests.empty(console.surroundings().clock());
        }
    }

    void save(FileDigests digests) {
        try {
            digests.save(digestFile);
        } catch (IOException e) {
            unwritable(digestFile, e);
        }
    }

    /** The last run of an earlier profile, under an id that no run of this one has. */
    @Nullable
    KeptRun lastRun() {
        try {
            return LastRun.load(runFile)
                    .map(kept -> new KeptRun(
                            new Observed(
                                    kept.run().build().withId("earlier"),
                                    kept.run().inputs()),
                            kept.plan(),
                            kept.engine()))
                    .orElse(null);
        } catch (IOException e) {
            unreadable(runFile, e);
            return null;
        }
    }

    /** Keeps a run that ended. One that failed counts too: the builder's cache has what it made. */
    void keep(KeptRun kept) {
        Outcome outcome = kept.run().build().outcome();
        if (outcome != Outcome.SUCCEEDED && outcome != Outcome.FAILED) {
            return;
        }
        try {
            LastRun.save(runFile, kept);
        } catch (IOException e) {
            unwritable(runFile, e);
        }
    }

    /** What this engine has built of the context, whatever the target. */
    BuiltSteps built(String engine) {
        BuiltSteps none = new BuiltSteps(engine, Map.of());
        try {
            return BuiltSteps.load(builtFile)
                    .filter(built -> built.engine().equals(engine))
                    .orElse(none);
        } catch (IOException e) {
            unreadable(builtFile, e);
            return none;
        }
    }

    void keep(BuiltSteps built) {
        try {
            built.save(builtFile);
        } catch (IOException e) {
            unwritable(builtFile, e);
        }
    }

    private void unreadable(Path file, IOException e) {
        if (!toldOfReading) {
            toldOfReading = true;
            console.warn(
                    file.toString(),
                    "what an earlier profile learnt cannot be read (" + IoSentence.of(e)
                            + "); this one goes on without, and puts its own there");
        }
    }

    private void unwritable(Path file, IOException e) {
        if (!toldOfWriting) {
            toldOfWriting = true;
            console.warn(
                    file.toString(),
                    "what was learnt cannot be kept here (" + IoSentence.of(e)
                            + "); set MISSTEP_HOME to a place that can be written");
        }
    }
}

package dev.misstep.cli;

import dev.misstep.build.Outcome;
import dev.misstep.build.PlatformName;
import dev.misstep.build.ShortHash;
import dev.misstep.context.FileDigests;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.Observed;
import dev.misstep.explain.Planned;
import dev.misstep.explain.RenamedTarget;
import dev.misstep.history.BuiltSteps;
import dev.misstep.history.KeptRun;
import dev.misstep.history.LastRun;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a profile remembers from one time to the next: digests of files, and the last run. That it cannot be read or written
 * spoils nothing but speed and the first run's comparison, so each is told once and no more.
 */
final class ProfileState {
    private static final String DIGESTS = "digests";

    private final Path folder;
    private final boolean several;
    /** What the names of the files begin with that have the last runs for all platforms. */
    private final String all;

    private final String runs;
    private final String end;
    private final Path runFile;
    private final @Nullable String target;
    private final Path builtFile;
    private final Console console;
    private boolean toldOfReading;
    private boolean toldOfWriting;

    /**
     * State belongs to a context; the last run also to what was built of it, and to the engine whose cache has it.
     *
     * @param engine where the engine is
     * @param usual what it builds for unless told otherwise
     */
    ProfileState(
            ContextDirectory directory,
            BuildOptions options,
            BuilderKind builder,
            String engine,
            String usual,
            Console console) {
        this.folder = folder(directory.root(), console.surroundings());
        String what = String.join("\n", directory.dockerfile().toString(), builder.label(), engine);
        this.target = options.target();
        this.several = options.severalPlatforms();
        this.all = "last-run-" + ShortHash.of(what) + "-";
        String platform = Objects.requireNonNullElse(options.platform(), usual);
        this.runs = all + ShortHash.of(several ? platform : PlatformName.of(platform)) + "-";
        this.end = ShortHash.of(String.valueOf(target)) + ".json";
        this.runFile = folder.resolve(runs + end);
        this.builtFile = folder.resolve("built-" + ShortHash.of(builder.label() + "\n" + engine) + ".json");
        this.console = console;
    }

    private static Path folder(Path directory, Surroundings surroundings) {
        return StateDirectory.of(surroundings.environment(), surroundings.home())
                .ofContext(directory);
    }

    private Path digestFile(Path directory) {
        return folder(directory, console.surroundings()).resolve(DIGESTS);
    }

    /** Those of a context, of whichever directory. */
    FileDigests digests(Path directory) {
        Path file = digestFile(directory);
        try {
            return FileDigests.load(file, console.surroundings().clock());
        } catch (IOException e) {
            unreadable(file, e);
            return FileDigests.empty(console.surroundings().clock());
        }
    }

    void save(Path directory, FileDigests digests) {
        Path file = digestFile(directory);
        try {
            digests.save(file);
        } catch (IOException e) {
            unwritable(file, e);
        }
    }

    /**
     * The last run of an earlier profile, under an id that no run of this one has. Where the target has none, it may have been
     * renamed; else the last for another platform will do, of which some steps may be the same.
     *
     * @param facts the Dockerfile now; {@code null} for one that cannot be read
     * @param digests what the run has in common with these is in memory but once
     */
    @Nullable
    KeptRun lastRun(@Nullable DockerfileFacts facts, FileDigests digests) {
        KeptRun own = lastRun(runFile, digests);
        if (own == null && facts != null && target != null) {
            own = lastRunOfRenamed(facts, digests);
        }
        return own == null && facts != null && !several ? lastRunForAnotherPlatform(digests) : own;
    }

    /** Not that of a build for several, which has each step several times. */
    private @Nullable KeptRun lastRunForAnotherPlatform(FileDigests digests) {
        for (Path file : newest(all + "*-" + end)) {
            KeptRun other = lastRun(file, digests);
            boolean one = other != null
                    && other.run().build().steps().stream()
                            .allMatch(step -> step.name().platform() == null);
            if (one) {
                return other;
            }
        }
        return null;
    }

    /** That which has most in common with the target, and of several the last. */
    private @Nullable KeptRun lastRunOfRenamed(DockerfileFacts facts, FileDigests digests) {
        KeptRun best = null;
        int most = 0;
        for (Path file : newest(runs + "*.json")) {
            KeptRun other = lastRun(file, digests);
            Planned plan = other == null ? null : other.plan();
            int common = other == null || plan == null
                    ? 0
                    : RenamedTarget.resemblance(facts, other.run().build().target(), plan);
            if (common > most) {
                most = common;
                best = other;
            }
        }
        return best;
    }

    /** The last runs whose files have such names, the newest first. */
    private List<Path> newest(String names) {
        Map<Path, FileTime> written = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
            for (Path file : files) {
                written.put(file, Files.getLastModifiedTime(file));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // as if there were none
        }
        return written.entrySet().stream()
                .sorted(Map.Entry.<Path, FileTime>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private @Nullable KeptRun lastRun(Path file, FileDigests digests) {
        try {
            return LastRun.load(file, snapshot -> snapshot.sharing(digests))
                    .map(kept -> new KeptRun(
                            new Observed(
                                    kept.run().build().withId("earlier"),
                                    kept.run().inputs()),
                            kept.plan(),
                            kept.engine()))
                    .orElse(null);
        } catch (IOException e) {
            unreadable(file, e);
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
        BuiltSteps none = BuiltSteps.none(engine);
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

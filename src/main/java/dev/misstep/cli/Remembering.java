package dev.misstep.cli;

import dev.misstep.explain.Analysis;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.History;
import dev.misstep.history.HistoryException;
import dev.misstep.history.Origin;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what a profile built into the history, unless the user does not want that. */
final class Remembering {
    private final KeepOptions keep;
    private final HistoryOptions options;
    private final Argument<Boolean> none;
    private @Nullable CheckedOut checkedOut;

    Remembering(Syntax syntax) {
        options = new HistoryOptions(syntax);
        none = syntax.flag("Keep nothing in the history.", "--no-history");
        keep = new KeepOptions(syntax);
    }

    /** Refuses what cannot be understood, before anything is built. */
    void check(Console console) {
        keep.check(console);
    }

    /** Whether builds are to be kept. */
    boolean isWanted() {
        return !none.value();
    }

    /** Looks meanwhile what is checked out there, where no CI says it. */
    void lookAt(Path directory, Console console) {
        if (isWanted() && KeepOptions.origin(console).commit() == null) {
            checkedOut = CheckedOut.at(directory);
        }
    }

    /** Keeps the builds of a profile. What goes wrong is told, and loses nothing else. */
    @Nullable
    UserError remember(ProfiledBuild profile, Console console) {
        Analysis analysis = profile.asThingsAre();
        String project = keep.project(console, profile.place());
        return remember(
                console,
                analysis,
                (history, origin) -> keep.keep(
                        analysis,
                        build -> profile.series(project, build),
                        profile.earlier(),
                        profile.kept(),
                        origin,
                        history));
    }

    /** Keeps the builds that a command showed. */
    @Nullable
    UserError remember(Analysis analysis, Console console) {
        String project =
                keep.project(console, console.surroundings().workingDirectory().toString());
        return remember(
                console,
                analysis,
                (history, origin) -> keep.keep(
                        analysis,
                        build -> BuildSeries.of(project, null, null, build),
                        null,
                        Map.of(),
                        origin,
                        history));
    }

    private interface Work {
        void with(History history, Origin origin) throws HistoryException;
    }

    /** @return what is to be thrown where the user named a place; else it was told */
    private @Nullable UserError remember(Console console, Analysis analysis, Work work) {
        if (none.value() || analysis.builds().isEmpty()) {
            return null;
        }
        try (History history = options.open(console)) {
            Origin origin = KeepOptions.origin(console);
            work.with(history, checkedOut == null ? origin : checkedOut.added(origin));
            return null;
        } catch (HistoryException e) {
            UserError error = HistoryOptions.told(e);
            if (options.isNamed(console)) {
                return error;
            }
            console.error(error);
            return null;
        }
    }
}

package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.engine.http2.DaemonThread;
import dev.misstep.explain.Analysis;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.History;
import dev.misstep.history.HistoryException;
import dev.misstep.history.HistoryFilter;
import dev.misstep.history.HistoryRow;
import dev.misstep.history.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts what a profile built into the history, unless the user does not want that. */
final class Remembering {
    /** How many builds are looked at for some in which steps ran, and of how many of these the times are recalled. */
    private static final int LOOKED_AT = 50;

    private static final int RECALLED = 3;

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

    /**
     * Recalls, meanwhile, the last builds of the same kind in which steps ran.
     *
     * @param target what is built, or {@code null}
     * @param heard told of them, if there are any
     */
    void recall(ProfiledBuild profile, @Nullable String target, Console console, Consumer<List<Build>> heard) {
        if (isWanted()) {
            DaemonThread.start("misstep-recall", () -> recallNow(profile, target, console, heard));
        }
    }

    private void recallNow(
            ProfiledBuild profile, @Nullable String target, Console console, Consumer<List<Build>> heard) {
        String project = keep.project(console, profile.place());
        try (History history = options.open(console, remark -> {})) {
            List<Build> builds = new ArrayList<>();
            for (HistoryRow row : history.list(new HistoryFilter(null, target, project, null), LOOKED_AT)) {
                boolean some = row.hits() < row.decided() && builds.size() < RECALLED;
                Build build = some
                        ? history.find(row.id())
                                .map(found -> found.kept().build())
                                .orElse(null)
                        : null;
                if (build != null
                        && Objects.equals(target, build.target())
                        && row.series().equals(profile.series(project, build))) {
                    builds.add(build);
                }
            }
            heard.accept(builds);
        } catch (HistoryException e) {
            return; // that is told when the builds of this profile are kept
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

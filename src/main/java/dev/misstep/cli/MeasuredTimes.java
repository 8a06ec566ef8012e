package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.explain.StepTimes;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.History;
import dev.misstep.history.HistoryException;
import dev.misstep.history.HistoryFilter;
import dev.misstep.history.HistoryRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long steps took, by logs that the user names and by the history. */
final class MeasuredTimes {
    /** How many builds of the history are looked at, for how many of the same kind in which steps ran. */
    private static final int LOOKED_AT = 1_000;

    private static final int BUILDS = 50;

    private final Argument<List<String>> logs;
    private final Argument<@Nullable String> project;
    private final HistoryOptions history;

    MeasuredTimes(Syntax syntax) {
        logs = syntax.texts(
                "LOG", "A log that tells how long steps take, besides the history; the last one counts.", "--times");
        history = new HistoryOptions(syntax);
        project = syntax.text(
                "NAME",
                "Whose builds of the history tell how long steps take (default: the repository that the CI names, else the"
                        + " context).",
                "--project");
    }

    /** Those that are known; a history that cannot be read is told, and all goes on without. */
    StepTimes read(ClonedProject place, BuildOptions options, Console console) {
        List<Build> builds = new ArrayList<>();
        UserError.throwLast(LoggedBuilds.read(logs.value(), console, builds), console);
        Collections.reverse(builds);
        if (history.isThere(console)) {
            try (History open = history.open(console)) {
                builds.addAll(remembered(open, place, options, console));
            } catch (HistoryException e) {
                console.warn("history", e.getMessage() + "; its times are left out");
            }
        }
        return StepTimes.of(builds);
    }

    private List<Build> remembered(History open, ClonedProject place, BuildOptions options, Console console)
            throws HistoryException {
        String whose =
                KeepOptions.project(project.value(), console, place.root().toString());
        String target = options.target();
        String platform = options.platform();
        BuildSeries wanted = new BuildSeries(
                whose,
                place.dockerfileInContext(),
                target == null ? "" : target,
                platform == null ? "" : platform,
                options.builderKind(console.surroundings().environment()).label());
        List<Build> builds = new ArrayList<>();
        for (HistoryRow row : open.list(new HistoryFilter(null, options.target(), whose, null), LOOKED_AT)) {
            if (isOfSame(row.series(), wanted) && row.hits() < row.decided() && builds.size() < BUILDS) {
                open.find(row.id()).map(found -> found.kept().build()).ifPresent(builds::add);
            }
        }
        return builds;
    }

    /** Imported logs tell neither the Dockerfile nor the platform; their steps have to be the same all the same. */
    private static boolean isOfSame(BuildSeries kept, BuildSeries wanted) {
        return kept.project().equals(wanted.project())
                && kept.target().equals(wanted.target())
                && kept.builder().equals(wanted.builder())
                && (kept.dockerfile().isEmpty() || kept.dockerfile().equals(wanted.dockerfile()))
                && (kept.platform().isEmpty() || kept.platform().equals(wanted.platform()));
    }
}

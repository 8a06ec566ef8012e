package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.SourceCommit;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Miss;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.History;
import dev.misstep.history.HistoryException;
import dev.misstep.history.KeptBuild;
import dev.misstep.history.KeptRun;
import dev.misstep.history.Origin;
import dev.misstep.history.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How builds are put into the history, and what of it stays. */
final class KeepOptions {
    private final Argument<@Nullable String> project;
    private final Argument<List<String>> keep;

    KeepOptions(Syntax syntax) {
        project = syntax.text(
                "NAME",
                "Whose builds these are, in the history (default: the repository that the CI names, else the context).",
                "--project");
        keep = syntax.texts(
                "AGE|COUNT",
                "Forget what is older (90d, 12w) or more (500 of each target) than this; may be given twice.",
                "--keep");
    }

    /** Refuses what cannot be understood, before anything is built. */
    void check(Console console) {
        retention(console.surroundings().clock().instant());
    }

    /**
     * Whose builds they are.
     *
     * @param otherwise if nobody says
     */
    String project(Console console, String otherwise) {
        return project(project.value(), console, otherwise);
    }

    /** @param named by the user, or {@code null} */
    static String project(@Nullable String named, Console console, String otherwise) {
        String ofCi = CiEnvironment.of(console.surroundings().environment()).project();
        return named != null ? named : ofCi != null ? ofCi : otherwise;
    }

    /** Where builds come from that are kept now. */
    static Origin origin(Console console) {
        Surroundings surroundings = console.surroundings();
        CiEnvironment ci = CiEnvironment.of(surroundings.environment());
        return new Origin(
                surroundings.clock().instant(),
                ci.commit(),
                ci.branch(),
                ci.run(),
                ci.machine() == null ? MachineName.of(surroundings.environment()) : ci.machine(),
                null);
    }

    /**
     * Keeps the builds of an analysis, the first first.
     *
     * @param earlier a build that is not of the analysis and that one of it was compared with, or {@code null}
     * @param runs what went into those that Misstep drove, by their ids
     * @return how many were not there before
     */
    int keep(
            Analysis analysis,
            Function<Build, BuildSeries> series,
            @Nullable Build earlier,
            Map<String, KeptRun> runs,
            Origin origin,
            History history)
            throws HistoryException {
        Map<String, List<Miss>> misses = analysis.missesByBuild();
        Map<String, String> ids = new HashMap<>();
        int added = 0;
        if (earlier != null) {
            history.number(earlier).ifPresent(number -> ids.put(earlier.id(), HistoryIds.name(number)));
        }
        for (Analysis.Analysed analysed : analysis.builds()) {
            Build build = analysed.build();
            KeptRun run = runs.get(build.id());
            SourceCommit commit = build.commit();
            List<Miss> own = new ArrayList<>();
            for (Miss miss : misses.getOrDefault(build.id(), List.of())) {
                own.add(miss.comparedWith(ids.getOrDefault(String.valueOf(miss.baseline()), miss.baseline())));
            }
            // a commit that CI says it builds is that of the machine, and not of a log which names another
            History.Kept kept = history.keep(new KeptBuild(
                    series.apply(build),
                    origin.withCommit(commit == null ? null : commit.hash())
                            .withEngine(run == null || run.engine().isEmpty() ? null : run.engine()),
                    build,
                    analysed.summary(),
                    own,
                    run));
            ids.put(build.id(), HistoryIds.name(kept.id()));
            added += kept.already() ? 0 : 1;
        }
        Retention retention = retention(origin.keptAt());
        if (retention != null) {
            history.forget(retention);
        }
        return added;
    }

    private @Nullable Retention retention(Instant now) {
        Instant since = null;
        Integer most = null;
        for (String text : keep.value()) {
            Optional<Instant> age = TimeSpan.since(text, now);
            if (age.isPresent()) {
                since = age.get();
            } else if (text.matches("[1-9]\\d{0,8}")) {
                most = Integer.valueOf(text);
            } else {
                throw new UserError(
                        ExitStatus.USAGE,
                        "--keep",
                        "must be an age such as 90d or 12w, or a number of builds: " + text);
            }
        }
        return since == null && most == null ? null : new Retention(since, most);
    }
}

package dev.misstep.cli;

import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.dockerfile.PlatformArguments;
import dev.misstep.engine.http2.DaemonThread;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.BuilderRules;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.GivenOptions;
import dev.misstep.explain.Planned;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.HistoryPlace;
import dev.misstep.history.KeptBuild;
import dev.misstep.history.KeptRun;
import dev.misstep.history.LastRun;
import dev.misstep.history.Origin;
import dev.misstep.report.HtmlReport;
import dev.misstep.report.TextReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Plans, keeps, explains and reports a build that never was, while the engine is waited for: the JVM loads and links what
 * does that when it is first used, which is half of a short profile's own time.
 */
final class EarlyLoading {
    /** Set by {@code scripts/misstep} while it makes the archive. */
    private static final String RECORDING = "misstep.recording";

    /** The other thread needs a fraction of a second. */
    private static final long PATIENCE_SECONDS = 5;

    private static final String PLATFORM = "linux/amd64";
    private static final String DOCKERFILE = """
            FROM scratch AS base
            ARG A=1
            ENV B=$A
            WORKDIR /d
            COPY a* b/
            FROM base
            RUN make
            COPY --from=base b c
            """;

    private EarlyLoading() {}

    /**
     * Begins, and does not wait, unless the classes are listed for an archive.
     *
     * @param history whether what writes the history is needed too
     */
    static void begin(boolean history) {
        List<Thread> threads = new ArrayList<>();
        CompletableFuture<KeptBuild> kept = new CompletableFuture<>();
        threads.add(DaemonThread.start("misstep-loading", () -> load(() -> report(kept))));
        if (history) {
            threads.add(DaemonThread.start(
                    "misstep-history",
                    () -> load(() -> {
                        HistoryPlace.rehearse(() -> kept.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
                        return "";
                    })));
        }
        if (Boolean.getBoolean(RECORDING)) {
            threads.forEach(EarlyLoading::join);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void load(Callable<String> work) {
        try {
            work.call();
        } catch (Exception e) {
            return; // no more than a little time is lost; what is wrong shows where it is needed
        }
    }

    /**
     * All of it, in the order in which a profile comes to it.
     *
     * @param kept gets what the history would be given
     */
    static String report(CompletableFuture<KeptBuild> kept) throws DockerfileSyntaxException, IOException {
        DockerfileFacts facts = new DockerfileFacts(
                Dockerfile.parse(DOCKERFILE),
                Map.of(),
                PlatformArguments.of(PLATFORM, PLATFORM, null),
                null,
                BuilderRules.BUILDKIT);
        Planned plan = Planned.of(
                facts, Snapshot.EMPTY, false, new GivenOptions(PLATFORM, "", List.of(), Map.of(), Set.of(), true));
        KeptRun run = LastRun.read(LastRun.bytes(new KeptRun(plan.steps(), plan, "")));
        Analysis analysis = Explainer.explainCompared(List.of(new Explainer.Compared(plan.steps(), run.run())));
        Analysis.Analysed built = analysis.builds().get(0);
        kept.complete(new KeptBuild(
                BuildSeries.of("", "Dockerfile", PLATFORM, built.build()),
                new Origin(Instant.EPOCH, null, null, null, null, null),
                built.build(),
                built.summary(),
                analysis.misses(),
                run));
        return new TextReport(80, false).render(analysis) + HtmlReport.render(analysis);
    }
}

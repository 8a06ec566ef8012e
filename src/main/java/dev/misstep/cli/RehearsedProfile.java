package dev.misstep.cli;

import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.dockerfile.PlatformArguments;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Plans, keeps, explains and reports a build that never was, while the engine is waited for. */
final class RehearsedProfile {
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

    private RehearsedProfile() {}

    /**
     * Begins, and does not wait.
     *
     * @param history whether what writes the history is needed too
     */
    static void begin(boolean history) {
        CompletableFuture<KeptBuild> kept = new CompletableFuture<>();
        Callable<String> report = () -> report(kept);
        if (!history) {
            Rehearsal.begin(report);
            return;
        }
        Rehearsal.begin(report, () -> {
            HistoryPlace.rehearse(() -> kept.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return null;
        });
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

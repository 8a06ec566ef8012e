package dev.misstep.bench;

import dev.misstep.context.FileDigests;
import dev.misstep.context.Overlay;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.dockerfile.PlatformArguments;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.BuilderRules;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.EngineCache;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.GivenOptions;
import dev.misstep.explain.Planned;
import dev.misstep.explain.Plans;
import dev.misstep.explain.PredictedStep;
import dev.misstep.explain.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plans two builds of 500 steps over a context in which a hundredth of the files changed in between, predicts the second
 * and explains it as if it had missed all along. Prints the seconds that took, without those of the snapshots.
 */
public final class Explaining {
    private static final GivenOptions OPTIONS =
            new GivenOptions("linux/amd64", "default", List.of(), Map.of(), Set.of(), false);

    private static final int STAGES = 20;
    private static final int STEPS = 25;
    private static final String PLATFORM = "linux/amd64";

    private Explaining() {}

    /**
     * Runs once.
     *
     * @param arguments the context, and the file of digests
     */
    public static void main(String[] arguments) throws IOException, DockerfileSyntaxException {
        Path root = Path.of(arguments[0]).toRealPath();
        FileDigests digests = FileDigests.load(Path.of(arguments[1]), InstantSource.system());
        Snapshot before = SnapshotTaking.taken(root, digests, Overlay.NONE);
        Map<String, byte[]> edits = new TreeMap<>();
        int file = 0;
        for (Map.Entry<String, SnapshotEntry> entry : before.entries().entrySet()) {
            if (entry.getValue().sha256() != null && file++ % 100 == 0) {
                edits.put(entry.getKey(), entry.getKey().getBytes(StandardCharsets.UTF_8));
            }
        }
        Snapshot after = SnapshotTaking.taken(root, digests, new Overlay(edits));
        List<String> folders = before.entries().keySet().stream()
                .filter(path -> path.indexOf('/') < 0)
                .toList();
        String dockerfile = dockerfile(folders);

        long began = System.nanoTime();
        DockerfileFacts facts = new DockerfileFacts(
                Dockerfile.parse(dockerfile),
                Map.of(),
                PlatformArguments.of(PLATFORM, PLATFORM, null),
                null,
                BuilderRules.BUILDKIT);
        Planned then = Planned.of(facts, before, false, OPTIONS);
        Planned now = Planned.of(facts, after, false, OPTIONS);
        Plans plans = new Plans(now, then, EngineCache.UNKNOWN);
        List<PredictedStep> predicted = Prediction.of(plans);
        Analysis analysis =
                Explainer.explainCompared(List.of(new Explainer.Compared(now.steps(), then.steps(), null, plans)));
        long took = System.nanoTime() - began;
        System.out.println(String.format(
                Locale.ROOT,
                "%.3f seconds: %d steps, %d misses, %d of them of files",
                took / 1e9,
                predicted.size(),
                analysis.misses().size(),
                analysis.misses().stream().filter(miss -> miss.filesTotal() > 0).count()));
    }

    /** Stages that each copy some directories one by one, then everything. */
    private static String dockerfile(List<String> folders) {
        StringBuilder text = new StringBuilder();
        for (int stage = 0; stage < STAGES; stage++) {
            text.append("FROM scratch AS stage").append(stage).append('\n');
            for (int step = 0; step < STEPS - 1; step++) {
                int number = stage * STEPS + step;
                String folder = folders.get(number % folders.size());
                boolean last = step == STEPS - 2;
                text.append(
                        step % 2 == 0
                                ? "COPY " + (last ? "." : folder) + " /in/" + number + "\n"
                                : "RUN make part-" + number + "\n");
            }
            text.append(stage == 0 ? "RUN make\n" : "COPY --from=stage" + (stage - 1) + " /out /out\n");
        }
        return text.toString();
    }
}

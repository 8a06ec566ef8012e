package dev.misstep.explain;

import dev.misstep.build.Vertex;
import dev.misstep.context.Snapshot;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds of one project after each other, on one engine whose cache keeps all they make. Each is foreseen by those before it,
 * the last of them being its baseline. Goes on from build to build, and is used by one thread.
 */
public final class SuccessiveBuilds {
    private final GivenOptions options;
    private final boolean noCache;
    private final KnownKeys keys = new KnownKeys();
    private final StepTracks tracks = new StepTracks();
    private final Map<DockerfileFacts, TreePlans> plans = new IdentityHashMap<>();
    private @Nullable Planned last;
    private @Nullable DockerfileFacts lastFacts;
    /** What becomes of the steps where all that goes into them is as before; {@code null} where it was not asked yet. */
    private @Nullable List<ForeseenStep> unchanged;

    /** @param options what each is given besides its Dockerfile and arguments */
    public SuccessiveBuilds(boolean noCache, GivenOptions options) {
        this.noCache = noCache;
        this.options = options;
    }

    /**
     * The fate of each step of the next, in the order of its Dockerfile; empty for the first.
     *
     * @param facts the same object as before where they are the same
     * @param tree of git; the same object as before where it is the same
     */
    public Optional<List<ForeseenStep>> next(DockerfileFacts facts, Snapshot tree) {
        Planned before = last;
        boolean same = facts == lastFacts;
        List<ForeseenStep> known = same ? unchanged : null;
        if (before != null && known != null && tree == before.steps().inputs().snapshot()) {
            return Optional.of(known);
        }
        Planned now = plans.computeIfAbsent(facts, some -> new TreePlans(some, noCache, options))
                .of(tree);
        tracks.follow(facts, now.steps());
        List<ForeseenStep> foreseen = null;
        if (before != null) {
            boolean equal = same && now.isEqualTo(before);
            foreseen = equal && known != null ? known : foreseen(now, before);
            known = equal ? foreseen : known;
        }
        keys.add(now);
        last = now;
        lastFacts = facts;
        unchanged = known;
        return Optional.ofNullable(foreseen);
    }

    private List<ForeseenStep> foreseen(Planned now, Planned before) {
        return numbered(Prediction.of(new Plans(now, before, keys.cacheFor(now))));
    }

    private List<ForeseenStep> numbered(List<PredictedStep> steps) {
        List<ForeseenStep> numbered = new ArrayList<>();
        steps.forEach(step -> numbered.add(new ForeseenStep(tracks.number(step.step()), step)));
        return List.copyOf(numbered);
    }

    /** All steps there ever were, by their numbers, as they were last. */
    public List<Vertex> steps() {
        return tracks.all();
    }
}

package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.context.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plans of builds that differ in their context alone, each a tree of git in which files may be put before it is built. */
final class TreePlans {
    private final boolean classic;
    private final StepKeys.Memory memory = new StepKeys.Memory();
    private final Build build;
    private final BuildInputs inputs;
    private final Map<String, List<String>> sources;
    private final Map<String, String> platforms;

    TreePlans(DockerfileFacts facts, boolean noCache, GivenOptions options) {
        BuildPlan plan = new BuildPlan(facts);
        this.classic = facts.classic();
        this.build = plan.build();
        this.platforms = plan.platforms(options.platform());
        this.inputs = plan.inputs(Snapshot.EMPTY, Map.of(), noCache).with(options, platforms, classic);
        this.sources = plan.sources();
    }

    /** @param tree with git's ids in place of contents */
    Planned of(Snapshot tree) {
        BuildInputs all = inputs.withSnapshots(tree, Map.of());
        Set<String> untracked = UntrackedSources.of(all, tree, classic);
        Observed steps = new Observed(build, untracked.isEmpty() ? all : all.withUnseen(untracked));
        return new Planned(steps, sources, StepKeys.of(steps, sources, classic, platforms, memory));
    }
}

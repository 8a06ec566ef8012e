package dev.misstep.explain;

import dev.misstep.dockerfile.Instruction;

/**
 * How a builder decides, where builders differ.
 *
 * @param classic whether it is the classic builder
 * @param linksApart whether a COPY --link is a layer of its own, which stands on nothing. BuildKit needs snapshots that can be
 *     merged for that; on an engine that keeps its images in a graph driver it is a COPY like any other
 * @param release which BuildKit: 13 for 0.13
 */
public record BuilderRules(boolean classic, boolean linksApart, int release) {
    /** What is not known is taken for as new as this. */
    public static final int NEWEST = 25;

    public static final BuilderRules CLASSIC = new BuilderRules(true, false, NEWEST);

    /** BuildKit on its own, or in an engine that keeps its images in containerd. */
    public static final BuilderRules BUILDKIT = new BuilderRules(false, true, NEWEST);

    /** BuildKit in an engine with a graph driver. */
    public static final BuilderRules BUILDKIT_ON_GRAPH_DRIVER = new BuilderRules(false, false, NEWEST);

    /** Those of an older or newer one. */
    public BuilderRules ofRelease(int other) {
        return new BuilderRules(classic, linksApart, other);
    }

    /** Those by which a frontend image reads a Dockerfile, which is as new as can be wherever it runs. */
    BuilderRules ofFrontend() {
        return ofRelease(Math.max(release, NEWEST));
    }

    /** Whether a copy stands on nothing (dockerfile2llb/convert.go, dispatchCopy). */
    boolean isApart(Instruction copy) {
        return linksApart && copy.isOn("link") && copy.flag("chmod").orElse("").isEmpty();
    }

    /** Whether the name of a cache mount, and how it is shared, is in the key of a RUN (solver/llbsolver/ops/exec.go). */
    boolean namesCaches() {
        return release < 13;
    }

    /** Whether variables in mounts are replaced. */
    boolean expandsMounts() {
        return release >= 9;
    }

    /** Whether {@code --chmod=u+x} means anything. */
    boolean readsSymbolicModes() {
        return release >= 17;
    }

    /** Whether a last {@code /.} of a destination from the root stays there; of others see {@link #keepsDots}. */
    boolean keepsDotsFromRoot() {
        return release >= 13;
    }

    /** Whether a last {@code /.} of any destination stays there. */
    boolean keepsDots() {
        return release >= 15;
    }
}

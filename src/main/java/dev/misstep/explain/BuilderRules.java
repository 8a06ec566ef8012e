package dev.misstep.explain;

/**
 * How a builder decides, where builders differ.
 *
 * @param classic whether it is the classic builder
 * @param linksApart whether a COPY --link is a layer of its own, which stands on nothing. BuildKit needs snapshots that can be
 *     merged for that; on an engine that keeps its images in a graph driver it is a COPY like any other
 */
public record BuilderRules(boolean classic, boolean linksApart) {
    public static final BuilderRules CLASSIC = new BuilderRules(true, false);

    /** BuildKit on its own, or in an engine that keeps its images in containerd. */
    public static final BuilderRules BUILDKIT = new BuilderRules(false, true);

    /** BuildKit in an engine with a graph driver. */
    public static final BuilderRules BUILDKIT_ON_GRAPH_DRIVER = new BuilderRules(false, false);
}

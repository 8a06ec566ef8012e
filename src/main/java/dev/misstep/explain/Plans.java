package dev.misstep.explain;

import org.jspecify.annotations.Nullable;

/**
 * The plan of a build and that of the build it is compared with.
 *
 * @param then as it was carried out; {@code null} where there is none
 * @param cache what the engine had when the build began
 */
public record Plans(Planned now, @Nullable Planned then, EngineCache cache) {}

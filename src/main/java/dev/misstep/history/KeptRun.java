package dev.misstep.history;

import dev.misstep.explain.Observed;
import dev.misstep.explain.Planned;
import org.jspecify.annotations.Nullable;

/**
 * A run of a profile, as it is remembered.
 *
 * @param run what was seen
 * @param plan what its Dockerfile had planned, and what became of that; {@code null} where it could not be read
 * @param engine the id of the engine that built it; empty where that is not known
 */
public record KeptRun(Observed run, @Nullable Planned plan, String engine) {}

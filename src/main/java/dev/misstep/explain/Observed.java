package dev.misstep.explain;

import dev.misstep.build.Build;

/** A build and what went into it. */
public record Observed(Build build, BuildInputs inputs) {}

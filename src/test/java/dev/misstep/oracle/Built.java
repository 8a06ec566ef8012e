package dev.misstep.oracle;

import java.util.List;

/** A build as it should be: its steps, and the context that the builder saw. */
record Built(List<Step> steps, Tree context) {}

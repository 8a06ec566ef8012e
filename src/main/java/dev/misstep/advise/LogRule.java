package dev.misstep.advise;

import dev.misstep.explain.Analysis;
import java.util.List;

/** One rule of {@link RuleName} that looks at builds. */
interface LogRule {
    /** What it finds; empty where it has nothing to say. */
    List<Finding> findings(Analysis analysis);
}

package dev.misstep.advise;

import java.util.List;

/** One rule of {@link RuleName} that looks at a project. */
interface Rule {
    /** What it finds, in the order of the Dockerfile; empty where it has nothing to say. */
    List<Finding> findings(Project project);
}

package dev.misstep.advise;

import dev.misstep.explain.Analysis;
import java.util.ArrayList;
import java.util.List;

/** What builds tell of how they are set up. Apart from {@link Advice}: each report asks for it, and needs no rule of that. */
public final class LogAdvice {
    private static final List<LogRule> RULES = List.of(
            new CiColdCache(),
            new LegacyBuilder(),
            new CacheNotWorthIt(),
            new NonReproducibleStep(),
            new FileModeFlips());

    private LogAdvice() {}

    /** The worst first. */
    public static List<Finding> of(Analysis analysis) {
        List<Finding> all = new ArrayList<>();
        RULES.forEach(rule -> all.addAll(rule.findings(analysis)));
        return Finding.worstFirst(all);
    }
}

package dev.misstep.advise;

import dev.misstep.explain.Analysis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is to be advised. */
public final class Advice {
    private static final List<Rule> RULES = List.of(
            new CopyBeforeInstall(),
            new ContextTooWide(),
            new CacheMount(),
            new VolatileArg(),
            new UnpinnedInstall(),
            new SingleStage());

    private static final List<LogRule> LOG_RULES = List.of(new CiColdCache(), new LegacyBuilder(), new FileModeFlips());

    private Advice() {}

    /** What a project should change: the worst first, then in the order of the Dockerfile. */
    public static List<Finding> of(Project project) {
        List<Finding> all = new ArrayList<>();
        RULES.forEach(rule -> all.addAll(rule.findings(project)));
        // one thing to do about one line: what is downloaded again only because of the order needs no mount
        all.removeIf(finding -> finding.rule() == RuleName.CACHE_MOUNT
                && all.stream()
                        .anyMatch(other ->
                                other.rule() == RuleName.COPY_BEFORE_INSTALL && same(other.line(), finding.line())));
        return sorted(all);
    }

    /** What builds tell of how they are set up. */
    public static List<Finding> of(Analysis analysis) {
        List<Finding> all = new ArrayList<>();
        LOG_RULES.forEach(rule -> all.addAll(rule.findings(analysis)));
        return sorted(all);
    }

    private static boolean same(@Nullable Integer one, @Nullable Integer other) {
        return one != null && one.equals(other);
    }

    private static List<Finding> sorted(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(finding -> finding.line() == null ? 0 : finding.line())
                        .thenComparing(Finding::rule))
                .toList();
    }
}

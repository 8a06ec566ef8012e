package dev.misstep.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a project should change. */
public final class Advice {
    private static final List<Rule> RULES = List.of(
            new CopyBeforeInstall(),
            new ContextTooWide(),
            new CacheMount(),
            new VolatileArg(),
            new UnpinnedInstall(),
            new SingleStage());

    private Advice() {}

    /** The worst first, then in the order of the Dockerfile. */
    public static List<Finding> of(Project project) {
        List<Finding> all = new ArrayList<>();
        RULES.forEach(rule -> all.addAll(rule.findings(project)));
        // one thing to do about one line: what is downloaded again only because of the order needs no mount
        all.removeIf(finding -> finding.rule() == RuleName.CACHE_MOUNT
                && all.stream()
                        .anyMatch(other -> other.rule() == RuleName.COPY_BEFORE_INSTALL
                                && Objects.equals(other.line(), finding.line())));
        return Finding.worstFirst(all);
    }
}

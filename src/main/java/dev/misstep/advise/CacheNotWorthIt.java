package dev.misstep.advise;

import dev.misstep.build.Build;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.CacheTime;
import dev.misstep.explain.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Builds that fetched a cache from elsewhere, and kept it there, in more time than its hits saved. What moving it took is
 * taken at its least, and what the hits saved at its most: as if one step had run after another.
 */
final class CacheNotWorthIt implements LogRule {
    /** Seconds of a build that are not worth a word. */
    private static final double LEAST = 1;

    @Override
    public List<Finding> findings(Analysis analysis) {
        List<Finding> findings = new ArrayList<>();
        for (List<Analysis.Analysed> series : analysis.series()) {
            int builds = 0;
            double moving = 0;
            double saved = 0;
            for (Analysis.Analysed each : series) {
                Build build = each.build();
                Double took = CacheTime.imported(build) ? CacheTime.atLeast(build) : null;
                if (took != null && isKnown(each.summary())) {
                    builds++;
                    moving += took;
                    saved += each.summary().savedSeconds() == null
                            ? 0
                            : each.summary().savedSeconds();
                }
            }
            if (builds > 0 && (moving - saved) / builds >= LEAST) {
                findings.add(finding(builds, moving, saved));
            }
        }
        return findings;
    }

    /** Whether it is known of each hit what it saved, if there was one. */
    private static boolean isKnown(Summary summary) {
        return summary.unknownCost() == 0;
    }

    private static Finding finding(int builds, double moving, double saved) {
        return new Finding(
                RuleName.CACHE_NOT_WORTH_IT,
                Severity.MEDIUM,
                null,
                null,
                null,
                String.format(
                        Locale.ROOT,
                        "importing, pulling and exporting the cache took at least %.1f s in %s, and its hits saved at most %.1f s",
                        moving,
                        builds == 1 ? "the build that had one" : "the " + builds + " builds that had one",
                        saved),
                "export it from fewer builds (of the main branch alone, or with mode=min), keep it nearer to the machine, or"
                        + " build without --cache-from and --cache-to",
                null,
                (moving - saved) / builds,
                Proof.SIMULATED,
                "builds whose steps change less would save more of it");
    }
}

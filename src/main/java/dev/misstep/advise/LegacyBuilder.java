package dev.misstep.advise;

import dev.misstep.build.Format;
import dev.misstep.explain.Analysis;
import java.util.List;

/** The classic builder was used, which builds one instruction after another and keeps no caches of downloads. */
final class LegacyBuilder implements LogRule {
    @Override
    public List<Finding> findings(Analysis analysis) {
        long classic = analysis.builds().stream()
                .filter(each -> each.build().format() == Format.CLASSIC)
                .count();
        if (classic == 0) {
            return List.of();
        }
        String builds = classic == 1 ? "1 build was" : classic + " builds were";
        return List.of(new Finding(
                RuleName.LEGACY_BUILDER,
                Severity.MEDIUM,
                null,
                null,
                null,
                builds
                        + " made by the classic builder: it builds stages one after another, also those the target does not"
                        + " need, and has no cache mounts",
                "build with BuildKit: docker buildx build, or DOCKER_BUILDKIT=1 for docker build",
                null,
                null,
                Proof.NONE,
                "the first build with BuildKit has no cache yet"));
    }
}

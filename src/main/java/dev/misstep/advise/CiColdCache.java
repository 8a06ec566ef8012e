package dev.misstep.advise;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Miss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds of a CI that begin without a cache: on a fresh machine every step runs unless a cache is brought there. What an
 * import found is told by its own vertex, and by the steps behind it.
 */
final class CiColdCache implements LogRule {
    /** The wrappers that a CI is the writer of; others are of terminals, loggers and containers. */
    private static final Set<String> CIS = Set.of(
            "github-actions",
            "gitlab",
            "jenkins",
            "buildkite",
            "circleci",
            "azure-devops",
            "travis",
            "teamcity",
            "google-cloud-build",
            "aws-codebuild",
            "woodpecker",
            "drone",
            "bitbucket");

    /** Why steps run on a fresh machine. */
    private static final Set<Cause> OF_FRESH =
            Set.of(Cause.COLD, Cause.EVICTED, Cause.BUILDER, Cause.CACHE_IMPORT, Cause.UNKNOWN);

    private static final String IMPORT = "importing cache manifest from ";

    @Override
    public List<Finding> findings(Analysis analysis) {
        // a machine that a file, an argument or an image made run again what it had is no fresh one
        Set<String> explained = analysis.misses().stream()
                .filter(miss -> !OF_FRESH.contains(miss.cause()))
                .map(Miss::build)
                .collect(Collectors.toSet());
        List<Build> fresh = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Analysis.Analysed analysed : analysis.builds()) {
            Build build = analysed.build();
            List<Vertex> imports = build.vertices().stream()
                    .filter(vertex -> vertex.name().text().contains(IMPORT))
                    .toList();
            if (!isBuildKit(build)) {
                continue;
            }
            if (imports.isEmpty()) {
                if (CIS.contains(build.wrapper()) && allRan(build) && !explained.contains(build.id())) {
                    fresh.add(build);
                }
            } else if (allFailed(imports)) {
                findings.add(nothingFound(build, imports.get(0)));
            } else if (!explained.contains(build.id())) {
                Vertex done = imports.stream()
                        .filter(vertex -> vertex.status() == Status.EXECUTED)
                        .findFirst()
                        .orElse(null);
                Finding inVain = done == null ? null : ImportedInVain.of(build, done);
                if (inVain != null) {
                    findings.add(inVain);
                }
            }
        }
        if (!fresh.isEmpty()) {
            findings.add(noImport(fresh));
        }
        return findings;
    }

    private static boolean isBuildKit(Build build) {
        return build.format() != Format.CLASSIC && build.format() != Format.BUILDAH && build.format() != Format.KANIKO;
    }

    private static boolean allRan(Build build) {
        List<Vertex> steps = build.steps();
        return build.outcome() == Outcome.SUCCEEDED
                && !steps.isEmpty()
                && steps.stream().allMatch(step -> step.status() == Status.EXECUTED);
    }

    private static boolean allFailed(List<Vertex> imports) {
        return imports.stream().allMatch(vertex -> vertex.status() == Status.FAILED);
    }

    private static Finding noImport(List<Build> builds) {
        String which =
                builds.size() == 1 ? "every step of the build ran" : "every step of " + builds.size() + " builds ran";
        return new Finding(
                RuleName.CI_COLD_CACHE,
                Severity.HIGH,
                null,
                null,
                null,
                which + " on the CI's machine, and no cache was imported",
                "bring a cache to the machine: --cache-from and --cache-to with type=registry or type=gha and mode=max",
                null,
                null,
                Proof.NONE,
                "if --no-cache was given, it has to go first; moving a large cache can take longer than it saves");
    }

    private static Finding nothingFound(Build build, Vertex imported) {
        return new Finding(
                RuleName.CI_COLD_CACHE,
                Severity.HIGH,
                null,
                null,
                imported.id(),
                "the cache import of build " + build.id() + " found nothing: "
                        + imported.name().text(),
                "export a cache to the place it is imported from, from a branch whose builds come first: --cache-to with"
                        + " mode=max, and the same reference",
                null,
                null,
                Proof.NONE,
                null);
    }
}

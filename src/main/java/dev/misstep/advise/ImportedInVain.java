package dev.misstep.advise;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cache that was imported and lacked steps, though nothing shows that they are others than those it was made of. Only a
 * stage counts that begins with a step that sees no file of the context. With {@code mode=min}, and inline, the last stage's
 * steps alone are in it, and without {@code BUILDKIT_INLINE_CACHE=1} not one is in an image (BuildKit, cache/remotecache).
 */
final class ImportedInVain {
    private static final Set<String> SEES_NO_FILES = Set.of("RUN", "WORKDIR");

    private ImportedInVain() {}

    /** What is to be said of a build whose import was done; {@code null} for nothing. */
    static @Nullable Finding of(Build build, Vertex imported) {
        if (build.outcome() != Outcome.SUCCEEDED) {
            return null;
        }
        Collection<List<Vertex>> stages = stages(build).values();
        List<List<Vertex>> ran = stages.stream()
                .filter(stage -> stage.stream().allMatch(step -> step.status().isMiss()))
                .toList();
        List<List<Vertex>> lacking =
                ran.stream().filter(ImportedInVain::seesNoFiles).toList();
        if (lacking.isEmpty()) {
            return null;
        }
        String began = lacking.get(0).get(0).name().text();
        if (ran.size() == stages.size()) {
            return finding(
                    imported,
                    "the import of build " + build.id() + " was done, and yet every step ran, from " + began + " on",
                    "an image has a cache in it only if it was built with --build-arg BUILDKIT_INLINE_CACHE=1 or --cache-to"
                            + " type=inline; better, export a cache of its own with mode=max");
        }
        boolean othersHit = stages.stream()
                .filter(stage -> !ran.contains(stage))
                .allMatch(stage -> stage.get(0).status().isHit());
        return othersHit
                ? finding(
                        imported,
                        "the cache that build " + build.id()
                                + " imported had steps of other stages, and none of the one" + " that begins with "
                                + began + ": so it is with mode=min and with an inline cache",
                        "export it with mode=max, which keeps the steps of all stages")
                : null;
    }

    private static boolean seesNoFiles(List<Vertex> stage) {
        String command = stage.get(0).name().command();
        return SEES_NO_FILES.contains(String.valueOf(stage.get(0).name().instruction()))
                && !command.contains("--mount");
    }

    /** The steps of each, in order; a stage of several platforms is several. */
    private static Map<List<@Nullable String>, List<Vertex>> stages(Build build) {
        Map<List<@Nullable String>, List<Vertex>> stages = new LinkedHashMap<>();
        for (Vertex step : build.steps()) {
            List<@Nullable String> stage = new ArrayList<>();
            stage.add(step.name().platform());
            stage.add(step.name().stage());
            stages.computeIfAbsent(stage, key -> new ArrayList<>()).add(step);
        }
        return stages;
    }

    private static Finding finding(Vertex imported, String message, String fix) {
        return new Finding(
                RuleName.CI_COLD_CACHE,
                Severity.MEDIUM,
                null,
                null,
                imported.id(),
                message,
                fix,
                null,
                null,
                Proof.NONE,
                "if a base image or an instruction changed since the cache was exported, this one build was right to run");
    }
}

package dev.misstep.explain;

import dev.misstep.build.ShortHash;
import dev.misstep.build.Vertex;
import dev.misstep.context.GitLimits;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Instruction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What went into a build, as far as it is known besides what its log says.
 *
 * @param snapshot the context as the builder saw it, or {@code null}
 * @param steps the Dockerfile's part of each step, by vertex id; a step that is missing here is not known
 * @param written a digest of each step's instruction as the Dockerfile has it, variables unexpanded, by vertex id; a step
 *     that is missing here is not known
 * @param expanded a digest of the same with its variables replaced, by vertex id; a step that is missing here is not known
 * @param arguments the build arguments each step depends on, by vertex id; a step that is missing here is not known
 * @param settings what the instructions above each step set for it, by vertex id; a step that is missing here is not known
 * @param images the images each step stands on and copies from, by vertex id; a step that is missing here, or an image
 *     that is missing in its list, is not known
 * @param noCache whether the cache was not to be used
 * @param uncached the stages for which alone it was not to be used, in lower case
 * @param others the contexts besides the first that are directories, by their names
 * @param git what the snapshot does not tell because it is a tree of git; {@code null} where it is the directory itself
 */
public record BuildInputs(
        @Nullable Snapshot snapshot,
        Map<String, StepSource> steps,
        Map<String, String> written,
        Map<String, String> expanded,
        Map<String, List<SeenArgument>> arguments,
        Map<String, List<SeenSetting>> settings,
        Map<String, List<UsedImage>> images,
        boolean noCache,
        Set<String> uncached,
        Map<String, Snapshot> others,
        @Nullable GitLimits git) {
    /** Nothing is known but the log. */
    public static final BuildInputs NONE = new BuildInputs(null, Map.of(), Map.of(), Map.of(), false);

    public BuildInputs {
        steps = Map.copyOf(steps);
        written = Map.copyOf(written);
        expanded = Map.copyOf(expanded);
        arguments = Map.copyOf(arguments);
        settings = Map.copyOf(settings);
        images = Map.copyOf(images);
        uncached = Set.copyOf(uncached);
        others = Map.copyOf(others);
    }

    /** Of the directory itself. */
    public BuildInputs(
            @Nullable Snapshot snapshot,
            Map<String, StepSource> steps,
            Map<String, String> written,
            Map<String, List<SeenArgument>> arguments,
            Map<String, List<SeenSetting>> settings,
            boolean noCache) {
        this(snapshot, steps, written, Map.of(), arguments, settings, Map.of(), noCache, Set.of(), Map.of(), null);
    }

    /** With settings that are not known. */
    public BuildInputs(
            @Nullable Snapshot snapshot,
            Map<String, StepSource> steps,
            Map<String, String> written,
            Map<String, List<SeenArgument>> arguments,
            boolean noCache) {
        this(snapshot, steps, written, arguments, Map.of(), noCache);
    }

    /**
     * The same with what the build was told besides.
     *
     * @param platforms what each step is built for, by vertex id
     */
    BuildInputs with(GivenOptions options, Map<String, String> platforms, boolean classic) {
        Map<String, List<SeenSetting>> all = new HashMap<>(settings);
        steps.forEach((id, source) -> all.computeIfPresent(id, (same, set) -> {
            List<SeenSetting> more = new ArrayList<>(set);
            Instruction instruction = source.instruction();
            boolean argued = !arguments.getOrDefault(id, List.of()).isEmpty();
            more.addAll(classic ? options.seenByClassic(instruction, argued) : options.seenBy(instruction));
            String platform = platforms.getOrDefault(id, "");
            more.add(new SeenSetting(
                    SeenSetting.PLATFORM, instruction.line(), platform, ShortHash.of(platform), List.of()));
            return more;
        }));
        return new BuildInputs(
                snapshot, steps, written, expanded, arguments, all, images, noCache, options.uncached(), others, git);
    }

    /** The same of a build that was not to use the cache for some stages. */
    public BuildInputs withoutCacheFor(Set<String> stages) {
        return new BuildInputs(
                snapshot, steps, written, expanded, arguments, settings, images, noCache, stages, others, git);
    }

    /** The same of a build that was given other contexts besides the first. */
    public BuildInputs withContexts(Map<String, Snapshot> named) {
        return new BuildInputs(
                snapshot, steps, written, expanded, arguments, settings, images, noCache, uncached, named, git);
    }

    /** The same where more than that is not looked into: see {@link StepSource#unseen}. */
    BuildInputs withUnseen(Set<String> ids) {
        Map<String, StepSource> all = new HashMap<>(steps);
        ids.forEach(id -> all.computeIfPresent(id, (same, source) -> source.notLookedInto()));
        return new BuildInputs(
                snapshot, all, written, expanded, arguments, settings, images, noCache, uncached, others, git);
    }

    /** The same with snapshots that lay apart from it; see {@link #snapshot} and {@link #others}. */
    public BuildInputs withSnapshots(@Nullable Snapshot context, Map<String, Snapshot> named) {
        return new BuildInputs(
                context, steps, written, expanded, arguments, settings, images, noCache, uncached, named, git);
    }

    /** Whether a step was told not to use the cache. */
    boolean isUncached(Vertex step) {
        String stage = step.name().stage();
        return noCache || (stage != null && uncached.contains(stage.toLowerCase(Locale.ROOT)));
    }

    /**
     * Where a step comes from.
     *
     * @param selection what it takes from the context, or {@code null} where that is not known for sure
     * @param placeless a digest of what BuildKit takes of its text: of where its files lie, the last name alone; {@code null}
     *     where that is not known
     * @param others what it takes from other contexts that are directories, by their names
     * @param unseen whether it stands on another context, or takes files from one, that nobody looks into; or takes what of
     *     its own is not known
     */
    public record StepSource(
            Instruction instruction,
            @Nullable CopySelection selection,
            @Nullable String placeless,
            SortedMap<String, CopySelection> others,
            boolean unseen) {
        public StepSource {
            others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
        }

        StepSource notLookedInto() {
            return new StepSource(instruction, selection, placeless, others, true);
        }

        /** Of a build that has no context but its own. */
        StepSource(Instruction instruction, @Nullable CopySelection selection, @Nullable String placeless) {
            this(instruction, selection, placeless, Collections.emptySortedMap(), false);
        }
    }
}

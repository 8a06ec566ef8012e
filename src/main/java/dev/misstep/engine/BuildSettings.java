package dev.misstep.engine;

import static dev.misstep.engine.OutputOption.Type.IMAGE;
import static dev.misstep.engine.OutputOption.Type.NOTHING;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code docker build}, with its meanings.
 *
 * @param target the stage to build; the last if there is none
 * @param buildArgs values by name, in the order given. An argument whose value comes from the environment has it already;
 *     one that has none there is left out
 * @param labels labels of the image, in the order given
 * @param platform as {@code linux/arm64}, several with commas; the engine's own if there is none
 * @param noCacheFilter stages that are built without cache, when the others are not
 * @param pull whether the builder is to look base images up at their registry even if they are there
 * @param networkMode of RUN steps: {@code host}, {@code none}, …; the default if there is none
 * @param extraHosts as {@code name:address}
 * @param tags names of the image; none leaves it without a name
 * @param cacheFrom caches to take results from
 * @param cacheTo caches to give results to
 * @param contexts other contexts by name, as the frontend takes them: {@code local:NAME}, {@code docker-image://…}, a URL
 * @param outputs what becomes of the result; an image in the engine's store if there are none
 */
public record BuildSettings(
        @Nullable String target,
        Map<String, String> buildArgs,
        Map<String, String> labels,
        @Nullable String platform,
        boolean noCache,
        List<String> noCacheFilter,
        boolean pull,
        @Nullable String networkMode,
        List<String> extraHosts,
        List<String> tags,
        List<CacheOption> cacheFrom,
        List<CacheOption> cacheTo,
        Map<String, String> contexts,
        List<OutputOption> outputs) {
    /** No option at all. */
    public static final BuildSettings NONE = new BuildSettings(
            null, Map.of(), Map.of(), null, false, List.of(), false, null, List.of(), List.of(), List.of(), List.of(),
            Map.of(), List.of());

    public BuildSettings {
        buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        noCacheFilter = List.copyOf(noCacheFilter);
        extraHosts = List.copyOf(extraHosts);
        tags = List.copyOf(tags);
        cacheFrom = List.copyOf(cacheFrom);
        cacheTo = List.copyOf(cacheTo);
        contexts = Collections.unmodifiableMap(new LinkedHashMap<>(contexts));
        outputs = List.copyOf(outputs);
    }

    /** The same for a result that nobody is to keep: without a name, and given away neither as a cache nor as an output. */
    public BuildSettings forNobody() {
        List<OutputOption> kept = outputs.isEmpty() || outputs.stream().anyMatch(output -> output.type() == IMAGE)
                ? List.of()
                : List.of(new OutputOption(NOTHING, null, Map.of()));
        List<CacheOption> inside =
                cacheTo.stream().filter(cache -> cache.type().equals("inline")).toList();
        return with(List.of(), cacheFrom, inside, kept);
    }

    /** The same for an image that is looked at, found again by a label and thrown away: nothing leaves the engine. */
    public BuildSettings forTrial(String label, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(label, value);
        return with(more, List.of(), cacheFrom, List.of(), List.of());
    }

    /** The same with other names of the image. */
    public BuildSettings withTags(List<String> names) {
        return with(names, cacheFrom, cacheTo, outputs);
    }

    /** The same with another end. */
    BuildSettings with(List<OutputOption> results) {
        return with(tags, cacheFrom, cacheTo, results);
    }

    BuildSettings withCacheFrom(List<CacheOption> caches) {
        return with(tags, caches, cacheTo, outputs);
    }

    private BuildSettings with(
            List<String> names, List<CacheOption> imports, List<CacheOption> exports, List<OutputOption> results) {
        return with(labels, names, imports, exports, results);
    }

    private BuildSettings with(
            Map<String, String> marks,
            List<String> names,
            List<CacheOption> imports,
            List<CacheOption> exports,
            List<OutputOption> results) {
        return new BuildSettings(
                target,
                buildArgs,
                marks,
                platform,
                noCache,
                noCacheFilter,
                pull,
                networkMode,
                extraHosts,
                names,
                imports,
                exports,
                contexts,
                results);
    }

    /** The platforms it is for; none for the engine's own. */
    List<String> platforms() {
        return platform == null ? List.of() : List.of(platform.split(","));
    }

    /** Names the arguments, but shows no value: one may be a secret. */
    @Override
    public String toString() {
        return "BuildSettings[target " + target + ", build arguments " + buildArgs.keySet() + "]";
    }
}

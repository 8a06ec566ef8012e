package dev.misstep.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * On which image of the classic builder that of each step stands. The builder looks for a step's image among those made of the
 * image above it, and of those that fit takes the newest (moby, image/cache/cache.go, getLocalCachedImage): a step that was
 * carried out again hides whatever was built on its earlier image.
 *
 * @param made by the key of a step: the image that the builder finds for it, or found last
 */
public record ClassicImages(Map<String, Made> made) {
    /** Nothing is known of any. */
    public static final ClassicImages NONE = new ClassicImages(Map.of());

    /**
     * An image.
     *
     * @param id of Misstep's own: what the build is called that made it, or first found it
     * @param above by the keys of the steps it was made on: the ids of their images; empty for one that is not known
     * @param sources the same of those that files were copied from
     */
    public record Made(String id, Map<String, String> above, Map<String, String> sources) {
        public Made {
            above = Map.copyOf(above);
            sources = Map.copyOf(sources);
        }
    }

    /**
     * A step of a build that is over.
     *
     * @param ran whether it was carried out; else it came from the cache
     * @param above the keys of the steps it stands on
     * @param sources the keys of those it copies from
     */
    public record Step(String key, boolean ran, List<String> above, List<String> sources) {
        public Step {
            above = List.copyOf(above);
            sources = List.copyOf(sources);
        }
    }

    public ClassicImages {
        made = new LinkedHashMap<>(made);
    }

    /**
     * With the steps of a build.
     *
     * @param steps each below those it takes from
     * @param build what no other build is called
     */
    public ClassicImages with(List<Step> steps, String build) {
        Map<String, Made> all = new LinkedHashMap<>(made);
        for (Step step : steps) {
            Made known = all.remove(step.key());
            Map<String, String> above = ids(step.above(), all);
            String id = known != null && !step.ran() && known.above().equals(above) ? known.id() : build;
            all.put(step.key(), new Made(id, above, ids(step.sources(), all)));
        }
        return new ClassicImages(all);
    }

    /** Without those of steps that are not remembered. */
    ClassicImages retaining(Set<String> keys) {
        Map<String, Made> kept = new LinkedHashMap<>(made);
        kept.keySet().retainAll(keys);
        return new ClassicImages(kept);
    }

    private static Map<String, String> ids(List<String> keys, Map<String, Made> all) {
        Map<String, String> ids = new TreeMap<>();
        keys.forEach(key -> ids.put(key, id(all.get(key))));
        return ids;
    }

    private static String id(@Nullable Made image) {
        return image == null ? "" : image.id();
    }

    /** The keys of steps whose images the builder does not find any more. */
    public Set<String> hidden() {
        Map<String, Boolean> found = new HashMap<>();
        Set<String> hidden = new TreeSet<>();
        for (String key : made.keySet()) {
            if (!isFound(key, found)) {
                hidden.add(key);
            }
        }
        return hidden;
    }

    private boolean isFound(String key, Map<String, Boolean> found) {
        Made image = made.get(key);
        if (image == null) {
            return true;
        }
        Boolean known = found.get(key);
        if (known == null) {
            known = isNow(image.above()) && image.above().keySet().stream().allMatch(above -> isFound(above, found));
            found.put(key, known);
        }
        return known;
    }

    /** The keys of steps that copied from an image in place of which there is another, of files that may be the same. */
    public Set<String> ofOtherSources() {
        Set<String> others = new TreeSet<>();
        made.forEach((key, image) -> {
            if (!isNow(image.sources())) {
                others.add(key);
            }
        });
        return others;
    }

    private boolean isNow(Map<String, String> ids) {
        return ids.entrySet().stream()
                .allMatch(each -> id(made.get(each.getKey())).equals(each.getValue()));
    }
}

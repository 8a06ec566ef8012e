package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Ingredients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What went into a whole build otherwise than into its baseline, by the builders' own records. Which step saw it, they do
 * not tell: no cause follows from it.
 */
final class ChangedIngredients {
    /** How many are named; a build has few. */
    private static final int NAMED = 5;

    private ChangedIngredients() {}

    /** In words, each such as {@code build argument VERSION}; empty where nothing differs, or a record is missing. */
    static List<String> of(Build now, Build then) {
        Ingredients after = now.ingredients();
        Ingredients before = then.ingredients();
        List<String> changed = new ArrayList<>();
        if (after == null || before == null) {
            return changed;
        }
        TreeSet<String> names = new TreeSet<>(before.arguments().keySet());
        names.addAll(after.arguments().keySet());
        for (String name : names) {
            String hash = after.arguments().getOrDefault(name, "");
            if (!hash.equals(before.arguments().getOrDefault(name, ""))) {
                changed.add("build argument " + name);
            }
        }
        Map<String, String> digests = new HashMap<>();
        before.images().forEach(image -> digests.put(key(image), image.digest()));
        for (Ingredients.Image image : after.images()) {
            String digest = digests.get(key(image));
            if (digest != null && !digest.equals(image.digest())) {
                changed.add("image " + image.name());
            }
        }
        return changed.size() <= NAMED ? changed : changed.subList(0, NAMED);
    }

    private static String key(Ingredients.Image image) {
        return image.name() + " " + image.platform();
    }
}

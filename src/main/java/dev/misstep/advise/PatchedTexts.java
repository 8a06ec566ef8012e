package dev.misstep.advise;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files as patches leave them.
 *
 * @param contents by the names that patches have for them
 */
public record PatchedTexts(Map<String, String> contents) {
    private static final Pattern NAME = Pattern.compile("(?m)^\\+\\+\\+ b/(.*)$");

    public PatchedTexts {
        contents = Map.copyOf(contents);
    }

    /** The file that a patch of ours is for. */
    public static String name(String patch) {
        Matcher matcher = NAME.matcher(patch);
        if (!matcher.find()) {
            throw new IllegalArgumentException("a patch without a name");
        }
        return matcher.group(1);
    }

    /**
     * Applies all of some patches, each of which was made for the files as they are now.
     *
     * @param originals by name, each ending with a line feed; a file that is missing is one to be made
     * @return nothing where two of them change the same lines, or one is not for these files
     */
    public static Optional<PatchedTexts> of(Map<String, String> originals, List<String> patches) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        patches.forEach(patch ->
                byName.computeIfAbsent(name(patch), name -> new ArrayList<>()).add(patch));
        Map<String, String> contents = new TreeMap<>();
        for (Map.Entry<String, List<String>> file : byName.entrySet()) {
            List<String> lines =
                    originals.getOrDefault(file.getKey(), "").lines().toList();
            List<String> after = applied(lines, file.getValue());
            if (after == null) {
                return Optional.empty();
            }
            contents.put(file.getKey(), String.join("\n", after) + "\n");
        }
        return Optional.of(new PatchedTexts(contents));
    }

    private static @Nullable List<String> applied(List<String> lines, List<String> patches) {
        List<AbstractDelta<String>> all = new ArrayList<>();
        try {
            for (String patch : patches) {
                // the lines around a change are none of it, and may be those of another
                List<String> alone = DiffUtils.patch(
                        lines, UnifiedDiffUtils.parseUnifiedDiff(patch.lines().toList()));
                all.addAll(DiffUtils.diff(lines, alone).getDeltas());
            }
            all.sort((a, b) ->
                    Integer.compare(a.getSource().getPosition(), b.getSource().getPosition()));
            for (int i = 1; i < all.size(); i++) {
                if (overlap(all.get(i - 1), all.get(i))) {
                    return null;
                }
            }
            Patch<String> together = new Patch<>();
            all.forEach(together::addDelta);
            return together.applyTo(lines);
        } catch (PatchFailedException e) {
            return null;
        }
    }

    // an insertion has no length; two at one place would stand in an order that nobody chose
    private static boolean overlap(AbstractDelta<String> first, AbstractDelta<String> second) {
        int end = first.getSource().getPosition() + first.getSource().size();
        return second.getSource().getPosition() < end
                || second.getSource().getPosition() == first.getSource().getPosition();
    }
}

package dev.misstep.advise;

import dev.misstep.advise.ImageDifference.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In what two builds without cache of one and the same Dockerfile differ: logs, clocks in files, names drawn by chance. A
 * patch is not to be blamed for these.
 *
 * @param differences between the two
 */
public record Fluctuation(List<ImageDifference> differences) {
    public Fluctuation {
        differences = List.copyOf(differences);
    }

    /**
     * Those among other differences that are more than this. What differs in the same respect is not; nor is a name in a
     * directory that held other names each time, and as many ({@code 2026-11-28T12_00_01-debug-0.log}).
     */
    public List<ImageDifference> beyond(List<ImageDifference> others) {
        Set<ImageDifference> known = new HashSet<>(differences);
        Set<String> shuffled = shuffled(others, known);
        Set<String> passed = new HashSet<>();
        List<ImageDifference> beyond = new ArrayList<>();
        for (ImageDifference other : others) { // a directory comes before what is in it
            boolean name = other.change() == Change.ADDED || other.change() == Change.REMOVED;
            boolean own = known.contains(other)
                    || (name && (shuffled.contains(other.directory()) || passed.contains(other.directory())));
            if (!own) {
                beyond.add(other);
            } else if (name) {
                passed.add(other.what());
            }
        }
        return List.copyOf(beyond);
    }

    /** The directories in which other names stand each time, and no more of them now than between the two. */
    private Set<String> shuffled(List<ImageDifference> others, Set<ImageDifference> known) {
        Map<String, Integer> here = added(differences);
        Map<String, Integer> there = added(others);
        Set<String> directories = new HashSet<>();
        differences.stream()
                .filter(each -> each.change() == Change.REMOVED)
                .map(ImageDifference::directory)
                .filter(directory -> here.getOrDefault(directory, 0) > 0)
                .filter(directory -> here.getOrDefault(directory, 0).equals(there.getOrDefault(directory, 0)))
                .forEach(directories::add);
        others.stream()
                .filter(each -> each.change() == Change.REMOVED && !known.contains(each))
                .forEach(each -> directories.remove(each.directory()));
        return directories;
    }

    private static Map<String, Integer> added(List<ImageDifference> differences) {
        Map<String, Integer> counts = new HashMap<>();
        differences.stream()
                .filter(each -> each.change() == Change.ADDED)
                .forEach(each -> counts.merge(each.directory(), 1, Integer::sum));
        return counts;
    }
}

package dev.misstep.advise;

import dev.misstep.advise.ImageDifference.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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
     * Those among other differences that are more than this. What differs in the same respect is not. A directory that held
     * other names each time ({@code 2026-11-28T12_00_01-debug-0.log}) may hold others again, but as many: one that is gone
     * with nothing in its place is missing.
     */
    public List<ImageDifference> beyond(List<ImageDifference> others) {
        Set<ImageDifference> known = new HashSet<>(differences);
        Map<String, Integer> here = added(differences);
        Set<String> mixed = differences.stream()
                .filter(each -> each.change() == Change.REMOVED && here.containsKey(each.directory()))
                .map(ImageDifference::directory)
                .collect(Collectors.toSet());
        Set<String> shuffled = shuffled(mixed, others, known);
        Set<String> passed = new HashSet<>();
        List<ImageDifference> beyond = new ArrayList<>();
        for (ImageDifference other : others) { // a directory comes before what is in it
            boolean name = other.change() == Change.ADDED || other.change() == Change.REMOVED;
            String directory = other.directory();
            boolean own = name && passed.contains(directory)
                    || (name && mixed.contains(directory) ? shuffled.contains(directory) : known.contains(other));
            if (!own) {
                beyond.add(other);
            } else if (name) {
                passed.add(other.what());
            }
        }
        return List.copyOf(beyond);
    }

    /** Those of such directories in which no more and no fewer names are others now. */
    private Set<String> shuffled(Set<String> mixed, List<ImageDifference> others, Set<ImageDifference> known) {
        Map<String, Integer> here = added(differences);
        Map<String, Integer> there = added(others);
        Set<String> directories = new HashSet<>(mixed);
        directories.removeIf(each -> !Objects.equals(here.get(each), there.get(each)));
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

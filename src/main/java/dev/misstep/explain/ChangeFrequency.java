package dev.misstep.explain;

import dev.misstep.dockerfile.CopySelection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often commits changed what one instruction takes, each of which made it run.
 *
 * @param commits how many did
 * @param files those that changed most often, at most {@link #SHOWN}; the most frequent first
 */
public record ChangeFrequency(int commits, List<Changing> files) {
    /** How many files are named. */
    public static final int SHOWN = 3;

    public ChangeFrequency {
        files = List.copyOf(files);
        if (files.isEmpty() != (commits == 0)) {
            throw new IllegalArgumentException("commits without files, or files without commits");
        }
    }

    /** A file, and how many commits changed it. */
    public record Changing(String path, int commits) {}

    /**
     * Of what an instruction takes, by names alone: files that are gone count too.
     *
     * @param commits the paths that each commit changed
     */
    static ChangeFrequency of(CopySelection selection, List<Set<String>> commits) {
        Map<String, Integer> counts = new TreeMap<>();
        int changing = 0;
        for (Set<String> paths : commits) {
            List<String> taken = paths.stream().filter(selection::selects).toList();
            changing += taken.isEmpty() ? 0 : 1;
            taken.forEach(path -> counts.merge(path, 1, Integer::sum));
        }
        List<Changing> files = counts.entrySet().stream()
                .map(count -> new Changing(count.getKey(), count.getValue()))
                .sorted(Comparator.comparingInt(Changing::commits).reversed().thenComparing(Changing::path))
                .limit(SHOWN)
                .toList();
        return new ChangeFrequency(changing, files);
    }
}

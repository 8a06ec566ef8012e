package dev.misstep.explain;

import dev.misstep.build.Build;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a series of builds: what every report is made from.
 *
 * @param builds each with its numbers, in the order read
 * @param misses in build order, then vertex order
 */
public record Analysis(List<Analysed> builds, List<Miss> misses) {
    /** A build and its numbers. */
    public record Analysed(Build build, Summary summary) {}

    public Analysis {
        builds = List.copyOf(builds);
        misses = List.copyOf(misses);
    }

    /** The misses of one build. */
    public List<Miss> missesOf(String buildId) {
        return misses.stream().filter(miss -> miss.build().equals(buildId)).toList();
    }

    /** The misses nothing above explains, over all builds. */
    public List<Miss> roots() {
        return misses.stream().filter(miss -> miss.role() == Role.ROOT).toList();
    }

    /** One row of the table of steps by runs is one of these: the same step in each build. */
    public List<StepRow> stepRows() {
        List<Build> all = new ArrayList<>();
        for (Analysed analysed : builds) {
            all.add(analysed.build());
        }
        return StepRow.of(all);
    }
}

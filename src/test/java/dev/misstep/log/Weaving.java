package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Logs written into one at the same time, as through a pipe: in bursts, each log's lines in their own order.
 *
 * @param lines all lines of the logs
 * @param owners for each line the number of its log, from 0
 */
record Weaving(List<String> lines, List<Integer> owners) {
    /**
     * All lines of the logs.
     *
     * @param burst how many lines of one log stand together at most
     */
    static List<String> of(List<List<String>> logs, Random random, int burst) {
        return weave(logs, List.of(), random, burst).lines;
    }

    /**
     * The logs woven.
     *
     * @param late for each log how many lines of those before it come first, where that is given
     */
    static Weaving weave(List<List<String>> logs, List<Integer> late, Random random, int burst) {
        List<String> woven = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        int[] next = new int[logs.size()];
        while (true) {
            List<Integer> left = new ArrayList<>();
            for (int i = 0; i < next.length; i++) {
                boolean begun = i >= late.size() || woven.size() >= late.get(i);
                if (next[i] < logs.get(i).size() && (begun || left.isEmpty())) {
                    left.add(i);
                }
            }
            if (left.isEmpty()) {
                return new Weaving(woven, owners);
            }
            int log = left.get(random.nextInt(left.size()));
            for (int i = 1 + random.nextInt(burst);
                    i > 0 && next[log] < logs.get(log).size();
                    i--) {
                woven.add(logs.get(log).get(next[log]++));
                owners.add(log);
            }
        }
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** Steps whose status is another than in their own log, and builds told of more than one log. */
    List<String> wrong(List<Build> told, List<Build> alone) {
        List<String> wrong = new ArrayList<>();
        for (Build build : told) {
            Set<Integer> logs = new HashSet<>();
            for (Vertex vertex : build.vertices()) {
                if (vertex.status() != Status.UNFINISHED) {
                    int log = owners.get((int) vertex.line() - 1);
                    logs.add(log);
                    Status own = alone.get(log)
                            .vertex(vertex.id())
                            .map(Vertex::status)
                            .orElse(Status.UNFINISHED);
                    if (own != vertex.status()) {
                        wrong.add(vertex.line() + ": " + vertex.name().text() + " " + vertex.status() + ", not " + own);
                    }
                }
            }
            if (logs.size() > 1) {
                wrong.add("build " + build.id() + " is told of logs " + logs);
            }
        }
        return wrong;
    }
}

package dev.misstep.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Logs written into one at the same time, as through a pipe: in bursts, each log's lines in their own order. */
final class Weaving {
    private Weaving() {}

    /**
     * All lines of the logs.
     *
     * @param burst how many lines of one log stand together at most
     */
    static List<String> of(List<List<String>> logs, Random random, int burst) {
        List<List<String>> left = new ArrayList<>();
        logs.forEach(lines -> left.add(new ArrayList<>(lines)));
        List<String> woven = new ArrayList<>();
        while (!left.isEmpty()) {
            List<String> lines = left.get(random.nextInt(left.size()));
            for (int i = 1 + random.nextInt(burst); i > 0 && !lines.isEmpty(); i--) {
                woven.add(lines.remove(0));
            }
            left.removeIf(List::isEmpty);
        }
        return woven;
    }
}

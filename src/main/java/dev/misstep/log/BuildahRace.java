package dev.misstep.log;

import dev.misstep.log.BuildahLane.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Results that do not tell whose they are. With {@code --jobs} stages are built side by side; their instructions are
 * printed with the stage's number, their results ({@code --> 5a2c3b4d5e6f}) without it. A result is given to a stage only
 * where no other could have had it, or where all that could have had another got the same.
 */
final class BuildahRace {
    private static final class Unclaimed {
        Result result;
        final String image;
        final @Nullable Instant at;
        final List<BuildahLane> runners;

        Unclaimed(Result result, String image, @Nullable Instant at, List<BuildahLane> runners) {
            this.result = result;
            this.image = image;
            this.at = at;
            this.runners = runners;
        }
    }

    /** How many results are kept; there are no more than stages that are built. */
    private static final int MAX_RESULTS = 200;

    private final List<Unclaimed> results = new ArrayList<>();

    /**
     * A result was printed.
     *
     * @param runners the stages whose step was not over then
     * @return whether one of them can have it
     */
    boolean add(Result result, String image, @Nullable Instant at, List<BuildahLane> runners) {
        List<BuildahLane> possible = new ArrayList<>(runners);
        boolean hit = result != Result.RAN;
        possible.removeIf(lane -> hit && lane.missed);
        possible.removeIf(lane -> lane.isFrom() && lane.step.total() != null && !lane.isLast());
        if (possible.stream().anyMatch(lane -> !lane.isFrom())) {
            possible.removeIf(BuildahLane::isFrom); // a FROM has a result only where nothing is below it
        }
        if (!possible.isEmpty() && results.size() < MAX_RESULTS) {
            results.add(new Unclaimed(result, image, at, possible));
            claim();
            return true;
        }
        return false;
    }

    /** That stage's step is over without a result that is known to be its own: what it must have been. */
    Result missing(BuildahLane lane) {
        List<Unclaimed> possible = new ArrayList<>();
        for (Unclaimed unclaimed : results) {
            if (unclaimed.runners.contains(lane)) {
                possible.add(unclaimed);
            }
        }
        if (possible.isEmpty()) {
            return Result.NONE;
        }
        Result first = possible.get(0).result;
        if (possible.stream().anyMatch(unclaimed -> unclaimed.result != first)) {
            possible.forEach(unclaimed -> unclaimed.result = Result.UNKNOWN);
        }
        Result told = possible.get(0).result;
        results.remove(possible.get(0));
        results.forEach(unclaimed -> unclaimed.runners.remove(lane));
        claim();
        return told;
    }

    boolean isEmpty() {
        return results.isEmpty();
    }

    private void claim() {
        boolean found = true;
        while (found) {
            found = false;
            results.forEach(unclaimed -> unclaimed.runners.removeIf(lane -> !lane.isOpen()));
            results.removeIf(unclaimed -> unclaimed.runners.isEmpty());
            for (Unclaimed unclaimed : List.copyOf(results)) {
                if (unclaimed.runners.size() == 1) {
                    BuildahLane lane = unclaimed.runners.get(0);
                    lane.heard(unclaimed.result, unclaimed.at);
                    lane.stages.gave(lane.index, unclaimed.image);
                    results.remove(unclaimed);
                    found = true;
                    break;
                }
            }
        }
        Set<BuildahLane> runners = new HashSet<>();
        Set<Result> told = new HashSet<>();
        for (Unclaimed unclaimed : results) {
            runners.addAll(unclaimed.runners);
            told.add(unclaimed.result);
        }
        if (runners.size() == results.size() && told.size() == 1) {
            Result same = results.get(0).result;
            results.clear();
            runners.forEach(lane -> lane.heard(same, null)); // when each was over is not told
        }
    }
}

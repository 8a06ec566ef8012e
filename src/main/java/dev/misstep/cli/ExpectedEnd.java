package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Interval;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * When a build will probably end: a step that runs takes as long as it last did, and what came behind it then comes again.
 * Where a step runs that is not known to have run, nothing is expected.
 */
final class ExpectedEnd {
    /** As a step last ran: how long, and how much longer the build went on. */
    private record LastTime(Instant when, double seconds, double after) {}

    private final Map<String, LastTime> known = new HashMap<>();

    /** Takes in what a build took that is over. */
    void learn(Build build) {
        Double whole = build.seconds();
        Instant when = build.startedAt();
        if (whole == null || when == null || build.outcome() != Outcome.SUCCEEDED) {
            return;
        }
        for (Vertex step : build.steps()) {
            Double seconds = step.seconds();
            Double start = step.start();
            if (seconds == null || start == null || step.status() != Status.EXECUTED || step.intervals() != 1) {
                continue;
            }
            LastTime last = new LastTime(when, seconds, Math.max(0, whole - start - seconds));
            known.merge(step.name().text(), last, (a, b) -> a.when().isAfter(b.when()) ? a : b);
        }
    }

    /** How many seconds are left of a build in which these vertices work; empty where that is not known. */
    OptionalDouble left(Collection<RunningSteps.Running> running, Instant now) {
        OptionalDouble longest = OptionalDouble.empty();
        for (RunningSteps.Running vertex : running) {
            if (!vertex.name.step()) {
                continue;
            }
            LastTime last = known.get(vertex.name.text());
            if (last == null) {
                return OptionalDouble.empty();
            }
            double worked = Interval.seconds(Duration.between(vertex.since, now));
            double left = Math.max(0, last.seconds() - worked) + last.after();
            longest = OptionalDouble.of(Math.max(left, longest.orElse(0)));
        }
        return longest;
    }
}

package dev.misstep.log;

import dev.misstep.build.Status;
import dev.misstep.build.StatusRule;
import dev.misstep.log.SolveStatus.VertexUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of vertices that several builds have, each of which may have been told of them otherwise: only what is so
 * whoever was told what.
 */
final class SharedVertices {
    private final StatusUnits units;
    private final List<MixedBuild> builds;
    private final KeptMessages kept;
    /** Each end that was told, by digest. */
    private final Map<String, List<VertexUpdate>> ends = new HashMap<>();
    /** For each build when it began. */
    private final Map<MixedBuild, @Nullable Instant> begins = new HashMap<>();
    /** Vertices whose key could not be computed. */
    private final Set<String> keyErrors = new HashSet<>();

    SharedVertices(StatusUnits units, List<MixedBuild> builds, KeptMessages kept) {
        this.units = units;
        this.builds = builds;
        this.kept = kept;
        builds.forEach(build -> begins.put(build, build.begin()));
        for (SolveStatus message : kept.messages()) {
            for (VertexUpdate update : message.vertexes()) {
                if (update.completed() != null) {
                    ends.computeIfAbsent(update.digest(), key -> new ArrayList<>())
                            .add(update);
                }
                String error = update.error();
                if (error != null && StatusRule.isKeyError(error)) {
                    keyErrors.add(update.digest());
                }
            }
        }
    }

    /** Whether a vertex is of that build and of no other. */
    boolean isOf(MixedBuild build, String digest) {
        StatusUnit unit = units.unitOf(digest);
        if (unit != null) {
            return build.has(unit);
        }
        StatusFact fact = units.fact(digest);
        boolean inGraphs = fact != null && (fact.ofDockerfile || !fact.inputs.isEmpty());
        boolean alone = builds.stream().noneMatch(other -> other != build && other.shared.contains(digest));
        return (alone && inGraphs && units.isComplete()) || build.isResult(digest);
    }

    /** Whether the key of a step could not be computed that may be of that build, and may as well be another's. */
    boolean mayHaveKeyError(MixedBuild build) {
        return keyErrors.stream().anyMatch(digest -> !isOf(build, digest) && build.shared.contains(digest));
    }

    /** Takes back what of a vertex would be otherwise if a message were another build's. */
    void doubt(MixedBuild build, VertexNotes notes, BuildDraft draft) {
        String digest = notes.id;
        List<VertexUpdate> told = ends.getOrDefault(digest, List.of());
        if (notes.marks.isEmpty() || (isOf(build, digest) && !isContradicted(told))) {
            return;
        }
        boolean step = notes.name.instruction() != null;
        VertexNotes output = kept.told().get(digest);
        boolean fetched = output != null && output.fetched && (step || notes.status() == Status.CACHED);
        boolean alike =
                told.stream().map(end -> verdict(build, step, end)).distinct().count() == 1;
        if (!alike || !build.wasTold(digest, units) || fetched || (step && mayBeOlder(build, told))) {
            notes.withhold();
            draft.diagnose(
                    notes.line, "what became of " + notes.name.text() + " cannot be told: another build has it too");
        } else if (begins.get(build) == null
                || told.stream().map(VertexUpdate::started).distinct().count() > 1
                || told.stream().map(VertexUpdate::completed).distinct().count() > 1) {
            notes.intervals.clear(); // what of it was before this build began is none of its time
        }
    }

    /** Whether the same work was told to end in two ways, as to a build that was stopped and to one that went on with it. */
    private static boolean isContradicted(List<VertexUpdate> told) {
        return told.stream()
                        .map(end -> List.of(String.valueOf(end.started()), String.valueOf(end.completed())))
                        .distinct()
                        .count()
                > told.stream().map(VertexUpdate::started).distinct().count();
    }

    private String verdict(MixedBuild build, boolean step, VertexUpdate end) {
        Instant begin = begins.get(build);
        Instant completed = end.completed();
        boolean older = step && begin != null && completed != null && completed.isBefore(begin);
        return end.error() != null ? "error" : end.cached() || older ? "cached" : "done";
    }

    /** Whether another build may have done it before this one began, of which it is not known when that was. */
    private boolean mayBeOlder(MixedBuild build, List<VertexUpdate> told) {
        Instant start = build.core == null ? null : build.core.coreStart();
        return begins.get(build) == null
                && told.stream()
                        .anyMatch(end -> !end.cached()
                                && end.error() == null
                                && (start == null
                                        || (end.completed() != null
                                                && end.completed().isBefore(start))));
    }
}

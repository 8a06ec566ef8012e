package dev.misstep.log;

import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import dev.misstep.build.StatusRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One vertex as a display shows it: one digest of the status stream, or several in a progress group. */
final class StatusVertex {
    /**
     * One stretch of work of one digest, as last told.
     *
     * @param withInputs whether it was told with what the vertex builds on: a download is not
     *     (util/progress/controller), a run is
     */
    record Stretch(
            @Nullable Instant completed,
            boolean cached,
            @Nullable String error,
            boolean withInputs) {
        /** Whether this was told after the other, of the same stretch. */
        boolean isLaterThan(Stretch other) {
            return completed != null && (other.completed == null || completed.isAfter(other.completed));
        }
    }

    /** What the stream told of one digest. */
    static final class Member {
        final StatusVertex vertex;
        final boolean weak;
        final Set<String> inputs = new LinkedHashSet<>();
        final TreeMap<Instant, Stretch> stretches = new TreeMap<>();

        private Member(StatusVertex vertex, boolean weak) {
            this.vertex = vertex;
            this.weak = weak;
        }
    }

    final VertexNotes notes;
    final List<Member> members = new ArrayList<>();

    StatusVertex(VertexNotes notes) {
        this.notes = notes;
    }

    Member add(boolean weak) {
        Member member = new Member(this, weak);
        members.add(member);
        return member;
    }

    /** A group stays hidden while only weak members of it have begun, unless one has failed. */
    boolean isShown() {
        return members.stream()
                .anyMatch(member -> !member.stretches.isEmpty()
                        && (!member.weak || member.stretches.values().stream().anyMatch(s -> s.error() != null)));
    }

    /**
     * Whether nothing but the key of a step without inputs was asked for, which the stream shows as work: had it run, or
     * been loaded from the cache, a second stretch would tell.
     */
    boolean isOnlyAsked() {
        if (members.size() != 1 || !members.get(0).inputs.isEmpty() || !StatusRule.buildsOnNothing(notes.name)) {
            return false;
        }
        List<Stretch> stretches = List.copyOf(members.get(0).stretches.values());
        return stretches.size() == 1
                && stretches.get(0).completed() != null
                && stretches.get(0).error() == null;
    }

    /**
     * Brings the marks and intervals in the notes up to date.
     *
     * <p>An instruction that another build at the same builder works on, or did while it still runs, is one vertex with
     * ours, and its whole past is told (solver/jobs.go, loadUnlocked). What was over when this build began was there for
     * the taking, and none of its time is ours.
     *
     * @param begin when this build began, or {@code null} where that is not known
     */
    void settle(@Nullable Instant begin) {
        notes.marks.clear();
        notes.intervals.clear();
        Instant shared = notes.name.instruction() == null ? null : begin;
        for (Member member : members) {
            member.stretches.forEach((started, stretch) -> {
                if (stretch.completed() != null) {
                    notes.intervals.add(interval(notBefore(shared, started), notBefore(shared, stretch.completed())));
                }
            });
        }
        if (members.size() == 1) {
            List<Stretch> stretches = List.copyOf(members.get(0).stretches.values());
            for (int i = 0; i < stretches.size(); i++) {
                Stretch stretch = stretches.get(i);
                if (stretch.completed() != null && !isUndone(stretch, stretches.subList(i + 1, stretches.size()))) {
                    notes.mark(mark(stretch, shared));
                }
            }
        } else {
            settleGroup(shared);
        }
    }

    /**
     * Whether what came later shows that this was no hit: the cached result could not be loaded (solver/edge.go, loadCache),
     * or it was presumed for what builds on it (solver/progress.go, append) and then needed and not there.
     */
    private boolean isUndone(Stretch stretch, List<Stretch> later) {
        if (!stretch.cached()) {
            return false;
        }
        return stretch.error() != null
                ? !later.isEmpty()
                : !notes.fetched && later.stream().anyMatch(next -> next.withInputs() && !next.cached());
    }

    private static Instant notBefore(@Nullable Instant begin, Instant time) {
        return begin != null && time.isBefore(begin) ? begin : time;
    }

    private static boolean isCached(Stretch stretch, @Nullable Instant begin) {
        Instant completed = stretch.completed();
        return stretch.cached() || (begin != null && completed != null && completed.isBefore(begin));
    }

    // a group is cached if all its members are, and has failed if one has (BuildKit, display.go, vertexGroup)
    private void settleGroup(@Nullable Instant begin) {
        List<Stretch> last = new ArrayList<>();
        for (Member member : members) {
            if (!member.stretches.isEmpty()) {
                last.add(member.stretches.lastEntry().getValue());
            }
        }
        boolean ended = last.stream().allMatch(stretch -> stretch.completed() != null);
        for (Stretch stretch : last) {
            if (stretch.error() != null) {
                notes.mark(Mark.failure(stretch.error()));
                return;
            }
        }
        if (ended && !last.isEmpty()) {
            boolean cached =
                    last.size() == members.size() && last.stream().allMatch(stretch -> isCached(stretch, begin));
            notes.mark(cached ? Mark.CACHED : Mark.DONE);
        }
    }

    private static Mark mark(Stretch stretch, @Nullable Instant begin) {
        if (stretch.error() != null) {
            return Mark.failure(stretch.error());
        }
        return isCached(stretch, begin) ? Mark.CACHED : Mark.DONE;
    }

    // the clocks of two machines may disagree by a hair
    private static Interval interval(Instant started, Instant completed) {
        return new Interval(started, completed.isBefore(started) ? started : completed);
    }
}

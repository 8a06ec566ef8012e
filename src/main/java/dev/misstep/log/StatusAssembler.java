package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.StatusVertex.Member;
import dev.misstep.log.wrapper.Unwrapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds the messages of a status stream into one build, as BuildKit's own displays do (progressui/display.go): every new
 * {@code started} is a new interval, the last word on an interval counts, and a progress group is shown as one vertex.
 */
public final class StatusAssembler {
    /** How often a vertex may begin anew; what comes beyond is not kept. */
    private static final int MAX_STRETCHES = 500;

    private final BuildDraft draft;
    private final BuildListener listener;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, StatusVertex> shown = new LinkedHashMap<>();
    private final VertexOutput output;
    /** What the message at hand says the end of: it is told of when all else of that message was, such as what it printed. */
    private final List<VertexNotes> over = new ArrayList<>();
    /** When this build began, or {@code null} while that is not known. */
    private @Nullable Instant begin;
    /** Whether an instruction of the Dockerfile has begun. */
    private boolean stepBegan;
    /** Whether the result was written. */
    private boolean exported;
    /** Whether a result was written that may be this build's. */
    private boolean resultDoubtful;
    /** Whether something failed or was canceled. */
    private boolean stopped;

    /**
     * @param format {@link Format#RAWJSON}, {@link Format#ENGINE} or {@link Format#DOCKERBUILD}
     * @param listener hears of the vertices as they come
     */
    public StatusAssembler(Format format, BuildListener listener) {
        this(format, 0, listener);
    }

    StatusAssembler(Format format, long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(format, firstLine);
        this.listener = listener;
        this.output = new VertexOutput(members, listener);
    }

    /**
     * Takes one message.
     *
     * @param line the source's line it stood on, 0 for a live build
     */
    public void accept(SolveStatus status, long line) {
        for (SolveStatus.VertexUpdate update : status.vertexes()) {
            update(update, line);
        }
        output.accept(status);
        over.forEach(this::tellEnd);
        over.clear();
    }

    private void tellEnd(VertexNotes notes) {
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
    }

    /** What its vertices print and fetch. */
    VertexOutput output() {
        return output;
    }

    /**
     * All that was seen, as one build.
     *
     * @param source what the build was read from
     * @param error what the builder said of the whole build, or {@code null}
     * @param ended whether the builder said that the build was over and well
     */
    public Build finish(String source, int ordinal, @Nullable String error, boolean ended) {
        draft.error = error;
        draft.succeeded = ended && error == null;
        return draft().build(source, ordinal, Unwrapping.NONE, Clock.EXACT);
    }

    /** All that was seen. Vertices that were announced but never began are left out: nobody needed them. */
    BuildDraft draft() {
        output.end(draft.strangers);
        draft.vertices.clear();
        Set<String> wanted = new HashSet<>(); // by something that has begun
        members.values().stream()
                .filter(member -> !member.stretches.isEmpty())
                .forEach(member -> wanted.addAll(member.inputs));
        for (StatusVertex vertex : shown.values()) {
            if (vertex.isShown()) {
                vertex.settle(begin);
                if (!wanted.isEmpty() && vertex.isOnlyAsked()) {
                    boolean found = !stopped || wanted.contains(vertex.notes.id);
                    vertex.notes.marks.clear();
                    vertex.notes.mark(found ? Mark.CACHED : Mark.CANCELED);
                }
                vertex.notes.inputs.clear();
                for (Member member : vertex.members) {
                    collectInputs(member, vertex, vertex.notes.inputs, new HashSet<>());
                }
                draft.vertices.put(vertex.notes.id, vertex.notes);
            }
        }
        if (draft.format == Format.RAWJSON && UndividedBuilds.in(begunNames())) {
            UndividedBuilds.withhold(draft);
        }
        draft.ended = isSolved();
        if (draft.ended
                && !works()
                && draft.format == Format.RAWJSON
                && !exported
                && !resultDoubtful
                && !stopped
                && draft.error == null) {
            draft.diagnoseOnce(
                    "no result is written in this log: the build kept it in its cache, or goes on after the log");
        }
        return draft;
    }

    /**
     * Whether all that the Dockerfile's graph was asked for is there. A build whose result stays in the cache says
     * nothing more than that.
     */
    private boolean isSolved() {
        Set<String> needed = new HashSet<>();
        members.values().forEach(member -> needed.addAll(member.inputs));
        boolean any = false;
        for (Map.Entry<String, Member> entry : members.entrySet()) {
            Member member = entry.getValue();
            if (member.vertex.notes.name.index() != null && !needed.contains(entry.getKey())) {
                any = true;
                if (member.stretches.isEmpty()) {
                    return false;
                }
            }
        }
        return any;
    }

    /**
     * Whether the stream tells of the beginning of a build other than this one. A build with a {@code # syntax=} line
     * reads its Dockerfile twice, but not once its steps have begun.
     */
    boolean isAnother(SolveStatus status) {
        for (SolveStatus.VertexUpdate update : status.vertexes()) {
            boolean late = stepBegan || exported || stopped || draft.error != null;
            if (!members.isEmpty()
                    && !members.containsKey(update.digest())
                    && (Beginnings.isBake(update.name()) || (late && Beginnings.isDefinition(update.name())))) {
                return true;
            }
        }
        return false;
    }

    /** Whether another build or display may begin here, while this one may still go on. */
    boolean mayBeJoined(SolveStatus status) {
        return listener == BuildListener.NONE
                && !members.isEmpty()
                && status.vertexes().stream()
                        .anyMatch(update -> !members.containsKey(update.digest())
                                && (Beginnings.isFirst(update.name()) || isToldAgain(update.name())))
                && !isQuiet();
    }

    /** Whether a target of the display begins so that has begun so before. */
    private boolean isToldAgain(String name) {
        return Beginnings.isFirstOfAll(name)
                && TargetName.certain(name) != null
                && members.values().stream()
                        .anyMatch(member -> member.vertex.notes.name.text().equals(name));
    }

    /** Whether nothing more is to be expected of this build. */
    private boolean isQuiet() {
        return !works() && (exported || draft.error != null);
    }

    private boolean works() {
        return members.values().stream()
                .anyMatch(member -> !member.stretches.isEmpty()
                        && member.stretches.lastEntry().getValue().completed() == null);
    }

    /** That it wrote a result can be told of this build no more than of another. */
    void doubtResult() {
        resultDoubtful = true;
    }

    private List<String> begunNames() {
        return members.values().stream()
                .filter(member -> !member.stretches.isEmpty())
                .map(member -> member.vertex.notes.name.text())
                .toList();
    }

    /** What is known of the vertices, as one message. */
    SolveStatus known() {
        List<SolveStatus.VertexUpdate> updates = new ArrayList<>();
        members.forEach((digest, member) -> {
            String name = member.vertex.notes.name.text();
            List<String> inputs = List.copyOf(member.inputs);
            updates.add(new SolveStatus.VertexUpdate(digest, inputs, name, null, null, false, null, null));
            member.stretches.forEach((started, stretch) -> updates.add(new SolveStatus.VertexUpdate(
                    digest,
                    stretch.withInputs() ? inputs : List.of(),
                    name,
                    started,
                    stretch.completed(),
                    stretch.cached(),
                    stretch.error(),
                    null)));
        });
        return new SolveStatus(updates, List.of(), List.of());
    }

    /** Whether the stream tells of what a build does first, and this one did not. */
    boolean isAnothersBeginning(SolveStatus status) {
        return status.vertexes().stream()
                .anyMatch(update -> !members.containsKey(update.digest()) && Beginnings.isFirstOfAll(update.name()));
    }

    /** Puts instructions where the Dockerfile has them, by the digests of their vertices. */
    void locate(Map<String, Integer> lines) {
        members.forEach((digest, member) -> {
            if (member.vertex.notes.name.instruction() != null && lines.containsKey(digest)) {
                member.vertex.notes.dockerfileLine = lines.get(digest);
            }
        });
    }

    void fail(String error) {
        if (draft.error == null) {
            draft.error = error;
        }
    }

    void diagnose(long line, String message) {
        draft.diagnose(line, message);
    }

    private void update(SolveStatus.VertexUpdate update, long line) {
        if (update.digest().isEmpty()) {
            draft.diagnose(line, "a status message does not say which vertex it is about");
            return;
        }
        Member member = members.get(update.digest());
        if (member == null && members.size() >= BuildDraft.MAX_VERTICES) {
            draft.tooMany(line);
            return;
        }
        if (member == null) {
            member = join(update, line);
            members.put(update.digest(), member);
        } else if (update.group() == null && !update.name().isEmpty()) {
            member.vertex.notes.rename(StepName.parse(VertexNotes.limited(update.name())));
        }
        if (update.group() != null) {
            // the group keeps its first name, which older clients put no target into
            String target = TargetName.possible(update.name());
            if (target != null) {
                member.vertex.notes.formerlyOf(target);
            }
        }
        member.inputs.addAll(update.inputs());
        if (update.started() == null) {
            return; // announced, or announced again for another target: nothing is reset by that
        }
        if (member.stretches.size() >= MAX_STRETCHES && !member.stretches.containsKey(update.started())) {
            return;
        }
        VertexNotes notes = member.vertex.notes;
        StatusVertex.Stretch before = member.stretches.get(update.started());
        StatusVertex.Stretch now = new StatusVertex.Stretch(
                update.completed(),
                update.cached(),
                update.error(),
                !update.inputs().isEmpty() || (before != null && before.withInputs()));
        if (before != null && before.isLaterThan(now)) {
            return; // gathered in one object, updates may stand in any order
        }
        member.stretches.put(update.started(), now);
        if (begin != null
                && now.completed() != null
                && now.completed().isBefore(begin)
                && !update.started().isBefore(begin)) {
            notes.doubt().ofWords(); // if it was over when the build began, it was a hit
            draft.diagnose(
                    line, notes.name.text() + " ends before the build begins: a time is damaged; shown as unfinished");
        }
        if (Beginnings.isFirstOfAll(notes.name.text())) {
            begin = begin == null || update.started().isBefore(begin) ? update.started() : begin;
        }
        stepBegan |= notes.name.index() != null;
        if (before == null) {
            if (over.remove(notes)) {
                tellEnd(notes); // it begins again: a local source ends once before it is asked for
            }
            listener.started(notes.id, notes.name);
        }
        if (now.completed() != null && (before == null || before.completed() == null)) {
            exported |= BuildDraft.isExport(notes.name.text());
            stopped |= now.error() != null && !BuildDraft.isCacheWork(notes.name);
            member.vertex.settle(begin);
            over.add(notes);
        }
    }

    private Member join(SolveStatus.VertexUpdate update, long line) {
        SolveStatus.Group group = update.group();
        if (group == null || group.id().isEmpty()) {
            return vertex(update.digest(), update, update.name(), line).add(false);
        }
        return vertex("group " + group.id(), update, group.name(), line).add(group.weak());
    }

    private StatusVertex vertex(String key, SolveStatus.VertexUpdate update, String name, long line) {
        return shown.computeIfAbsent(
                key,
                k -> new StatusVertex(
                        new VertexNotes(update.digest(), StepName.parse(VertexNotes.limited(name)), line)));
    }

    /**
     * The vertices a member builds on, as they are shown. Where an input never began, since nobody needed it, what that
     * one builds on stands for it.
     */
    private void collectInputs(Member member, StatusVertex owner, Set<String> ids, Set<String> visited) {
        for (String digest : new LinkedHashSet<>(member.inputs)) {
            Member input = members.get(digest);
            if (input == null || !visited.add(digest)) {
                continue;
            }
            if (input.vertex != owner && input.vertex.isShown()) {
                ids.add(input.vertex.notes.id);
            } else {
                collectInputs(input, owner, ids, visited);
            }
        }
    }
}

package dev.misstep.log;

import dev.misstep.build.StepName;
import dev.misstep.log.StatusVertex.Member;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the vertices of a status stream print, and whether they fetch layers. */
final class VertexOutput {
    private final Map<String, Member> members;
    private final BuildListener listener;
    private final Map<String, LineSplitter> outputs = new HashMap<>();
    private final Map<String, OutputLineCount> counts = new HashMap<>();
    /** What was told of vertices before their names, by digest. */
    private final Map<String, VertexNotes> early = new HashMap<>();

    private final LogMessages messages = new LogMessages(this::count, this::fetches);

    /**
     * @param members the vertices known so far, by digest
     * @param listener hears of lines; {@link BuildListener#NONE} has them counted only
     */
    VertexOutput(Map<String, Member> members, BuildListener listener) {
        this.members = members;
        this.listener = listener;
    }

    /** Whether a piece of progress so called is that of a layer. */
    static boolean isLayer(String id) {
        // engines with a graph driver say "pulling sha256:…" (moby, builder-next/adapters/containerimage/pull.go)
        return id.startsWith("sha256:") || id.startsWith("extracting sha256:") || id.startsWith("pulling sha256:");
    }

    void accept(SolveStatus status) {
        for (SolveStatus.Progress progress : status.statuses()) {
            if (isLayer(progress.id())) {
                fetches(progress.vertex());
            }
            advance(progress);
        }
        for (SolveStatus.LogChunk chunk : status.logs()) {
            print(chunk);
        }
    }

    /** What was counted elsewhere of a vertex. */
    void tell(String digest, int logLines, boolean fetched) {
        VertexNotes notes = notesOf(digest);
        if (notes != null) {
            notes.logLines += logLines;
            notes.fetched |= fetched;
        }
    }

    /**
     * Nothing more is printed: ends lines that have no end, and gives what came early to its vertices, if they came.
     *
     * @param strangers takes the digests of those that did not
     */
    void end(Set<String> strangers) {
        outputs.values().forEach(LineSplitter::end);
        counts.values().forEach(OutputLineCount::end);
        early.forEach((digest, before) -> {
            Member member = members.get(digest);
            if (member != null) {
                member.vertex.notes.logLines += before.logLines;
                member.vertex.notes.fetched |= before.fetched;
            } else if (strangers.size() < BuildDraft.MAX_VERTICES) {
                strangers.add(digest);
            }
        });
        early.clear();
    }

    /** What reads messages of output alone; {@code null} where somebody wants to hear the output. */
    @Nullable
    BulkLines bulk() {
        return listener == BuildListener.NONE ? messages : null;
    }

    /** The count of a vertex' stream, {@code sha256:…/1}; {@code null} while that vertex is unknown. */
    @Nullable
    OutputLineCount count(String key) {
        Member member = members.get(key.substring(0, key.indexOf('/')));
        return member == null ? null : counts.computeIfAbsent(key, k -> new OutputLineCount(member.vertex.notes));
    }

    /** The notes on a vertex, or, where a message tells of its work before it tells its name, on what is known so far. */
    private @Nullable VertexNotes notesOf(String digest) {
        Member member = members.get(digest);
        if (member != null) {
            return member.vertex.notes;
        }
        return early.size() < BuildDraft.MAX_VERTICES
                ? early.computeIfAbsent(digest, key -> new VertexNotes(key, StepName.parse(""), 0))
                : early.get(digest);
    }

    private void fetches(String digest) {
        VertexNotes notes = notesOf(digest);
        if (notes != null) {
            notes.fetched = true;
        }
    }

    private void advance(SolveStatus.Progress progress) {
        Member member = members.get(progress.vertex());
        if (member != null) {
            boolean completed = progress.completed() != null;
            listener.advanced(member.vertex.notes.id, progress.id(), progress.current(), progress.total(), completed);
        }
    }

    private void print(SolveStatus.LogChunk chunk) {
        VertexNotes notes = notesOf(chunk.vertex());
        if (notes == null) {
            return;
        }
        if (listener == BuildListener.NONE) {
            counts.computeIfAbsent(chunk.vertex() + "/" + chunk.stream(), key -> new OutputLineCount(notes))
                    .add(chunk.data());
            return;
        }
        outputs.computeIfAbsent(
                        chunk.vertex() + "/" + chunk.stream(),
                        key -> new LineSplitter(text -> {
                            notes.logLines++;
                            listener.output(notes.id, notes.name, text);
                        }))
                .accept(chunk.data());
    }
}

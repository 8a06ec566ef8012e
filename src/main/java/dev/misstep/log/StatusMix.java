package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.log.SolveStatus.VertexUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Status messages of several builds that wrote at the same time, given back to their builds. A message that names a vertex
 * of one build alone is that build's. Any other may be several builds': what it tells of a vertex is told of each build that
 * has it, and counts as far as {@link SharedVertices} says. What cannot be given to a build is in none, and said so.
 */
final class StatusMix {
    /** How many names are told of what is in no build. */
    private static final int NAMED = 5;

    private final StatusAssembler first;
    private final KeptMessages kept;
    private final StatusUnits units;
    private final List<MixedBuild> builds = new ArrayList<>();
    private final Map<StatusUnit, MixedBuild> buildOf = new HashMap<>();
    /** Whose the results are of which that is certain. */
    private final Map<String, MixedBuild> results = new HashMap<>();

    private final Set<String> unplaced = new LinkedHashSet<>();
    private @Nullable MixedBuild began;

    /** @param first what was read before, which the first of the messages repeats */
    StatusMix(StatusAssembler first, KeptMessages kept) {
        this.first = first;
        this.kept = kept;
        this.units = new StatusUnits(kept.messages());
    }

    List<BuildDraft> drafts() {
        units.units().stream().filter(StatusUnit::isCore).forEach(unit -> begin(unit, false));
        placeUnits();
        if (!units.fileless().isEmpty()) {
            begin(units.filelessUnit(), true);
        }
        for (MixedBuild build : builds) {
            build.shared.addAll(units.inputsOf(build.digests()));
        }
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < kept.messages().size(); i++) {
            MixedBuild build = ownerOf(kept.messages().get(i));
            if (build == null) {
                open.add(i);
            } else {
                build.give(kept.messages().get(i), i);
            }
        }
        began = open.contains(0) ? null : ownerOf(kept.messages().get(0));
        open.forEach(this::giveOpen);
        SharedVertices shared = new SharedVertices(units, builds, kept);
        List<BuildDraft> drafts = new ArrayList<>();
        for (MixedBuild build : builds) {
            if (!build.messages.isEmpty()) {
                drafts.add(draft(build, shared));
            }
        }
        kept.words().forEach(word -> word.give(drafts));
        return drafts;
    }

    private void begin(StatusUnit unit, boolean undivided) {
        MixedBuild build = new MixedBuild(unit, undivided);
        builds.add(build);
        buildOf.put(unit, build);
    }

    /**
     * What a build reads first tells nothing of what it builds: it is of the only build that can have read it, where there are
     * as many builds as read such.
     */
    private void placeUnits() {
        Set<StatusUnit> loose = new LinkedHashSet<>();
        units.units().stream().filter(unit -> !unit.isCore()).forEach(loose::add);
        for (StatusUnit unit : List.copyOf(loose)) {
            if (unit.has(MixedBuild.DEFINITION)
                    && (unit.hasFailed() || (units.isComplete() && fitting(unit).isEmpty()))) {
                begin(unit, false);
                loose.remove(unit);
            }
        }
        for (boolean placed = units.isComplete() && areAsManyAsBuilds(loose); placed; ) {
            placed = false;
            for (StatusUnit unit : List.copyOf(loose)) {
                List<MixedBuild> fitting = fitting(unit);
                if (fitting.size() == 1) {
                    fitting.get(0).take(unit);
                    buildOf.put(unit, fitting.get(0));
                    loose.remove(unit);
                    placed = true;
                }
            }
        }
        loose.forEach(unit -> unit.facts.forEach(fact -> unplaced.add(fact.name)));
    }

    private boolean areAsManyAsBuilds(Set<StatusUnit> loose) {
        return MixedBuild.ONCE.stream()
                .allMatch(name -> loose.stream().filter(unit -> unit.has(name)).count()
                        == builds.stream()
                                .filter(build -> build.core != null && !build.has(name))
                                .count());
    }

    private List<MixedBuild> fitting(StatusUnit unit) {
        return builds.stream().filter(build -> build.fits(unit)).toList();
    }

    private @Nullable MixedBuild ownerOf(SolveStatus message) {
        for (String digest : StatusUnits.digests(message)) {
            StatusUnit unit = units.unitOf(digest);
            MixedBuild build = unit == null ? null : buildOf.get(unit);
            if (build != null) {
                return build;
            }
        }
        return null;
    }

    private void giveOpen(int at) {
        SolveStatus message = kept.messages().get(at);
        for (VertexUpdate update : message.vertexes()) {
            String digest = update.digest();
            StatusFact fact = units.fact(digest);
            boolean placed = false;
            if (BuildDraft.isExport(update.name()) && fact != null) {
                placed = giveResult(update, fact, at);
            } else if (!units.isOwn(digest)) {
                for (MixedBuild build : builds) {
                    if (build.shared.contains(digest)) {
                        build.lend(update, at);
                        placed = true;
                    }
                }
            }
            if (!placed && !update.name().isEmpty()) {
                unplaced.add(update.name());
            }
        }
    }

    /** Whether the result is of one build for certain; else it may be of each that may have written one. */
    private boolean giveResult(VertexUpdate update, StatusFact result, int at) {
        MixedBuild known = results.get(result.digest);
        List<MixedBuild> writing = known != null
                ? List.of(known)
                : builds.stream().filter(build -> build.mayWrite(result)).toList();
        if (writing.size() == 1 && units.isComplete()) {
            results.put(result.digest, writing.get(0));
            writing.get(0).give(new SolveStatus(List.of(update), List.of(), List.of()), at);
            return true;
        }
        for (MixedBuild build : writing) {
            build.resultDoubtful = true;
            build.resultFailed |= update.error() != null;
        }
        return false;
    }

    private BuildDraft draft(MixedBuild build, SharedVertices shared) {
        int from = build.messages.firstKey();
        boolean goesOn = from == 0 && build == began;
        StatusAssembler assembler = goesOn
                ? first
                : new StatusAssembler(Format.RAWJSON, kept.lines().get(from), BuildListener.NONE);
        build.messages
                .tailMap(goesOn ? 1 : 0)
                .forEach((at, message) -> assembler.accept(message, kept.lines().get(at)));
        kept.told().forEach((digest, notes) -> {
            if (shared.isOf(build, digest)) {
                assembler.output().tell(digest, notes.logLines, notes.fetched);
            }
        });
        if (build.resultDoubtful) {
            assembler.doubtResult();
        }
        BuildDraft draft = assembler.draft();
        draft.ended &= !build.resultFailed;
        draft.succeeded |= draft.hasWrittenResult();
        draft.diagnose(draft.firstLine, "other builds wrote into the log at the same time");
        if (!unplaced.isEmpty()) {
            List<String> names = unplaced.stream().limit(NAMED).toList();
            String more = unplaced.size() > NAMED ? ", and " + (unplaced.size() - NAMED) + " more" : "";
            draft.diagnose(
                    draft.firstLine,
                    "in none of these builds, for it may be of several: " + String.join(", ", names) + more);
        }
        if (build.undivided) {
            UndividedBuilds.withhold(draft);
        }
        List.copyOf(draft.vertices.values()).forEach(notes -> shared.doubt(build, notes, draft));
        if (shared.mayHaveKeyError(build) && !draft.hasWrittenResult()) {
            draft.doubtHits();
        }
        if (kept.isFull()) {
            draft.diagnose(draft.firstLine, "they wrote more than is kept; what came later was not read");
            if (!draft.hasWrittenResult()) {
                draft.ended = false;
                draft.doubtHits();
            }
        }
        return draft;
    }
}

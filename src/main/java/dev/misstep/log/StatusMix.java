package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Status;
import dev.misstep.build.StatusRule;
import dev.misstep.log.SolveStatus.VertexUpdate;
import dev.misstep.log.StatusUnits.Fact;
import dev.misstep.log.StatusUnits.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Status messages of several builds that wrote at the same time, given back to their builds. A message that names a vertex
 * of one build alone is that build's. Any other may be several builds': what it tells of a vertex that two of them have
 * counts only where it makes no difference whose it is. What cannot be given to a build is in none, and said so.
 */
final class StatusMix {
    static final Pattern DEFINITION = Pattern.compile(
            "\\[(?:\\S{1,200} )?internal\\] load (?:build definition|remote build context).*", Pattern.DOTALL);
    private static final Pattern IGNORE =
            Pattern.compile("\\[(?:\\S{1,200} )?internal\\] load \\.dockerignore.*", Pattern.DOTALL);
    private static final List<Pattern> ONCE = List.of(DEFINITION, IGNORE);
    /** How many names are told of what is in no build. */
    private static final int NAMED = 5;

    /**
     * A last word on some build.
     *
     * @param at the number of messages before it
     */
    record LastWord(int at, String error, long line) {}

    /** One of the builds. */
    private static final class Part {
        final Set<Unit> units = new LinkedHashSet<>();
        final @Nullable Unit core;
        /** What its own vertices build on. */
        final Set<String> graph = new HashSet<>();
        /** That, and what was told of in one message with them. */
        final Set<String> shared = new HashSet<>();
        /** What was told for certain, and what may be another build's, by message. */
        final Map<Integer, SolveStatus> messages = new LinkedHashMap<>();

        final Map<String, List<VertexUpdate>> certain = new HashMap<>();
        final Map<String, List<VertexUpdate>> doubtful = new LinkedHashMap<>();
        boolean resultDoubtful;
        boolean resultFailed;

        Part(Unit unit) {
            core = unit.isCore() ? unit : null;
            units.add(unit);
        }

        boolean has(Pattern name) {
            return units.stream().anyMatch(unit -> unit.has(name));
        }
    }

    private final StatusAssembler first;
    private final List<SolveStatus> messages;
    private final List<Long> lines;
    private final List<LastWord> words;
    private final Map<String, VertexNotes> told;
    private final boolean full;
    private final StatusUnits units;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Unit, Part> partOf = new HashMap<>();
    private final Map<String, Part> results = new HashMap<>();
    private final Set<String> unplaced = new LinkedHashSet<>();

    /**
     * @param first what was read before, which the first of the messages repeats
     * @param told the output and the downloads of each digest
     * @param full whether there were more messages than are here
     */
    StatusMix(
            StatusAssembler first,
            List<SolveStatus> messages,
            List<Long> lines,
            List<LastWord> words,
            Map<String, VertexNotes> told,
            boolean full) {
        this.first = first;
        this.messages = messages;
        this.lines = lines;
        this.words = words;
        this.told = told;
        this.full = full;
        this.units = new StatusUnits(messages);
    }

    List<BuildDraft> drafts() {
        for (Unit unit : units.units()) {
            if (unit.isCore()) {
                begin(unit);
            }
        }
        placeUnits();
        for (Part part : parts) {
            part.units.forEach(
                    unit -> unit.facts.forEach(fact -> part.shared.addAll(units.inputsOf(List.of(fact.digest)))));
        }
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Part part = ownerOf(messages.get(i));
            if (part == null) {
                open.add(i);
            } else {
                give(part, i);
            }
        }
        open.forEach(this::giveOpen);
        List<BuildDraft> drafts = new ArrayList<>();
        parts.forEach(part -> drafts.add(draft(part)));
        words.forEach(word -> placeWord(word, drafts));
        return drafts;
    }

    // what begins builds ---------------------------------------------------------------------------------------------

    private void begin(Unit unit) {
        Part part = new Part(unit);
        parts.add(part);
        partOf.put(unit, part);
    }

    /** What a build reads first tells nothing of what it builds: it is of the only build that can have read it. */
    private void placeUnits() {
        List<Unit> loose = new ArrayList<>(
                units.units().stream().filter(unit -> !unit.isCore()).toList());
        for (boolean placed = true; placed; ) {
            placed = false;
            for (Unit unit : List.copyOf(loose)) {
                List<Part> fitting = fitting(unit);
                boolean rival = fitting.size() == 1
                        && loose.stream()
                                .anyMatch(other -> other != unit
                                        && alike(other, unit)
                                        && fitting(other).equals(fitting));
                if (fitting.size() == 1 && !rival) {
                    fitting.get(0).units.add(unit);
                    partOf.put(unit, fitting.get(0));
                    loose.remove(unit);
                    placed = true;
                }
            }
        }
        for (Unit unit : loose) {
            boolean failed = unit.facts.stream().anyMatch(fact -> fact.failed);
            if (unit.has(DEFINITION) && (failed || fitting(unit).isEmpty())) {
                begin(unit);
            } else {
                unit.facts.forEach(fact -> unplaced.add(fact.name));
            }
        }
    }

    private static boolean alike(Unit one, Unit other) {
        return ONCE.stream().anyMatch(name -> one.has(name) && other.has(name));
    }

    private List<Part> fitting(Unit unit) {
        boolean failed = unit.facts.stream().anyMatch(fact -> fact.failed);
        return failed
                ? List.of()
                : parts.stream().filter(part -> fits(unit, part)).toList();
    }

    private static boolean fits(Unit unit, Part part) {
        if (part.core == null || ONCE.stream().anyMatch(name -> unit.has(name) && part.has(name))) {
            return false;
        }
        int began = part.core.facts.stream().mapToInt(fact -> fact.began).min().orElse(Integer.MAX_VALUE);
        Instant start = part.core.coreStart();
        boolean later = start != null
                && unit.facts.stream()
                        .filter(fact -> ONCE.stream()
                                .anyMatch(name -> name.matcher(fact.name).matches()))
                        .anyMatch(fact -> fact.start != null && fact.start.isAfter(start));
        return unit.first < began && !later;
    }

    // whose a message is ---------------------------------------------------------------------------------------------

    private @Nullable Part ownerOf(SolveStatus message) {
        for (String digest : StatusUnits.digests(message)) {
            Unit unit = units.unitOf(digest);
            Part part = unit == null ? null : partOf.get(unit);
            if (part != null) {
                return part;
            }
        }
        return null;
    }

    private void give(Part part, int at) {
        SolveStatus message = messages.get(at);
        part.messages.put(at, message);
        for (VertexUpdate update : message.vertexes()) {
            part.shared.add(update.digest());
            part.certain
                    .computeIfAbsent(update.digest(), key -> new ArrayList<>())
                    .add(update);
            if (BuildDraft.isExport(update.name())) {
                results.put(update.digest(), part);
            }
        }
    }

    private void giveOpen(int at) {
        SolveStatus message = messages.get(at);
        List<Part> fitting = new ArrayList<>(parts);
        boolean known = false;
        for (VertexUpdate update : message.vertexes()) {
            String digest = update.digest();
            if (BuildDraft.isExport(update.name())) {
                known = true;
                fitting.removeIf(part -> !mayWrite(part, digest));
            } else if (parts.stream().anyMatch(part -> part.graph.contains(digest))) {
                known = true;
                fitting.removeIf(part -> !part.graph.contains(digest));
            }
        }
        if (fitting.size() == 1 && (known || parts.size() == 1)) {
            give(fitting.get(0), at);
            return;
        }
        for (VertexUpdate update : message.vertexes()) {
            boolean result = BuildDraft.isExport(update.name());
            boolean placed = false;
            for (Part part : fitting) {
                if (result) {
                    part.resultDoubtful = true;
                    part.resultFailed |= update.error() != null;
                } else if (part.shared.contains(update.digest())) {
                    placed = true;
                    part.doubtful
                            .computeIfAbsent(update.digest(), key -> new ArrayList<>())
                            .add(update);
                    part.messages.merge(
                            at, new SolveStatus(List.of(update), List.of(), List.of()), StatusMix::together);
                }
            }
            if (!placed && !update.name().isEmpty()) {
                unplaced.add(update.name());
            }
        }
    }

    private static SolveStatus together(SolveStatus one, SolveStatus other) {
        List<VertexUpdate> updates = new ArrayList<>(one.vertexes());
        updates.addAll(other.vertexes());
        return new SolveStatus(updates, List.of(), List.of());
    }

    /** A result is written once nothing more is heard of the steps, and by each build once. */
    private boolean mayWrite(Part part, String digest) {
        Part known = results.get(digest);
        if (known != null) {
            return known == part;
        }
        Fact result = units.fact(digest);
        return part.core != null
                && result != null
                && !results.containsValue(part)
                && part.core.facts.stream().noneMatch(fact -> fact.failed)
                && part.core.facts.stream().noneMatch(fact -> fact.start != null && fact.end == null)
                && part.core.last <= result.began;
    }

    // the builds -----------------------------------------------------------------------------------------------------

    private BuildDraft draft(Part part) {
        int from = part.messages.keySet().stream().mapToInt(at -> at).min().orElse(0);
        StatusAssembler assembler =
                from == 0 ? first : new StatusAssembler(Format.RAWJSON, lines.get(from), BuildListener.NONE);
        part.messages.keySet().stream().sorted().filter(at -> at > 0).forEach(at -> {
            SolveStatus message = part.messages.get(at);
            if (message != null) {
                assembler.accept(message, lines.get(at));
            }
        });
        told.forEach((digest, notes) -> {
            if (!isShared(digest)) {
                assembler.tell(digest, notes.logLines, notes.fetched);
            }
        });
        if (part.resultDoubtful) {
            assembler.doubtResult();
        }
        BuildDraft draft = assembler.draft();
        draft.ended &= !part.resultFailed;
        draft.succeeded |= isExported(draft);
        draft.diagnose(draft.firstLine, "other builds wrote into the log at the same time");
        if (full) {
            draft.diagnose(draft.firstLine, "they wrote more than is kept; what came later was not read");
        }
        if (!unplaced.isEmpty()) {
            List<String> names = unplaced.stream().limit(NAMED).toList();
            String more = unplaced.size() > NAMED ? ", and " + (unplaced.size() - NAMED) + " more" : "";
            draft.diagnose(
                    draft.firstLine,
                    "in none of these builds, for it may be of several: " + String.join(", ", names) + more);
        }
        List.copyOf(draft.vertices.values()).forEach(notes -> doubt(part, notes, draft));
        return draft;
    }

    private boolean isShared(String digest) {
        return parts.stream().filter(part -> part.shared.contains(digest)).count() > 1;
    }

    /** What of a vertex would be otherwise if a message were another build's is not told. */
    private void doubt(Part part, VertexNotes notes, BuildDraft draft) {
        String digest = notes.id;
        Unit unit = units.unitOf(digest);
        if (notes.marks.isEmpty()
                || (unit != null && units.isOwn(digest))
                || (!isShared(digest) && !part.doubtful.containsKey(digest))) {
            return;
        }
        List<VertexUpdate> certain = ends(part.certain.getOrDefault(digest, List.of()));
        List<VertexUpdate> all = ends(part.doubtful.getOrDefault(digest, List.of()));
        boolean more = !certain.containsAll(all);
        all.addAll(certain);
        boolean step = notes.name.instruction() != null;
        boolean alike =
                all.stream().map(end -> verdict(part, step, end)).distinct().count() == 1;
        boolean sure = !certain.isEmpty() || isUsed(part, digest);
        VertexNotes output = told.get(digest);
        boolean fetched = output != null && output.fetched && (step || notes.status() == Status.CACHED);
        if ((more && !(alike && sure)) || fetched || (step && mayBeOlder(part, all))) {
            notes.withhold();
            draft.diagnose(
                    notes.line, "what became of " + notes.name.text() + " cannot be told: another build has it too");
        } else if (more && all.stream().map(VertexUpdate::started).distinct().count() > 1) {
            notes.intervals.clear();
        }
    }

    private static List<VertexUpdate> ends(List<VertexUpdate> updates) {
        return new ArrayList<>(
                updates.stream().filter(update -> update.completed() != null).toList());
    }

    private static String verdict(Part part, boolean step, VertexUpdate update) {
        Instant begin = part.units.stream()
                .flatMap(unit -> unit.facts.stream())
                .filter(fact -> DEFINITION.matcher(fact.name).matches() && fact.start != null)
                .map(fact -> fact.start)
                .min(Instant::compareTo)
                .orElse(null);
        boolean older = begin != null
                && step
                && update.completed() != null
                && update.completed().isBefore(begin);
        return older ? "older" : update.error() != null ? "error" : update.cached() ? "cached" : "done";
    }

    /** Whether something of that build ran that needs it. */
    private boolean isUsed(Part part, String digest) {
        return part.units.stream()
                .flatMap(unit -> unit.facts.stream())
                .anyMatch(
                        fact -> fact.ran && units.inputsOf(List.of(fact.digest)).contains(digest));
    }

    /** Whether another build may have done it before this one began, of which it is not known when that was. */
    private static boolean mayBeOlder(Part part, List<VertexUpdate> ends) {
        Instant start = part.core == null ? null : part.core.coreStart();
        return !part.has(DEFINITION)
                && ends.stream()
                        .anyMatch(end -> !end.cached()
                                && end.error() == null
                                && (start == null
                                        || (end.completed() != null
                                                && end.completed().isBefore(start))));
    }

    private static boolean isExported(BuildDraft draft) {
        return draft.vertices.values().stream()
                .anyMatch(notes -> BuildDraft.isExport(notes.name.text()) && notes.status() == Status.EXECUTED);
    }

    /** Gives a last word to the build that failed with it. */
    private static void placeWord(LastWord word, List<BuildDraft> drafts) {
        List<BuildDraft> failed = drafts.stream()
                .filter(draft -> draft.vertices.values().stream()
                        .map(VertexNotes::error)
                        .anyMatch(error -> error != null && word.error().contains(error)))
                .toList();
        if (failed.size() == 1) {
            BuildDraft draft = failed.get(0);
            draft.error = draft.error == null ? word.error() : draft.error;
            return;
        }
        for (BuildDraft draft : drafts) {
            if (isExported(draft)) {
                continue;
            }
            draft.ended = false;
            draft.diagnose(word.line(), "which build ended so cannot be told");
            if (StatusRule.isKeyError(word.error())) {
                for (VertexNotes notes : draft.vertices.values()) {
                    if (notes.status().isHit()) {
                        notes.marks.clear();
                        draft.diagnose(
                                notes.line, "whether " + notes.name.text() + " was a hit or skipped cannot be told");
                    }
                }
            }
        }
    }
}

package dev.misstep.log;

import dev.misstep.log.SolveStatus.VertexUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One of several builds that wrote at the same time, and what was told of it. */
final class MixedBuild {
    static final Pattern DEFINITION = Pattern.compile(
            "\\[(?:\\S{1,200} )?internal\\] load (?:build definition|remote build context).*", Pattern.DOTALL);
    private static final Pattern IGNORE =
            Pattern.compile("\\[(?:\\S{1,200} )?internal\\] load \\.dockerignore.*", Pattern.DOTALL);
    /** What a build reads once. */
    static final List<Pattern> ONCE = List.of(DEFINITION, IGNORE);

    private final Set<StatusUnit> units = new LinkedHashSet<>();
    /** Its instructions, or {@code null} where none is known. */
    final @Nullable StatusUnit core;
    /** What its own vertices build on, and what was told of in one message with them. */
    final Set<String> shared = new HashSet<>();
    /** What was told of it, and what may be another's, by message. */
    final TreeMap<Integer, SolveStatus> messages = new TreeMap<>();
    /** What was told of it for certain, by digest. */
    private final Map<String, List<VertexUpdate>> certain = new HashMap<>();
    /** Whether it may have written a result that may be another's, and whether that failed. */
    boolean resultDoubtful;

    boolean resultFailed;
    /** The results it wrote for certain. */
    private final Set<String> results = new HashSet<>();

    private final Set<String> resultNames = new HashSet<>();

    /** Whether it stands for several builds of which nothing tells which instruction is whose. */
    final boolean undivided;

    MixedBuild(StatusUnit unit, boolean undivided) {
        this.core = unit.isCore() ? unit : null;
        this.undivided = undivided;
        units.add(unit);
        unit.facts.forEach(fact -> shared.add(fact.digest));
    }

    boolean has(StatusUnit unit) {
        return units.contains(unit);
    }

    /** All that is of this build for certain. */
    List<String> digests() {
        return units.stream()
                .flatMap(unit -> unit.facts.stream())
                .map(fact -> fact.digest)
                .toList();
    }

    void take(StatusUnit unit) {
        units.add(unit);
    }

    boolean has(Pattern name) {
        return units.stream().anyMatch(unit -> unit.has(name));
    }

    /** Whether this may be what the build read before it began its instructions. */
    boolean fits(StatusUnit unit) {
        if (core == null || unit.hasFailed() || ONCE.stream().anyMatch(name -> unit.has(name) && has(name))) {
            return false;
        }
        Instant start = core.coreStart();
        boolean later =
                start != null && unit.facts.stream().anyMatch(fact -> fact.start != null && fact.start.isAfter(start));
        return unit.first < core.began() && !later;
    }

    /** What is told in message {@code at} is of this build. */
    void give(SolveStatus message, int at) {
        messages.put(at, message);
        for (VertexUpdate update : message.vertexes()) {
            shared.add(update.digest());
            certain.computeIfAbsent(update.digest(), key -> new ArrayList<>()).add(update);
            if (BuildDraft.isExport(update.name())) {
                results.add(update.digest());
                resultNames.add(update.name());
            }
        }
    }

    /** What is told in message {@code at} may be of this build. */
    void lend(VertexUpdate update, int at) {
        List<VertexUpdate> all = new ArrayList<>();
        SolveStatus before = messages.get(at);
        if (before != null) {
            all.addAll(before.vertexes());
        }
        all.add(update);
        messages.put(at, new SolveStatus(all, List.of(), List.of()));
    }

    /** Whether it is certain that this build was told how the vertex ended. */
    boolean wasTold(String digest, StatusUnits all) {
        return certain.getOrDefault(digest, List.of()).stream().anyMatch(update -> update.completed() != null)
                || units.stream()
                        .flatMap(unit -> unit.facts.stream())
                        .anyMatch(fact -> fact.start != null
                                && all.inputsOf(List.of(fact.digest)).contains(digest));
    }

    /** Whether that is a result it wrote for certain. */
    boolean isResult(String digest) {
        return results.contains(digest);
    }

    /**
     * Whether a result may be of this build: it is written once, when all instructions are over. They may still be told of: a
     * build at the same builder that comes to the same step is told of this one's (solver/jobs.go, setEdge).
     */
    boolean mayWrite(StatusFact result) {
        if (core == null || core.hasFailed()) {
            return false;
        }
        String target = TargetName.certain(result.name);
        List<StatusFact> needed = core.facts.stream()
                .filter(fact -> target == null || target.equals(TargetName.possible(fact.name)))
                .toList();
        boolean written = target == null ? !results.isEmpty() : resultNames.contains(result.name);
        return !written
                && !needed.isEmpty()
                && needed.stream().allMatch(fact -> fact.start == null || fact.ended <= result.began);
    }

    /** When it read its Dockerfile, or {@code null} where that is not known. */
    @Nullable
    Instant begin() {
        return units.stream()
                .flatMap(unit -> unit.facts.stream())
                .filter(fact -> DEFINITION.matcher(fact.name).matches() && fact.start != null)
                .map(fact -> fact.start)
                .min(Instant::compareTo)
                .orElse(null);
    }
}

package dev.misstep.log;

import dev.misstep.build.StepName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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
 * What in a row of status messages is of one build for certain. A message is. The digest of what reads the client's files is
 * made anew for each build (BuildKit, client/llb/source.go), and so are those of all that builds on it; any other digest,
 * as of {@code [1/2] FROM alpine} or {@code [internal] load metadata}, may be that of several builds.
 */
final class StatusUnits {
    private static final Pattern OWN = Pattern.compile(
            "\\[(?:\\S{1,200} )?internal\\] load (?:build definition|\\.dockerignore|build context|remote build context).*"
                    + "|\\[(?:\\S{1,200} )?context \\S{1,200}\\] load (?:\\.dockerignore|from client).*|copy /context /",
            Pattern.DOTALL);

    /** What the messages tell of a digest. */
    static final class Fact {
        final String digest;
        final Set<String> inputs = new LinkedHashSet<>();
        String name = "";
        boolean step;
        boolean ofDockerfile;
        boolean ran;
        boolean failed;

        @Nullable
        Instant start;

        @Nullable
        Instant end;
        /** The message in which it began, or {@code Integer.MAX_VALUE}. */
        int began = Integer.MAX_VALUE;

        private Fact(String digest) {
            this.digest = digest;
        }
    }

    /** Vertices of one build. */
    static final class Unit {
        final Set<Fact> facts = new LinkedHashSet<>();
        int first = Integer.MAX_VALUE;
        int last = -1;

        /** Whether instructions are among them, or the context that those read. */
        boolean isCore() {
            return facts.stream().anyMatch(fact -> fact.step || isContext(fact));
        }

        /** When the first of its instructions began, or the reading of their context; {@code null} where none did. */
        @Nullable
        Instant coreStart() {
            return facts.stream()
                    .filter(fact -> fact.step || isContext(fact))
                    .map(fact -> fact.start)
                    .filter(start -> start != null)
                    .min(Instant::compareTo)
                    .orElse(null);
        }

        /** The first message that tells of an instruction at work, or {@code Integer.MAX_VALUE}. */
        int stepBegan() {
            return facts.stream()
                    .filter(fact -> fact.step)
                    .mapToInt(fact -> fact.began)
                    .min()
                    .orElse(Integer.MAX_VALUE);
        }

        boolean has(Pattern name) {
            return facts.stream().anyMatch(fact -> name.matcher(fact.name).matches());
        }

        private static boolean isContext(Fact fact) {
            return fact.name.contains("internal] load build context");
        }
    }

    private final List<SolveStatus> messages;
    private final Map<String, Fact> facts = new LinkedHashMap<>();
    private final Set<String> own = new HashSet<>();
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, Unit> units = new LinkedHashMap<>();

    StatusUnits(List<SolveStatus> messages) {
        this.messages = messages;
        for (int i = 0; i < messages.size(); i++) {
            for (SolveStatus.VertexUpdate update : messages.get(i).vertexes()) {
                learn(update, i);
            }
        }
        spreadOwn();
        Set<String> below = besideCores();
        below.addAll(inputsOf(below));
        Set<String> bound = new HashSet<>(own);
        facts.values().stream()
                .filter(fact -> fact.step && !below.contains(fact.digest))
                .forEach(fact -> bound.add(fact.digest)); // of a Dockerfile that reads no files
        for (SolveStatus message : messages) {
            Set<String> told = digests(message);
            union(told.stream().filter(bound::contains).toList());
        }
        for (String digest : bound) {
            Fact fact = facts.get(digest);
            if (fact != null) {
                for (String input : fact.inputs) {
                    if (bound.contains(input)) {
                        union(List.of(digest, input));
                    }
                }
            }
        }
        gather(bound);
        if (joinDisplays()) {
            units.clear();
            gather(bound);
        }
    }

    /**
     * One display may solve several graphs: of a bake's targets, and for each of a builder's nodes that of its platforms.
     * Returns whether there are such.
     */
    private boolean joinDisplays() {
        List<Unit> cores = units.values().stream().filter(Unit::isCore).toList();
        List<String> ofTargets = units.values().stream()
                .flatMap(unit -> unit.facts.stream())
                .filter(fact -> !fact.ofDockerfile && TargetName.certain(fact.name) != null)
                .map(fact -> fact.digest)
                .toList();
        union(ofTargets);
        Set<String> platforms = new HashSet<>();
        boolean apart = cores.size() > 1;
        for (Unit core : cores) {
            Set<String> here = new HashSet<>();
            for (Fact fact : core.facts) {
                String platform = StepName.parse(VertexNotes.limited(fact.name)).platform();
                apart &= !fact.step || platform != null;
                here.add(platform == null ? "" : platform);
            }
            here.remove("");
            apart &= here.stream().noneMatch(platforms::contains);
            platforms.addAll(here);
        }
        if (apart) {
            union(cores.stream()
                    .map(core -> core.facts.iterator().next().digest)
                    .toList());
        }
        return apart || ofTargets.size() > 1;
    }

    private void learn(SolveStatus.VertexUpdate update, int at) {
        Fact fact = facts.computeIfAbsent(update.digest(), Fact::new);
        if (!update.name().isEmpty() && fact.name.isEmpty()) {
            fact.name = update.name();
            StepName name = StepName.parse(VertexNotes.limited(fact.name));
            fact.step = name.step();
            fact.ofDockerfile = name.index() != null;
        }
        fact.inputs.addAll(update.inputs());
        fact.failed |= update.error() != null;
        Instant start = update.started();
        if (start != null) {
            fact.began = Math.min(fact.began, at);
            fact.start = fact.start == null || start.isBefore(fact.start) ? start : fact.start;
            fact.ran |= !update.cached() && update.completed() != null && update.error() == null;
        }
        Instant end = update.completed();
        if (end != null) {
            fact.end = fact.end == null || end.isAfter(fact.end) ? end : fact.end;
        }
    }

    private void spreadOwn() {
        Map<String, List<String>> above = new HashMap<>();
        facts.values()
                .forEach(fact -> fact.inputs.forEach(input ->
                        above.computeIfAbsent(input, key -> new ArrayList<>()).add(fact.digest)));
        Deque<String> open = new ArrayDeque<>();
        facts.values().stream().filter(fact -> OWN.matcher(fact.name).matches()).forEach(fact -> open.add(fact.digest));
        while (!open.isEmpty()) {
            String digest = open.remove();
            if (own.add(digest)) {
                open.addAll(above.getOrDefault(digest, List.of()));
            }
        }
    }

    /** All that those build on. */
    Set<String> inputsOf(Collection<String> digests) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(digests);
        while (!open.isEmpty()) {
            Fact fact = facts.get(open.remove());
            if (fact != null) {
                fact.inputs.stream().filter(found::add).forEach(open::add);
            }
        }
        return found;
    }

    /** What builds on files, and what is told of in one message with it. */
    private Set<String> besideCores() {
        Set<String> beside = new HashSet<>();
        for (SolveStatus message : messages) {
            Set<String> told = digests(message);
            if (told.stream().anyMatch(this::isOfCore)) {
                beside.addAll(told);
            }
        }
        return beside;
    }

    private boolean isOfCore(String digest) {
        Fact fact = facts.get(digest);
        return fact != null && own.contains(digest) && (fact.step || Unit.isContext(fact));
    }

    private void gather(Set<String> bound) {
        for (Fact fact : facts.values()) {
            if (bound.contains(fact.digest)) {
                units.computeIfAbsent(root(fact.digest), key -> new Unit())
                        .facts
                        .add(fact);
            }
        }
        for (int i = 0; i < messages.size(); i++) {
            for (String digest : digests(messages.get(i))) {
                Unit unit = unitOf(digest);
                if (unit != null) {
                    unit.first = Math.min(unit.first, i);
                    unit.last = i;
                }
            }
        }
    }

    /** The unit a digest is of; {@code null} where it may be of several builds. */
    @Nullable
    Unit unitOf(String digest) {
        return units.get(root(digest));
    }

    Collection<Unit> units() {
        return units.values();
    }

    @Nullable
    Fact fact(String digest) {
        return facts.get(digest);
    }

    /** All digests that a message tells of. */
    static Set<String> digests(SolveStatus message) {
        Set<String> digests = new LinkedHashSet<>();
        message.vertexes().forEach(update -> digests.add(update.digest()));
        message.statuses().forEach(progress -> digests.add(progress.vertex()));
        message.logs().forEach(chunk -> digests.add(chunk.vertex()));
        return digests;
    }

    /** Whether a digest is made anew for each build. */
    boolean isOwn(String digest) {
        return own.contains(digest);
    }

    /** Those are of one build. */
    void union(List<String> digests) {
        for (int i = 1; i < digests.size(); i++) {
            parents.put(root(digests.get(i)), root(digests.get(0)));
        }
    }

    private String root(String digest) {
        String at = digest;
        for (String up = parents.get(at); up != null && !up.equals(at); up = parents.get(at)) {
            String further = parents.get(up);
            if (further != null) {
                parents.put(at, further);
            }
            at = up;
        }
        return at;
    }
}

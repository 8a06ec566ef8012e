package dev.misstep.log;

import dev.misstep.build.StepName;
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

    /** What each build reads once that comes as far as its instructions. */
    private static final Pattern READ_ONCE = Pattern.compile(
            "\\[(?:\\S{1,200} )?internal\\] load (?:\\.dockerignore|remote build context).*", Pattern.DOTALL);

    private final List<SolveStatus> messages;
    private final Map<String, StatusFact> facts = new LinkedHashMap<>();
    private final Set<String> own = new HashSet<>();
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, StatusUnit> units = new LinkedHashMap<>();
    private final Set<String> fileless = new LinkedHashSet<>();
    private boolean complete;

    StatusUnits(List<SolveStatus> messages) {
        this.messages = messages;
        for (int i = 0; i < messages.size(); i++) {
            for (SolveStatus.VertexUpdate update : messages.get(i).vertexes()) {
                facts.computeIfAbsent(update.digest(), StatusFact::new).learn(update, i);
            }
        }
        spreadOwn();
        unite(own);
        if (joinDisplays()) {
            gather(own);
        }
        findFileless();
    }

    /** What a message tells of is of one build, and so are a vertex and what it builds on. */
    private void unite(Set<String> bound) {
        for (SolveStatus message : messages) {
            union(digests(message).stream().filter(bound::contains).toList());
        }
        for (String digest : bound) {
            StatusFact fact = facts.get(digest);
            if (fact != null) {
                fact.inputs.stream().filter(bound::contains).forEach(input -> union(List.of(digest, input)));
            }
        }
        gather(bound);
    }

    /**
     * Instructions that read no files, and that no build has which reads some: of builds whose whole Dockerfile reads none. They
     * are told apart from each other by nothing, so they are of one build only where there can be but one: each build that
     * comes so far reads the client's ignore file, or has a remote context, once.
     */
    private void findFileless() {
        Set<String> beside = besideCores();
        beside.addAll(inputsOf(beside));
        facts.values().stream()
                .filter(fact -> fact.step && !own.contains(fact.digest) && !beside.contains(fact.digest))
                .forEach(fact -> fileless.add(fact.digest));
        long others = units.values().stream()
                        .filter(unit -> !unit.isCore() && unit.has(READ_ONCE))
                        .count()
                - units.values().stream()
                        .filter(unit -> unit.isCore() && !unit.has(READ_ONCE))
                        .count();
        Set<String> below = inputsOf(fileless);
        long ends = fileless.stream().filter(digest -> !below.contains(digest)).count();
        complete = others == 0 && fileless.isEmpty();
        if (others == 1 && ends == 1) {
            complete = true;
            Set<String> bound = new HashSet<>(own);
            bound.addAll(fileless);
            unite(bound);
            union(List.copyOf(fileless));
            joinDisplays();
            gather(bound);
            fileless.clear();
        }
    }

    /** Whether reading an ignore file is told of at all. */
    boolean hasIgnores() {
        return facts.values().stream().anyMatch(fact -> fact.name.contains("internal] load .dockerignore"));
    }

    /** Whether each build that has instructions has a unit with them. */
    boolean isComplete() {
        return complete;
    }

    /** Instructions that may be of any of several builds which read no files. */
    Set<String> fileless() {
        return fileless;
    }

    /** Those as if they were one build's. */
    StatusUnit filelessUnit() {
        StatusUnit unit = new StatusUnit();
        facts.values().stream().filter(fact -> fileless.contains(fact.digest)).forEach(unit.facts::add);
        return unit;
    }

    /**
     * One display may solve several graphs: of a bake's targets, and for each of a builder's nodes that of its platforms.
     * Returns whether there are such.
     */
    private boolean joinDisplays() {
        List<StatusUnit> cores =
                units.values().stream().filter(StatusUnit::isCore).toList();
        List<String> ofTargets = units.values().stream()
                .flatMap(unit -> unit.facts.stream())
                .filter(fact -> !fact.ofDockerfile && TargetName.certain(fact.name) != null)
                .map(fact -> fact.digest)
                .toList();
        if (severalDisplays()) {
            return false;
        }
        union(ofTargets);
        Set<String> platforms = new HashSet<>();
        boolean apart = cores.size() > 1;
        for (StatusUnit core : cores) {
            Set<String> here = new HashSet<>();
            for (StatusFact fact : core.facts) {
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

    /** Whether a bake or a target begins twice, so that several displays of targets are among these. */
    private boolean severalDisplays() {
        Set<String> names = new HashSet<>();
        long bakes = facts.values().stream()
                .filter(fact -> Beginnings.isBake(fact.name))
                .count();
        return bakes > 1
                || facts.values().stream()
                        .map(fact -> fact.name)
                        .filter(name -> TargetName.certain(name) != null
                                && READ_ONCE.matcher(name).matches())
                        .anyMatch(name -> !names.add(name));
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
            StatusFact fact = facts.get(open.remove());
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
        StatusFact fact = facts.get(digest);
        return fact != null && own.contains(digest) && (fact.step || fact.isContext());
    }

    /** Makes the units anew. */
    private void gather(Set<String> bound) {
        units.clear();
        for (StatusFact fact : facts.values()) {
            if (bound.contains(fact.digest)) {
                units.computeIfAbsent(root(fact.digest), key -> new StatusUnit())
                        .facts
                        .add(fact);
            }
        }
        for (int i = 0; i < messages.size(); i++) {
            for (String digest : digests(messages.get(i))) {
                StatusUnit unit = unitOf(digest);
                if (unit != null) {
                    unit.first = Math.min(unit.first, i);
                    unit.last = i;
                }
            }
        }
    }

    /** The unit a digest is of; {@code null} where it may be of several builds. */
    @Nullable
    StatusUnit unitOf(String digest) {
        return units.get(root(digest));
    }

    Collection<StatusUnit> units() {
        return units.values();
    }

    @Nullable
    StatusFact fact(String digest) {
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

package dev.misstep.engine;

import dev.misstep.build.Build;
import dev.misstep.build.BuildCopy;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A build as its client displayed it, held against what the engine remembers of its builds. The record has exact times,
 * what each step builds on and the arguments, which the display has not.
 */
public final class DisplayedBuild {
    /** In a run that an engine built more in, no build is looked for. */
    private static final int MOST = 500;

    /** Displays round to a tenth of a second ({@code DONE %.1fs}: BuildKit, util/progress/progressui/printer.go). */
    private static final double ROUNDING = 0.051;

    // what buildx does itself and no engine hears of (buildx, commands/bake.go, build/build.go, build/provenance.go)
    private static final Pattern OF_THE_CLIENT = Pattern.compile(
            "\\[internal\\] load (?:local|remote) bake definitions|resolving provenance for metadata file|pushing .* with docker");

    private final Build build;
    /** By the name that the engine knows it under. */
    private final Map<String, Vertex> vertices = new LinkedHashMap<>();

    private DisplayedBuild(Build build) {
        this.build = build;
        build.vertices().forEach(vertex -> vertices.put(engineName(vertex), vertex));
    }

    /**
     * Looks for the builds that a run of a command displayed in what the engine remembers.
     *
     * @param began when the run did, by the clock
     * @return for each build, in their order, what the engine knows of it, if one of its records tells of that build and of
     *     no other; it is named as the display has it
     */
    public static List<Optional<RememberedBuild>> remembered(
            EngineConnection engine, List<Build> builds, Instant began, InstantSource clock) throws EngineException {
        Instant now = new CacheRecords(engine).now().orElse(null);
        Duration since = Duration.between(began, clock.instant()); // at most so long before the engine's own time
        if (now == null) {
            return builds.stream()
                    .map(build -> Optional.<RememberedBuild>empty())
                    .toList();
        }
        List<RememberedBuild> records = RememberedBuild.since(engine, now.minus(since), MOST, lost -> {});
        List<Optional<RememberedBuild>> told = records(builds, records);
        return IntStream.range(0, builds.size())
                .mapToObj(i -> told.get(i)
                        .map(record -> new RememberedBuild(joined(builds.get(i), record.build()), record.arguments())))
                .toList();
    }

    /**
     * The builds of one run of a command, each with the record that tells of it, where exactly one does and tells of no
     * other.
     *
     * @param records what the engine remembers of the time of that run
     * @return the record of each build, in their order
     */
    static List<Optional<RememberedBuild>> records(List<Build> builds, List<RememberedBuild> records) {
        List<DisplayedBuild> displayed =
                builds.stream().map(DisplayedBuild::new).toList();
        List<List<RememberedBuild>> fitting = displayed.stream()
                .map(build -> records.stream()
                        .filter(record -> build.fits(record.build(), displayed))
                        .toList())
                .toList();
        Map<RememberedBuild, Integer> claims = new HashMap<>();
        fitting.forEach(some -> some.forEach(record -> claims.merge(record, 1, Integer::sum)));
        return fitting.stream()
                .map(some -> some.size() == 1 && claims.getOrDefault(some.get(0), 0) == 1
                        ? Optional.of(some.get(0))
                        : Optional.<RememberedBuild>empty())
                .toList();
    }

    /** The record, named as the display is. */
    static Build joined(Build displayed, Build record) {
        return new DisplayedBuild(displayed).joined(record);
    }

    private Build joined(Build record) {
        BuildCopy copy = record.copy()
                .id(build.id())
                .source(build.source())
                .ordinal(build.ordinal())
                .target(build.target())
                .vertices(inOrder(record).stream().map(this::displayName).toList());
        return (build.commit() == null ? copy : copy.commit(build.commit())).build();
    }

    /** The engine tells a build that is over in no order: what began first, and what others build on, goes in front. */
    private List<Vertex> inOrder(Build record) {
        Map<String, Vertex> byName = new HashMap<>();
        Map<String, Vertex> byId = new HashMap<>();
        record.vertices().forEach(vertex -> byName.put(vertex.name().text(), vertex));
        record.vertices().forEach(vertex -> byId.put(vertex.id(), vertex));
        Map<String, Vertex> ordered = new LinkedHashMap<>();
        Set<String> visited = new HashSet<>();
        Stream.concat(vertices.keySet().stream().map(byName::get).filter(Objects::nonNull), record.vertices().stream())
                .forEach(vertex -> add(vertex, byId, ordered, visited));
        return ordered.values().stream()
                .sorted(Comparator.comparing(Vertex::start, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    private static void add(Vertex vertex, Map<String, Vertex> byId, Map<String, Vertex> ordered, Set<String> visited) {
        if (visited.add(vertex.id())) {
            vertex.inputs().stream()
                    .map(byId::get)
                    .filter(Objects::nonNull)
                    .forEach(input -> add(input, byId, ordered, visited));
            ordered.put(vertex.id(), vertex);
        }
    }

    private Vertex displayName(Vertex vertex) {
        String target = build.target();
        String text = vertex.name().text();
        if (target == null || vertices.values().stream().noneMatch(shown -> target.equals(targetOf(shown)))) {
            return vertex;
        }
        String prefixed = text.startsWith("[") ? "[" + target + " " + text.substring(1) : "[" + target + "] " + text;
        return vertex.named(StepName.parse(prefixed, Set.of(target)));
    }

    /**
     * Whether the record tells of this build: each has the steps of the other with the same ends and times, but for those
     * that the display shows for another target of the same run.
     */
    private boolean fits(Build record, Collection<DisplayedBuild> all) {
        if (build.outcome() != Outcome.INCOMPLETE && build.outcome() != record.outcome()) {
            return false;
        }
        Map<String, Vertex> recorded = new HashMap<>();
        for (Vertex vertex : record.vertices()) {
            String name = vertex.name().text();
            if (recorded.put(name, vertex) != null && vertex.name().index() != null) {
                return false; // two of one name cannot be told apart
            }
            if (vertex.name().index() != null
                    && !isToldBy(vertex, this)
                    && all.stream().noneMatch(other -> isToldBy(vertex, other))) {
                return false;
            }
        }
        boolean any = false;
        for (Map.Entry<String, Vertex> shown : vertices.entrySet()) {
            Vertex vertex = recorded.get(shown.getKey());
            boolean ofTheClient = OF_THE_CLIENT.matcher(shown.getKey()).matches();
            if (vertex == null ? !ofTheClient : !agree(shown.getValue(), vertex)) {
                return false;
            }
            any |= vertex != null && vertex.name().index() != null;
        }
        return any && vertices.size() == build.vertices().size();
    }

    private static boolean isToldBy(Vertex recorded, DisplayedBuild display) {
        Vertex shown = display.vertices.get(recorded.name().text());
        return shown != null && agree(shown, recorded);
    }

    private static boolean agree(Vertex shown, Vertex recorded) {
        // of a FROM or the builder's own work a display that has several targets may show the end for each of them
        if (recorded.step() && shown.status() != Status.UNFINISHED && shown.status() != recorded.status()) {
            return false;
        }
        Double seconds = shown.seconds();
        Double exact = recorded.seconds();
        if (seconds == null || exact == null || shown.status() != Status.EXECUTED) {
            return true;
        }
        return !recorded.step() || recorded.intervals() != 1 || Math.abs(seconds - exact) <= ROUNDING;
    }

    /** Its name without the target that buildx puts in front where it builds several (util/progress/multiwriter.go). */
    private static String engineName(Vertex vertex) {
        String text = vertex.name().text();
        String target = targetOf(vertex);
        if (target.isEmpty()) {
            return text;
        }
        return text.startsWith("[" + target + "] ")
                ? text.substring(target.length() + 3)
                : "[" + text.substring(target.length() + 2);
    }

    /** The target in front of its name, or an empty text. */
    private static String targetOf(Vertex vertex) {
        String target = vertex.name().target();
        String text = vertex.name().text();
        boolean inFront =
                target != null && (text.startsWith("[" + target + " ") || text.startsWith("[" + target + "] "));
        return inFront && target != null ? target : "";
    }
}

package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.ShortHash;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.CacheRecords;
import dev.misstep.engine.EngineConnection;
import dev.misstep.explain.EngineCache;
import dev.misstep.explain.Planned;
import dev.misstep.history.BuiltSteps;
import dev.misstep.history.ClassicImages;
import dev.misstep.history.HeldResult;
import dev.misstep.history.KeptRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the engine's cache got from profiles of one context, and what of that is still there. */
final class SeenCache {
    // "mount / from exec /bin/sh -c make": BuildKit's description of what a RUN left (solver/llbsolver/ops/exec.go)
    private static final String OF_RUN = "mount / from exec ";

    private final EngineConnection engine;
    private final CacheRecords records;
    private final ProfileState state;
    private final boolean classic;

    SeenCache(EngineConnection engine, ProfileState state, BuilderKind builder) {
        this.engine = engine;
        this.records = new CacheRecords(engine);
        this.state = state;
        this.classic = builder == BuilderKind.CLASSIC;
    }

    String id() {
        return engine.facts().id();
    }

    /** Asks for the engine's time before a build; empty where it does not say, or it would be of no use. */
    Supplier<Optional<Instant>> askNow() {
        return classic ? Optional::empty : records.askNow();
    }

    /**
     * What the cache has.
     *
     * @param baseline what a build is compared with
     */
    EngineCache look(@Nullable KeptRun baseline) {
        return cache(baseline, state.built(id()), ask());
    }

    private List<CacheRecords.Item> ask() {
        return classic ? List.of() : records.items().orElse(List.of());
    }

    /** An engine that says nothing has lost nothing. */
    private EngineCache cache(@Nullable KeptRun baseline, BuiltSteps built, List<CacheRecords.Item> items) {
        Set<String> lost = items.isEmpty()
                ? Set.of()
                : built.lost(items.stream()
                        .map(item -> new HeldResult.CacheRecord(ShortHash.of(item.description()), item.created()))
                        .toList());
        boolean same = baseline == null || baseline.engine().equals(id());
        return new EngineCache(built.found(), lost, same);
    }

    /**
     * What the cache had of a build that is over. It is asked only where something ran: a result that it lost has not come
     * back, since what was made meanwhile is younger.
     *
     * @param done the plan, carried out
     * @param seen the build, names as the builder has them
     * @param located where its steps stand in the Dockerfile, by vertex id
     * @param began the engine's time before it
     */
    EngineCache keep(
            @Nullable KeptRun baseline,
            Planned done,
            Build seen,
            Map<String, Instruction> located,
            @Nullable Instant began) {
        boolean ran = seen.steps().stream().anyMatch(step -> step.status() == Status.EXECUTED);
        Supplier<Optional<Instant>> ending = began != null && ran ? askNow() : Optional::empty;
        List<CacheRecords.Item> items = ran ? ask() : List.of();
        Map<String, @Nullable HeldResult> left = new HashMap<>();
        Instant ended = ending.get().orElse(null);
        for (Vertex vertex : seen.steps()) {
            Instruction place = located.get(vertex.id());
            String key = vertex.status() == Status.EXECUTED ? done.key(vertex, place) : null;
            if (key != null) {
                Instruction instruction = done.instruction(vertex, place);
                left.put(
                        key,
                        instruction == null || began == null || ended == null
                                ? null
                                : result(items, vertex, instruction, began, ended));
            }
        }
        Set<String> hits = new TreeSet<>();
        for (Vertex vertex : done.steps().build().steps()) {
            String key = done.keys().get(vertex.id());
            if (key != null && vertex.status().isHit() && !left.containsKey(key)) {
                hits.add(key);
            }
        }
        BuiltSteps built = state.built(id());
        BuiltSteps now = built.with(hits, left);
        if (classic) {
            String name = Instant.now().toString();
            now = now.with(now.images().with(classicSteps(done, left.keySet()), name));
        }
        state.keep(now);
        return cache(baseline, built, items);
    }

    /** The steps that a build came to, of which all that goes into them is known. */
    private static List<ClassicImages.Step> classicSteps(Planned done, Set<String> ran) {
        List<ClassicImages.Step> steps = new ArrayList<>();
        for (Vertex vertex : done.steps().build().vertices()) {
            String key = done.keys().get(vertex.id());
            boolean base = "FROM".equals(vertex.name().instruction()); // which its key has the image of
            if (key != null && !base && (ran.contains(key) || vertex.status().isHit())) {
                steps.add(new ClassicImages.Step(
                        key,
                        ran.contains(key),
                        keys(done, done.standsOn(vertex)),
                        keys(done, done.sources().getOrDefault(vertex.id(), List.of()))));
            }
        }
        return steps;
    }

    private static List<String> keys(Planned done, List<String> ids) {
        return ids.stream()
                .map(done.keys()::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** What a step left; {@code null} where its record cannot be told. */
    private static @Nullable HeldResult result(
            List<CacheRecords.Item> items, Vertex vertex, Instruction instruction, Instant began, Instant ended) {
        List<String> descriptions = items.stream()
                .filter(item -> !item.created().isBefore(began))
                .map(CacheRecords.Item::description)
                .filter(description -> describes(description, vertex, instruction))
                .distinct()
                .toList();
        return descriptions.size() == 1 ? new HeldResult(ShortHash.of(descriptions.get(0)), began, ended) : null;
    }

    private static boolean describes(String description, Vertex vertex, Instruction instruction) {
        if (!instruction.keyword().equals("RUN")) {
            return description.equals(vertex.name().text());
        }
        // "RUN <<EOF": the script alone is what is executed
        String words = instruction.heredocs().isEmpty()
                ? String.join(" ", instruction.arguments())
                : instruction.heredocs().get(0).text().strip();
        return description.startsWith(OF_RUN) && description.contains(words);
    }
}

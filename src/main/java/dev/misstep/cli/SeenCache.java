package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.CacheRecords;
import dev.misstep.engine.EngineConnection;
import dev.misstep.explain.EngineCache;
import dev.misstep.explain.Planned;
import dev.misstep.history.BuiltSteps;
import dev.misstep.history.KeptRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the engine's cache got from profiles of one context, and what of that is still there. */
final class SeenCache {
    // "mount / from exec /bin/sh -c make": BuildKit's description of what a RUN left (solver/llbsolver/ops/exec.go)
    private static final String OF_RUN = "mount / from exec ";

    private final EngineConnection engine;
    private final ProfileState state;
    private final boolean classic;
    private Map<String, String> before = Map.of();

    SeenCache(EngineConnection engine, ProfileState state, BuilderKind builder) {
        this.engine = engine;
        this.state = state;
        this.classic = builder == BuilderKind.CLASSIC;
    }

    /**
     * Looks at the cache, as a build is to begin.
     *
     * @param baseline what the build will be compared with
     */
    EngineCache look(@Nullable KeptRun baseline) {
        BuiltSteps built = state.built(id());
        Map<String, String> records = records();
        before = records == null ? Map.of() : records;
        boolean same = baseline == null || baseline.engine().equals(id());
        return new EngineCache(built.records(), records == null ? null : records.keySet(), same);
    }

    String id() {
        return engine.facts().id();
    }

    private @Nullable Map<String, String> records() {
        return classic ? null : new CacheRecords(engine).descriptions().orElse(null);
    }

    /**
     * Remembers what a build left.
     *
     * @param seen the build, names as the builder has them
     * @param located where its steps stand in the Dockerfile, by vertex id
     */
    void keep(Planned done, Build seen, Map<String, Instruction> located) {
        Map<String, String> now = records();
        Map<String, String> fresh = new HashMap<>(now == null ? Map.of() : now);
        fresh.keySet().removeAll(before.keySet());
        Map<String, String> ran = new HashMap<>();
        for (Vertex vertex : seen.steps()) {
            Instruction instruction = located.get(vertex.id());
            String key =
                    instruction == null || vertex.status() != Status.EXECUTED ? null : done.key(vertex, instruction);
            if (key != null && instruction != null) {
                List<String> left = fresh.entrySet().stream()
                        .filter(record -> describes(record.getValue(), vertex, instruction))
                        .map(Map.Entry::getKey)
                        .toList();
                ran.put(key, left.size() == 1 ? left.get(0) : "");
            }
        }
        Set<String> hits = new TreeSet<>();
        for (Vertex vertex : done.steps().build().steps()) {
            String key = done.keys().get(vertex.id());
            if (key != null && vertex.status().isHit() && !ran.containsKey(key)) {
                hits.add(key);
            }
        }
        state.keep(state.built(id()).with(hits, ran));
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

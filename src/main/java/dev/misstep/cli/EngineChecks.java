package dev.misstep.cli;

import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineCondition;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.EngineFacts;
import dev.misstep.engine.WorkerFacts;
import dev.misstep.report.ByteSize;
import dev.misstep.report.DoctorReport.Check;
import dev.misstep.report.DoctorReport.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What is examined of an engine. */
final class EngineChecks {
    private static final long LITTLE_SPACE = 2_000_000_000L;
    /** From such a part of its limit on, a cache is expected to lose something with the next large build. */
    private static final double NEARLY_FULL = 0.8;

    private final EngineConnection engine;
    private final Map<String, String> environment;

    EngineChecks(EngineConnection engine, Map<String, String> environment) {
        this.engine = engine;
        this.environment = environment;
    }

    List<Check> all() throws EngineException {
        EngineFacts facts = engine.facts();
        EngineCondition condition = EngineCondition.of(engine);
        List<Check> checks = new ArrayList<>();
        checks.add(
                Check.good("engine", facts.version() + " at " + engine.address().host()));
        checks.add(Check.good("chosen by", engine.address().chosenBy()));
        checks.add(Check.good("API", facts.apiVersion() + " is used" + (facts.speaksGrpc() ? ", and gRPC" : "")));
        checks.add(builder(facts));
        checks.add(buildKit(facts, condition));
        checks.add(Check.good(
                "storage",
                condition.storage() + " in " + condition.directory()
                        + (facts.containerd() ? ", images in containerd" : ", images in the engine's own store")));
        condition.freeBytes().ifPresent(free -> checks.add(disk(free)));
        checks.add(cache(condition));
        condition.worker().ifPresent(worker -> checks.add(limits(worker, condition)));
        return checks;
    }

    private Check builder(EngineFacts facts) throws EngineException {
        if (!facts.hasBuildKit()) {
            return new Check(
                    State.DOUBTFUL,
                    "builder",
                    "the classic one is all it has",
                    "it runs steps one by one and keeps its cache in images; BuildKit needs Docker 18.09 on Linux or newer");
        }
        if (BuildOptions.usualBuilder(environment) == BuilderKind.CLASSIC) {
            return new Check(
                    State.DOUBTFUL,
                    "builder",
                    "classic, because DOCKER_BUILDKIT=0",
                    "unset DOCKER_BUILDKIT to build with BuildKit");
        }
        if (facts.defaultBuilder() == BuilderKind.CLASSIC
                && environment.getOrDefault("DOCKER_BUILDKIT", "").isEmpty()) {
            return new Check(
                    State.DOUBTFUL,
                    "builder",
                    "docker build uses the classic one here unless told otherwise; misstep uses BuildKit",
                    "set DOCKER_BUILDKIT=1, or \"features\": {\"buildkit\": true} in daemon.json");
        }
        return Check.good("builder", "BuildKit");
    }

    private static Check buildKit(EngineFacts facts, EngineCondition condition) {
        if (condition.worker().isEmpty()) {
            return new Check(
                    State.BAD,
                    "BuildKit",
                    "does not answer",
                    "something between here and the engine may pass on no /grpc and /session; build with --builder-kind"
                            + " classic, or reach the engine another way");
        }
        String version = condition.worker().get().version();
        return Check.good(
                "BuildKit",
                version.isEmpty() || version.startsWith("v0.0.0")
                        ? "answers (" + facts.version() + "'s own)"
                        : version);
    }

    private static Check disk(long free) {
        String found = ByteSize.of(free) + " free";
        return free < LITTLE_SPACE
                ? new Check(State.DOUBTFUL, "disk", found, "builds may fail; make room with docker system prune")
                : Check.good("disk", found);
    }

    private static Check cache(EngineCondition condition) {
        OptionalLong bytes = condition.cacheBytes();
        return bytes.isEmpty()
                ? new Check(
                        State.DOUBTFUL,
                        "cache",
                        "the engine does not tell what it holds",
                        "evictions cannot be proven; allow GET /system/df")
                : Check.good("cache", ByteSize.of(bytes.getAsLong()) + " in " + condition.cacheRecords() + " records");
    }

    /** The last rule for all kinds of records is the one that bounds what steps leave behind. */
    private static Check limits(WorkerFacts worker, EngineCondition condition) {
        WorkerFacts.Limit widest = null;
        for (WorkerFacts.Limit limit : worker.limits()) {
            widest = limit.filters().isEmpty() ? limit : widest;
        }
        if (widest == null || widest.bytes() == 0) {
            return Check.good("limits", worker.limits().isEmpty() ? "none: nothing is dropped" : "none on steps");
        }
        String found = "the cache may hold " + ByteSize.of(widest.bytes())
                + (widest.free() > 0 ? ", and leaves " + ByteSize.of(widest.free()) + " of the disk free" : "");
        boolean full =
                condition.cacheBytes().isPresent() && condition.cacheBytes().getAsLong() > NEARLY_FULL * widest.bytes();
        boolean narrow =
                condition.freeBytes().isPresent() && condition.freeBytes().getAsLong() < widest.free();
        return full || narrow
                ? new Check(
                        State.DOUBTFUL,
                        "limits",
                        found,
                        "it is nearly full, so that steps will be evicted; raise builder.gc in daemon.json, or make room")
                : Check.good("limits", found);
    }
}

package dev.misstep.history;

import dev.misstep.build.Build;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.context.FileChange;
import dev.misstep.context.Snapshot;
import dev.misstep.explain.CacheTime;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import dev.misstep.explain.Summary;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts builds into the tables, within a transaction that has begun. */
final class BuildWriter {
    private final Connection connection;

    BuildWriter(Connection connection) {
        this.connection = connection;
    }

    /** When a build is said to have run. */
    static Instant builtAt(KeptBuild kept) {
        return Objects.requireNonNullElse(
                kept.build().startedAt(), kept.origin().keptAt());
    }

    History.Kept keep(KeptBuild kept) throws SQLException, HistoryException, IOException {
        String identity = Identity.of(kept.build(), kept.build().source());
        OptionalLong there = new BuildReader(connection).number(kept.build());
        if (there.isPresent()) {
            return new History.Kept(there.getAsLong(), true);
        }
        long series = series(kept.series());
        long id = build(kept, identity, series);
        snapshots(id, kept);
        arguments(id, kept.build());
        long[] steps = vertices(id, series, kept.build());
        misses(id, kept, steps);
        return new History.Kept(id, false);
    }

    private long series(BuildSeries series) throws SQLException, HistoryException {
        String identity = series.identity();
        return idOrInsert(
                new Query("SELECT id FROM series WHERE identity = ?", identity),
                new Query(
                        "INSERT INTO series (identity, project, dockerfile, target, platform, builder)"
                                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                        identity,
                        series.project(),
                        series.dockerfile(),
                        series.target(),
                        series.platform(),
                        series.builder()));
    }

    private long idOrInsert(Query find, Query insert) throws SQLException, HistoryException {
        Long id = find.first(connection, row -> row.getLong(1)).orElse(null);
        return id != null ? id : insert.first(connection, row -> row.getLong(1)).orElseThrow();
    }

    private long build(KeptBuild kept, String identity, long series)
            throws SQLException, HistoryException, IOException {
        Build build = kept.build();
        Summary summary = kept.summary();
        Origin origin = kept.origin();
        return new Query(
                        "INSERT INTO build (series_id, identity, built_at, kept_at, clock, source, format, outcome, state,"
                                + " seconds, commit_hash, branch, ci_run, machine, engine, steps, cached, pulled, executed,"
                                + " failed, executed_seconds, saved_seconds, lost_seconds, cache_seconds, record)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " RETURNING id",
                        series,
                        identity,
                        StoredInstants.text(builtAt(kept)),
                        StoredInstants.text(origin.keptAt()),
                        build.clock().label(),
                        build.source(),
                        build.format().label(),
                        build.outcome().label(),
                        kept.state().label(),
                        build.seconds(),
                        origin.commit(),
                        origin.branch(),
                        origin.ciRun(),
                        origin.machine(),
                        origin.engine(),
                        summary.steps(),
                        summary.cached(),
                        summary.pulled(),
                        summary.executed(),
                        summary.failed(),
                        summary.executedSeconds(),
                        summary.savedSeconds(),
                        lost(kept.misses()),
                        CacheTime.of(build),
                        BuildRecord.of(kept).bytes())
                .first(connection, row -> row.getLong(1))
                .orElseThrow();
    }

    /** What its misses cost; {@code null} where that is known of none of several. */
    private static @Nullable Double lost(List<Miss> misses) {
        List<Double> costs = misses.stream()
                .filter(miss -> miss.role() == Role.ROOT)
                .map(Miss::costSeconds)
                .filter(Objects::nonNull)
                .toList();
        return costs.isEmpty() && !misses.isEmpty()
                ? null
                : Double.valueOf(costs.stream().mapToDouble(Double::doubleValue).sum());
    }

    private void snapshots(long id, KeptBuild kept) throws SQLException, HistoryException, IOException {
        for (Map.Entry<String, Snapshot> named :
                BuildRecord.snapshots(kept.run()).entrySet()) {
            byte[] content = BuildRecord.bytes(named.getValue());
            String digest = Identity.of(content);
            boolean there = new Query("SELECT 1 FROM snapshot WHERE digest = ?", digest)
                    .first(connection, row -> true)
                    .isPresent();
            if (!there) {
                new Query("INSERT INTO snapshot (digest, content) VALUES (?, ?)", digest, BuildRecord.packed(content))
                        .run(connection);
            }
            new Query(
                            "INSERT INTO build_snapshot (build_id, name, digest) VALUES (?, ?, ?)",
                            id,
                            named.getKey(),
                            digest)
                    .run(connection);
        }
    }

    private void arguments(long id, Build build) throws SQLException {
        if (build.ingredients() != null) {
            for (Map.Entry<String, String> argument :
                    build.ingredients().arguments().entrySet()) {
                new Query(
                                "INSERT INTO argument (build_id, name, hash) VALUES (?, ?, ?)",
                                id,
                                argument.getKey(),
                                argument.getValue())
                        .run(connection);
            }
        }
    }

    /** The numbers of the steps that the vertices are, in the order of these. */
    private long[] vertices(long id, long series, Build build) throws SQLException, HistoryException {
        long[] steps = new long[build.vertices().size()];
        Map<String, Long> known = new HashMap<>();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO vertex (build_id, position, step_id, status, seconds, start_seconds, dockerfile_line)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < steps.length; i++) {
                Vertex vertex = build.vertices().get(i);
                steps[i] = step(series, vertex, known);
                Query.set(
                        insert,
                        Arrays.asList(
                                id,
                                i,
                                steps[i],
                                vertex.status().label(),
                                vertex.seconds(),
                                vertex.start(),
                                vertex.dockerfileLine()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return steps;
    }

    private long step(long series, Vertex vertex, Map<String, Long> known) throws SQLException, HistoryException {
        StepName name = vertex.name();
        String identity = Identity.of(name);
        Long id = known.get(identity);
        if (id == null) {
            id = idOrInsert(
                    new Query("SELECT id FROM step WHERE series_id = ? AND identity = ?", series, identity),
                    new Query(
                            "INSERT INTO step (series_id, identity, counted, stage, instruction, command)"
                                    + " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                            series,
                            identity,
                            name.step(),
                            name.stage(),
                            name.instruction(),
                            name.command()));
            known.put(identity, id);
        }
        return id;
    }

    private void misses(long id, KeptBuild kept, long[] steps) throws SQLException {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < steps.length; i++) {
            positions.putIfAbsent(kept.build().vertices().get(i).id(), i);
        }
        for (Miss miss : kept.misses()) {
            Integer position = positions.get(miss.vertex());
            Integer root = positions.get(miss.root());
            if (position == null || root == null) {
                throw new IllegalArgumentException("a miss of no vertex: " + miss.vertex());
            }
            new Query(
                            "INSERT INTO miss (build_id, position, root_position, step_id, cause, certainty, detail,"
                                    + " cost_seconds, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            id,
                            position,
                            root,
                            steps[position],
                            miss.cause().label(),
                            miss.certainty().label(),
                            miss.detail(),
                            miss.costSeconds(),
                            miss.filesTotal())
                    .run(connection);
            Set<String> paths = new HashSet<>();
            for (FileChange file : miss.files()) {
                if (paths.add(Query.storable(file.path()))) {
                    new Query(
                                    "INSERT INTO miss_file (build_id, position, path, change) VALUES (?, ?, ?, ?)",
                                    id,
                                    position,
                                    file.path(),
                                    file.change().label())
                            .run(connection);
                }
            }
        }
    }
}

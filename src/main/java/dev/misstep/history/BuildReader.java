package dev.misstep.history;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.context.Snapshot;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes builds out of the tables. */
final class BuildReader {
    /** The columns of {@link #series}. */
    static final String SERIES = "s.project, s.dockerfile, s.target, s.platform, s.builder";

    /** So many of a build's steps are looked for in others. */
    private static final int MOST_STEPS = 500;

    private final Connection connection;

    BuildReader(Connection connection) {
        this.connection = connection;
    }

    List<HistoryRow> list(HistoryFilter filter, int most) throws SQLException, HistoryException {
        return where(
                        new Query("SELECT " + SERIES
                                + ", b.id, b.built_at, b.source, b.outcome, b.state, b.commit_hash, b.branch,"
                                + " b.machine, b.cached + b.pulled, b.cached + b.pulled + b.executed + b.failed, b.seconds,"
                                + " b.lost_seconds FROM build b JOIN series s ON s.id = b.series_id"),
                        filter)
                .and(" ORDER BY b.built_at DESC, b.id DESC LIMIT ?", most)
                .all(
                        connection,
                        row -> new HistoryRow(
                                row.getLong(6),
                                series(row),
                                StoredInstants.instant(row.getString(7)),
                                row.getString(8),
                                row.getString(9),
                                state(row.getString(10)),
                                row.getString(11),
                                row.getString(12),
                                row.getString(13),
                                row.getInt(14),
                                row.getInt(15),
                                Query.decimal(row, 16),
                                Query.decimal(row, 17)));
    }

    /** A query of builds ({@code b}) and their series ({@code s}) with the conditions of a filter. */
    static Query where(Query query, HistoryFilter filter) {
        query.and(" WHERE 1 = 1");
        if (filter.since() != null) {
            query.and(" AND b.built_at >= ?", StoredInstants.text(filter.since()));
        }
        if (filter.target() != null) {
            query.and(" AND s.target = ?", filter.target());
        }
        if (filter.project() != null) {
            query.and(" AND s.project = ?", filter.project());
        }
        if (filter.branch() != null) {
            query.and(" AND b.branch = ?", filter.branch());
        }
        return query;
    }

    static BuildSeries series(ResultSet row) throws SQLException {
        return new BuildSeries(
                row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
    }

    static BuildState state(String label) {
        return BuildState.valueOf(label.toUpperCase(Locale.ROOT));
    }

    OptionalLong number(Build build) throws SQLException, HistoryException {
        Long id = new Query("SELECT id FROM build WHERE identity = ?", Identity.of(build, build.source()))
                .first(connection, row -> row.getLong(1))
                .orElse(null);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    Optional<HistoryBuild> find(long id) throws SQLException, HistoryException {
        return new Query(
                        "SELECT " + SERIES
                                + ", b.built_at, b.kept_at, b.commit_hash, b.branch, b.ci_run, b.machine, b.engine,"
                                + " b.record FROM build b JOIN series s ON s.id = b.series_id WHERE b.id = ?",
                        id)
                .first(connection, row -> build(id, row));
    }

    private HistoryBuild build(long id, ResultSet row) throws SQLException, HistoryException {
        Origin origin = new Origin(
                StoredInstants.instant(row.getString(7)),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12));
        try {
            BuildRecord record = BuildRecord.read(row.getBytes(13));
            KeptBuild kept = new KeptBuild(
                    series(row), origin, record.build(), record.summary(), record.misses(), record.run(snapshots(id)));
            return new HistoryBuild(id, StoredInstants.instant(row.getString(6)), kept);
        } catch (IOException e) {
            throw new HistoryException("build " + id + " of the history: " + e.getMessage(), e);
        }
    }

    private Map<String, Snapshot> snapshots(long id) throws SQLException, HistoryException, IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        new Query(
                        "SELECT l.name, c.content FROM build_snapshot l JOIN snapshot c ON c.digest = l.digest"
                                + " WHERE l.build_id = ?",
                        id)
                .each(connection, row -> contents.put(row.getString(1), row.getBytes(2)));
        Map<String, Snapshot> snapshots = new TreeMap<>();
        for (Map.Entry<String, byte[]> content : contents.entrySet()) {
            snapshots.put(content.getKey(), BuildRecord.snapshot(BuildRecord.unpacked(content.getValue())));
        }
        return snapshots;
    }

    /** See {@link History#baseline}. */
    Optional<HistoryBuild> baseline(BuildSeries series, Build build, Instant before, @Nullable String branch)
            throws SQLException, HistoryException {
        List<String> steps = build.steps().stream()
                .map(step -> Identity.of(step.name()))
                .distinct()
                .limit(MOST_STEPS)
                .toList();
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Query query = new Query(
                "SELECT b.id FROM build b JOIN series s ON s.id = b.series_id WHERE s.identity = ? AND b.outcome = ?"
                        + " AND b.built_at < ? AND EXISTS (SELECT 1 FROM vertex v JOIN step t ON t.id = v.step_id"
                        + " WHERE v.build_id = b.id AND t.identity IN (?",
                series.identity(),
                Outcome.SUCCEEDED.label(),
                StoredInstants.text(before),
                steps.get(0));
        steps.subList(1, steps.size()).forEach(step -> query.and(", ?", step));
        Long id = query.and(
                        ")) ORDER BY CASE WHEN b.state = ? THEN 1 ELSE 0 END, CASE WHEN b.branch = ? THEN 0 ELSE 1 END,"
                                + " b.built_at DESC, b.id DESC LIMIT 1",
                        BuildState.COLD.label(),
                        branch == null ? "" : branch)
                .first(connection, row -> row.getLong(1))
                .orElse(null);
        return id == null ? Optional.empty() : find(id);
    }
}

package dev.misstep.history;

import dev.misstep.build.Clock;
import dev.misstep.build.Status;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has the database add up what a trend tells. */
final class TrendReader {
    private final Connection connection;
    private final HistoryFilter filter;

    TrendReader(Connection connection, HistoryFilter filter) {
        this.connection = connection;
        this.filter = filter;
    }

    TrendData read() throws SQLException, HistoryException {
        return new TrendData(points(), steps(), files());
    }

    private List<TrendData.Point> points() throws SQLException, HistoryException {
        return BuildReader.where(
                        new Query("SELECT " + BuildReader.SERIES
                                + ", b.id, b.built_at, b.clock, b.state, b.outcome, b.commit_hash,"
                                + " b.branch, b.machine, b.cached + b.pulled, b.cached + b.pulled + b.executed + b.failed,"
                                + " b.seconds, b.executed_seconds, b.saved_seconds, b.lost_seconds, b.cache_seconds"
                                + " FROM build b JOIN series s ON s.id = b.series_id"),
                        filter)
                .and(" ORDER BY b.built_at, b.id")
                .all(connection, TrendReader::point);
    }

    private static TrendData.Point point(ResultSet row) throws SQLException {
        return new TrendData.Point(
                row.getLong(6),
                BuildReader.series(row),
                StoredInstants.instant(row.getString(7)),
                !row.getString(8).equals(Clock.NONE.label()),
                BuildReader.state(row.getString(9)),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getInt(14),
                row.getInt(15),
                Query.decimal(row, 16),
                Query.decimal(row, 17),
                Query.decimal(row, 18),
                Query.decimal(row, 19),
                Query.decimal(row, 20));
    }

    /** What is known of one step while its parts come in. */
    private static final class Step {
        private int hits;
        private int ran;
        private int timed;
        private double seconds;
        private final List<TrendData.CauseCount> causes = new ArrayList<>();
        private int roots;
        private @Nullable Double lost;
    }

    private List<TrendData.StepTrend> steps() throws SQLException, HistoryException {
        Map<Long, Step> steps = new HashMap<>();
        ofBuilds(new Query("SELECT v.step_id, v.status, count(*), count(v.seconds), sum(v.seconds) FROM vertex v"), "v")
                .and(" GROUP BY v.step_id, v.status ORDER BY v.step_id, v.status")
                .each(connection, row -> add(steps.computeIfAbsent(row.getLong(1), id -> new Step()), row));
        causes(steps);
        List<TrendData.StepTrend> trends = new ArrayList<>();
        new Query(
                        "SELECT " + BuildReader.SERIES
                                + ", t.id, t.stage, t.command FROM step t JOIN series s ON s.id = t.series_id"
                                + " WHERE t.counted = ? ORDER BY t.id",
                        true)
                .each(connection, row -> {
                    Step step = steps.get(row.getLong(6));
                    if (step != null && step.hits + step.ran > 0) {
                        trends.add(trend(row, step));
                    }
                });
        trends.sort(Comparator.comparing(
                        (TrendData.StepTrend step) -> step.lostSeconds() == null ? -1.0 : step.lostSeconds())
                .reversed()
                .thenComparing(
                        Comparator.comparingInt(TrendData.StepTrend::roots).reversed())
                .thenComparing(Comparator.comparingInt(TrendData.StepTrend::ran).reversed()));
        return trends;
    }

    private static void add(Step step, ResultSet row) throws SQLException {
        String status = row.getString(2);
        int count = row.getInt(3);
        if (status.equals(Status.CACHED.label()) || status.equals(Status.PULLED.label())) {
            step.hits += count;
        } else if (status.equals(Status.EXECUTED.label()) || status.equals(Status.FAILED.label())) {
            step.ran += count;
        }
        if (status.equals(Status.EXECUTED.label())) {
            step.timed = row.getInt(4);
            step.seconds = row.getDouble(5);
        }
    }

    /** For each step and each cause of which it was a root: how often, at what cost, and what was said last. */
    private void causes(Map<Long, Step> steps) throws SQLException, HistoryException {
        Query inner = new Query(
                "SELECT m.step_id, m.cause, m.detail, m.build_id, m.cost_seconds, ROW_NUMBER() OVER (PARTITION BY"
                        + " m.step_id, m.cause ORDER BY b.built_at DESC, b.id DESC) AS newness FROM miss m"
                        + " JOIN build b ON b.id = m.build_id JOIN series s ON s.id = b.series_id");
        BuildReader.where(inner, filter).and(" AND m.root_position = m.position");
        inner.within(
                        "SELECT step_id, cause, count(*), sum(cost_seconds), max(CASE WHEN newness = 1 THEN build_id END),"
                                + " max(CASE WHEN newness = 1 THEN detail END) FROM (",
                        ") AS roots GROUP BY step_id, cause ORDER BY step_id, count(*) DESC, cause")
                .each(connection, row -> {
                    Step step = steps.get(row.getLong(1));
                    if (step != null) {
                        step.roots += row.getInt(3);
                        Double cost = Query.decimal(row, 4);
                        step.lost =
                                cost == null ? step.lost : Double.valueOf(cost + (step.lost == null ? 0 : step.lost));
                        step.causes.add(new TrendData.CauseCount(
                                row.getString(2), row.getInt(3), row.getLong(5), row.getString(6)));
                    }
                });
    }

    private static TrendData.StepTrend trend(ResultSet row, Step step) throws SQLException {
        String stage = row.getString(7);
        String command = row.getString(8);
        return new TrendData.StepTrend(
                BuildReader.series(row),
                stage == null ? command : "[" + stage + "] " + command,
                step.hits,
                step.ran,
                step.roots,
                step.timed == 0 ? null : Double.valueOf(step.seconds / step.timed),
                step.lost,
                step.causes);
    }

    private List<TrendData.FileTrend> files() throws SQLException, HistoryException {
        return BuildReader.where(
                        new Query("SELECT " + BuildReader.SERIES + ", f.path, count(DISTINCT f.build_id),"
                                + " sum(m.cost_seconds / m.files) AS lost FROM miss_file f"
                                + " JOIN miss m ON m.build_id = f.build_id AND m.position = f.position"
                                + " JOIN build b ON b.id = f.build_id JOIN series s ON s.id = b.series_id"),
                        filter)
                .and(
                        " GROUP BY s.id, " + BuildReader.SERIES + ", f.path"
                                + " ORDER BY CASE WHEN sum(m.cost_seconds / m.files) IS NULL THEN 1 ELSE 0 END,"
                                + " sum(m.cost_seconds / m.files) DESC, count(DISTINCT f.build_id) DESC, f.path, s.id LIMIT ?",
                        TrendData.FILES)
                .all(
                        connection,
                        row -> new TrendData.FileTrend(
                                BuildReader.series(row), row.getString(6), row.getInt(7), Query.decimal(row, 8)));
    }

    /** Lines of the builds of the filter alone. */
    private Query ofBuilds(Query query, String table) {
        if (!filter.equals(HistoryFilter.ALL)) {
            query.and(" WHERE " + table + ".build_id IN (SELECT b.id FROM build b JOIN series s ON s.id = b.series_id");
            BuildReader.where(query, filter).and(")");
        }
        return query;
    }
}

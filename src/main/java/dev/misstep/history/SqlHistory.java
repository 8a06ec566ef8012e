package dev.misstep.history;

import dev.misstep.build.Build;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A history in tables of a database. What fails in passing is tried again. */
final class SqlHistory implements History {
    /** So often, with longer and longer pauses: half a minute in all. */
    private static final int ATTEMPTS = 12;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final Database database;
    private @Nullable Connection connection;

    private SqlHistory(Database database) {
        this.database = database;
    }

    /** Opens a history; tables that are not there are made when something is kept. */
    static SqlHistory open(Database database) throws HistoryException {
        SqlHistory history = new SqlHistory(database);
        try {
            history.connect();
        } catch (SQLException e) {
            if (!database.setAside(e)) {
                throw database.told(null, e);
            }
            try {
                history.connect();
            } catch (SQLException again) {
                throw database.told(null, again);
            }
        }
        return history;
    }

    private Connection connect() throws SQLException, HistoryException {
        Connection open = connection;
        if (open == null) {
            open = database.connect();
            connection = open;
            Schema.check(database, open);
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // it is of no use any more
            }
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException, HistoryException, IOException;
    }

    /** Does it in a transaction of its own, one process after the other. */
    private <T> T writing(String doing, Work<T> work) throws HistoryException {
        return again(doing, open -> {
            open.setAutoCommit(false);
            boolean done = false;
            try {
                database.lockForWriting(open);
                Schema.migrate(database, open);
                T result = work.on(open);
                open.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollback(open);
                }
                restore(open);
            }
        });
    }

    private static void rollback(Connection open) {
        try {
            open.rollback();
        } catch (SQLException e) {
            // the connection is gone, and the transaction with it
        }
    }

    private static void restore(Connection open) {
        try {
            open.setAutoCommit(true);
        } catch (SQLException e) {
            // as above; the next attempt connects anew
        }
    }

    /** Reads; from a history that nothing was ever put into, nothing. */
    private <T> T reading(String doing, T none, Work<T> work) throws HistoryException {
        return again(doing, open -> Schema.check(database, open) == 0 ? none : work.on(open));
    }

    private <T> T again(String doing, Work<T> work) throws HistoryException {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.on(connect());
            } catch (SQLException e) {
                disconnect();
                boolean other = attempt == 1 && database.setAside(e);
                if (!other && (attempt == ATTEMPTS || !database.isPassing(e))) {
                    throw database.told(doing, e);
                }
                pause(attempt, other);
            } catch (IOException e) {
                throw new HistoryException(database.name() + ": " + doing + " (" + e.getMessage() + ")", e);
            }
        }
    }

    private void pause(int attempt, boolean none) throws HistoryException {
        if (none) {
            return;
        }
        try {
            Thread.sleep(Math.min(LONGEST_PAUSE.toMillis(), 100L << Math.min(attempt, 10)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HistoryException(database.name() + ": interrupted while it did not answer", e);
        }
    }

    @Override
    public Kept keep(KeptBuild build) throws HistoryException {
        return writing("a build could not be kept", open -> new BuildWriter(open).keep(build));
    }

    @Override
    public List<HistoryRow> list(HistoryFilter filter, int most) throws HistoryException {
        return reading("cannot be read", List.of(), open -> new BuildReader(open).list(filter, most));
    }

    @Override
    public Optional<HistoryBuild> find(long id) throws HistoryException {
        return reading("cannot be read", Optional.empty(), open -> new BuildReader(open).find(id));
    }

    @Override
    public OptionalLong number(Build build) throws HistoryException {
        return reading("cannot be read", OptionalLong.empty(), open -> new BuildReader(open).number(build));
    }

    @Override
    public Optional<HistoryBuild> baseline(BuildSeries series, Build build, Instant before, @Nullable String branch)
            throws HistoryException {
        return reading(
                "cannot be read",
                Optional.empty(),
                open -> new BuildReader(open).baseline(series, build, before, branch));
    }

    @Override
    public boolean remove(long id) throws HistoryException {
        return writing("a build could not be removed", open -> {
            boolean removed = new Query("DELETE FROM build WHERE id = ?", id).run(open) > 0;
            sweep(open, removed);
            return removed;
        });
    }

    @Override
    public int forget(Retention retention) throws HistoryException {
        return writing("old builds could not be removed", open -> {
            int removed = 0;
            if (retention.since() != null) {
                removed += new Query("DELETE FROM build WHERE built_at < ?", StoredInstants.text(retention.since()))
                        .run(open);
            }
            if (retention.most() != null) {
                removed += new Query(
                                "DELETE FROM build WHERE id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY"
                                        + " series_id ORDER BY built_at DESC, id DESC) AS place FROM build) AS placed"
                                        + " WHERE place > ?)",
                                retention.most())
                        .run(open);
            }
            sweep(open, removed > 0);
            return removed;
        });
    }

    /** Nothing is left of builds that are gone. */
    private static void sweep(Connection open, boolean removed) throws SQLException {
        if (removed) {
            new Query("DELETE FROM snapshot WHERE digest NOT IN (SELECT digest FROM build_snapshot)").run(open);
            new Query("DELETE FROM step WHERE id NOT IN (SELECT step_id FROM vertex)").run(open);
            new Query("DELETE FROM series WHERE id NOT IN (SELECT series_id FROM build)").run(open);
        }
    }

    @Override
    public TrendData trend(HistoryFilter filter) throws HistoryException {
        TrendData none = new TrendData(List.of(), List.of(), List.of());
        return reading("cannot be read", none, open -> new TrendReader(open, filter).read());
    }

    @Override
    public void close() {
        disconnect();
    }
}

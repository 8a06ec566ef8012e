package dev.misstep.history;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Where a history lies.
 *
 * @param where a file, or {@code jdbc:postgresql://…}
 */
public record HistoryPlace(String where) {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** Whether it is a server rather than a file. */
    public boolean isServer() {
        return where.matches("(?s)jdbc:\\w+:.*");
    }

    /**
     * Opens it.
     *
     * @param file the same as a path, if it is one
     * @param remarks is told of what a user should know, though all goes on
     */
    public History open(Path file, InstantSource clock, Consumer<String> remarks) throws HistoryException {
        if (!isServer()) {
            return SqlHistory.open(new SqliteDatabase(file, clock, remarks));
        }
        if (where.startsWith("jdbc:sqlite:")) {
            throw new HistoryException("jdbc:sqlite: is not needed; name the file alone");
        }
        if (!where.startsWith(POSTGRESQL)) {
            // what follows may be a password
            throw new HistoryException(where.substring(0, where.indexOf(':', "jdbc:".length()) + 1)
                    + " no such database is known; name a file, or jdbc:postgresql://host/database");
        }
        return SqlHistory.open(new PostgresDatabase(where));
    }

    /**
     * Keeps a build in memory, where nobody finds it: to load what does that takes longer than to keep a build.
     *
     * @param build is asked for it when the database is there
     */
    public static void rehearse(Callable<KeptBuild> build) throws Exception {
        SqliteDatabase.rehearse(build);
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return isServer() ? PostgresDatabase.shown(where) : where;
    }
}

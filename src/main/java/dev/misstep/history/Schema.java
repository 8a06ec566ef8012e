package dev.misstep.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/** The tables, version by version: each step forward is a script, and no step goes back. */
final class Schema {
    /** The newest version there is. */
    static final int CURRENT = 1;

    private Schema() {}

    /**
     * Brings the tables to the newest version, within the transaction that has begun.
     *
     * @throws HistoryException if they are of a version that only a newer Misstep knows
     */
    static void migrate(Database database, Connection connection) throws SQLException, HistoryException {
        int version = check(database, connection);
        for (int next = version + 1; next <= CURRENT; next++) {
            for (String statement : statements(database.folder() + "/" + next + ".sql")) {
                try (Statement run = connection.createStatement()) {
                    run.execute(statement);
                }
            }
            database.setVersion(connection, next);
        }
    }

    /** The version that is there. */
    static int check(Database database, Connection connection) throws SQLException, HistoryException {
        int version = database.version(connection);
        if (version > CURRENT) {
            throw new HistoryException(database.name() + ": was written by a newer Misstep (schema " + version
                    + ", this one knows " + CURRENT + "); use that one, or name another place with --history");
        }
        return version;
    }

    private static List<String> statements(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no schema " + name);
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(script.replaceAll("(?m)^--.*$", "").split(";\n"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

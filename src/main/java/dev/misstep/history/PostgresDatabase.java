package dev.misstep.history;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server of PostgreSQL, for a team; its JDBC address says where, and may name user and password. */
final class PostgresDatabase implements Database {
    /** The same for every process, and for nothing else that may use the server. */
    private static final long LOCK = 0x6d69737374657000L; // "misstep"

    // "jdbc:postgresql://user:word@host/db", "…?user=u&password=word"
    private static final Pattern USER = Pattern.compile("//[^/?]*@");
    private static final Pattern SETTINGS = Pattern.compile("\\?.*$", Pattern.DOTALL);

    private final String address;

    PostgresDatabase(String address) {
        this.address = address;
    }

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "misstep");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(address, properties);
    }

    @Override
    public void lockForWriting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    @Override
    public int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // and no to_regclass(): its answer may be from before the lock was waited for
            try (ResultSet there = statement.executeQuery("SELECT 1 FROM pg_catalog.pg_class WHERE relname ="
                    + " 'misstep_schema' AND relnamespace = current_schema()::regnamespace")) {
                if (!there.next()) {
                    return 0;
                }
            }
            try (ResultSet version = statement.executeQuery("SELECT max(version) FROM misstep_schema")) {
                return version.next() ? version.getInt(1) : 0;
            }
        }
    }

    @Override
    public void setVersion(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS misstep_schema (version INTEGER NOT NULL)");
            statement.execute("DELETE FROM misstep_schema");
            statement.execute("INSERT INTO misstep_schema (version) VALUES (" + version + ")");
        }
    }

    @Override
    public boolean isPassing(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        // connection lost; shut down, crashed, starting up; deadlock
        return state.startsWith("08") || state.startsWith("57P0") || state.equals("40P01") || state.equals("40001");
    }

    @Override
    public boolean setAside(SQLException e) {
        return false;
    }

    @Override
    public HistoryException told(@Nullable String doing, SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        String what;
        if (state.startsWith("28")) {
            what = "refuses this user or password; check them in the address";
        } else if (state.startsWith("3D")) {
            what = "has no such database; make it, or name another in the address";
        } else if (state.startsWith("08") || state.startsWith("57P0")) {
            what = "does not answer; check that the server runs and can be reached";
        } else if (state.equals("42501")) {
            what = "this user may not do that; grant the right to make tables and to write, or name another user";
        } else if (state.startsWith("53")) {
            what = "the server has no room or no connection left; see its log";
        } else if (state.equals("25006")) {
            what = "can only be read; name the primary server";
        } else {
            what = (doing == null ? "cannot be used" : doing) + " (" + state + ", " + Database.sentence(e) + ")";
        }
        return new HistoryException(name() + ": " + what, e);
    }

    @Override
    public String name() {
        return shown(address);
    }

    /** An address without what may be a password. */
    static String shown(String address) {
        return SETTINGS.matcher(USER.matcher(address).replaceFirst("//")).replaceFirst("");
    }
}

package dev.misstep.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite in one file, which is made when it is not there. */
final class SqliteDatabase implements Database {
    /** Others that write are waited for so long. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final List<String> BESIDE = List.of("", "-wal", "-shm");

    private final Path file;
    private final InstantSource clock;
    private final Consumer<String> remarks;

    /** @param remarks is told when a file was set aside */
    SqliteDatabase(Path file, InstantSource clock, Consumer<String> remarks) {
        this.file = file.toAbsolutePath();
        this.clock = clock;
        this.remarks = remarks;
    }

    /** Keeps a build in memory, where nobody finds it. */
    static void rehearse(Callable<KeptBuild> build) throws Exception {
        SqliteDatabase database = new SqliteDatabase(Path.of(""), () -> Instant.EPOCH, remark -> {});
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite::memory:")) {
            Schema.migrate(database, connection);
            new BuildWriter(connection).keep(build.call());
        }
    }

    @Override
    public String folder() {
        return "sqlite";
    }

    @Override
    public Connection connect() throws SQLException, HistoryException {
        makeFolder();
        loadLibrary();
        boolean readOnly = Files.exists(file) && !Files.isWritable(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(PATIENCE_MILLIS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setReadOnly(readOnly);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            if (!readOnly) {
                // Readers and one that writes are not in each other's way; what is reported as kept is on the disk.
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** SQLite is a library of the machine's own code in the driver's jar, which has to be written to a disk to be run. */
    private void loadLibrary() throws HistoryException {
        Throwable failure = null;
        try {
            if (SQLiteJDBCLoader.initialize()) {
                return;
            }
        } catch (Exception | LinkageError e) { // it declares no narrower one
            failure = e;
        }
        String place = System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"));
        throw new HistoryException(
                file + ": cannot be used, for SQLite's library cannot be written to " + place
                        + " and run from there (full, read-only or noexec); name another place:"
                        + " MISSTEP_JAVA_OPTS=-Dorg.sqlite.tmpdir=DIRECTORY",
                failure);
    }

    private void makeFolder() throws HistoryException {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new HistoryException(
                    folder + ": cannot be made, so there is no place for the history; name another with --history", e);
        }
        if (Files.isDirectory(file)) {
            throw new HistoryException(file + ": is a directory; name a file for the history");
        }
    }

    @Override
    public void lockForWriting(Connection connection) {
        // the transaction is IMMEDIATE
    }

    @Override
    public int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("PRAGMA user_version")) {
            return version.next() ? version.getInt(1) : 0;
        }
    }

    @Override
    public void setVersion(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    @Override
    public boolean isPassing(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_BUSY || code(e) == SQLiteErrorCode.SQLITE_LOCKED;
    }

    @Override
    public boolean setAside(SQLException e) throws HistoryException {
        SQLiteErrorCode code = code(e);
        if (code != SQLiteErrorCode.SQLITE_NOTADB && code != SQLiteErrorCode.SQLITE_CORRUPT) {
            return false;
        }
        String name = file + ".damaged-" + clock.millis();
        try {
            for (String suffix : BESIDE) {
                Path part = file.resolveSibling(file.getFileName() + suffix);
                if (Files.exists(part)) {
                    Files.move(part, Path.of(name + suffix));
                }
            }
        } catch (IOException failure) {
            throw new HistoryException(file + ": is damaged, and cannot be set aside; move it away", failure);
        }
        remarks.accept(file + ": is damaged; it now lies at " + name + ", and a new history begins");
        return true;
    }

    @Override
    public HistoryException told(@Nullable String doing, SQLException e) {
        SQLiteErrorCode code = code(e);
        String what = switch (code) {
            case SQLITE_FULL -> "the disk is full; make room, or name another place with --history";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_CANTOPEN ->
                "cannot be opened for writing; check"
                        + " its permissions and those of its directory, or name another place with --history";
            case SQLITE_NOTADB, SQLITE_CORRUPT -> "is damaged; move it away, and a new history begins";
            case SQLITE_BUSY, SQLITE_LOCKED -> "another process has been writing to it for a minute; try again";
            case SQLITE_IOERR -> "cannot be read or written (the disk reports an error); check the disk";
            default -> (doing == null ? "cannot be used" : doing) + " (" + Database.sentence(e) + ")";
        };
        return new HistoryException(file + ": " + what, e);
    }

    @Override
    public String name() {
        return file.toString();
    }

    /** The first of a code's byte: SQLITE_IOERR_WRITE is an SQLITE_IOERR. */
    private static SQLiteErrorCode code(SQLException e) {
        int code = e instanceof SQLiteException own ? own.getResultCode().code : e.getErrorCode();
        return SQLiteErrorCode.getErrorCode(code & 0xff);
    }
}

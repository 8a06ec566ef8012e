package dev.misstep.history;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What differs between the databases that a history may lie in. */
interface Database {
    /** The name of the folder of its schema. */
    String folder();

    /** Connects anew. */
    Connection connect() throws SQLException, HistoryException;

    /** Lets one transaction after the other write, from whichever process. The transaction has begun. */
    void lockForWriting(Connection connection) throws SQLException;

    /** The version of the schema that is there; 0 for none. */
    int version(Connection connection) throws SQLException;

    void setVersion(Connection connection, int version) throws SQLException;

    /** Whether all may be well again with another connection. */
    boolean isPassing(SQLException e);

    /** Sets aside what cannot be mended, so that another history can begin in its place; {@code false} where that is not it. */
    boolean setAside(SQLException e) throws HistoryException;

    /** What is wrong, in one sentence that says where and what to do. */
    HistoryException told(@Nullable String doing, SQLException e);

    /** The first line of what a database says, which may go on with hints and positions. */
    static String sentence(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /** What it is called, without passwords. */
    String name();
}

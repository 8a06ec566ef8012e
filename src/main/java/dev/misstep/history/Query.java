package dev.misstep.history;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement and what its question marks stand for. */
final class Query {
    private final StringBuilder text;
    private final List<@Nullable Object> values = new ArrayList<>();

    Query(String text, @Nullable Object... values) {
        this.text = new StringBuilder(text);
        for (Object value : values) {
            this.values.add(value);
        }
    }

    /** The same with more at its end. */
    Query and(String more, @Nullable Object... moreValues) {
        text.append(more);
        for (Object value : moreValues) {
            values.add(value);
        }
        return this;
    }

    /** The same as a part of another. */
    Query within(String before, String after) {
        text.insert(0, before).append(after);
        return this;
    }

    /** Reads one line of an answer. */
    interface Reading<T> {
        T read(ResultSet row) throws SQLException, HistoryException;
    }

    /** Takes in one line of an answer. */
    interface Taking {
        void take(ResultSet row) throws SQLException;
    }

    void each(Connection connection, Taking taking) throws SQLException {
        try (PreparedStatement statement = prepared(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taking.take(rows);
            }
        }
    }

    <T> List<T> all(Connection connection, Reading<T> reading) throws SQLException, HistoryException {
        try (PreparedStatement statement = prepared(connection);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reading.read(rows));
            }
            return all;
        }
    }

    <T> Optional<T> first(Connection connection, Reading<T> reading) throws SQLException, HistoryException {
        try (PreparedStatement statement = prepared(connection);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reading.read(rows)) : Optional.empty();
        }
    }

    /** Runs it, and tells how many lines it changed. */
    int run(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        try {
            set(statement, values);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Gives a statement its values. */
    static void set(PreparedStatement statement, List<@Nullable Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof String text) {
                statement.setString(i + 1, storable(text));
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (value instanceof Double number) {
                statement.setDouble(i + 1, number);
            } else if (value instanceof Boolean flag) {
                statement.setBoolean(i + 1, flag);
            } else {
                throw new IllegalArgumentException("not a value of a database: " + value.getClass());
            }
        }
    }

    /** A text as databases take it: PostgreSQL has no NUL in one, and none has half of a surrogate pair. */
    static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    /** A number that may be missing. */
    static @Nullable Double decimal(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}

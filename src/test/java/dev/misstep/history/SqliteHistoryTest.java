package dev.misstep.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest extends HistoryContract {
    @TempDir
    Path folder;

    private final List<String> remarks = new ArrayList<>();
    private Path file;

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("state of a user's").resolve("history.db");
    }

    @Override
    History open() throws HistoryException {
        return new HistoryPlace("history.db").open(file, InstantSource.fixed(MORNING), remarks::add);
    }

    private void keepOne() throws Exception {
        try (History history = open()) {
            history.keep(series(new BuildSeries("app", "", "", "", "buildkit"), log("1.0", "2.0"))
                    .get(0));
        }
    }

    @Test
    void aDamagedFileIsSetAsideAndNamed() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "this is no database, and long enough not to be taken for an empty one");
        keepOne();
        assertThat(remarks).hasSize(1).first().asString().contains("is damaged", ".damaged-");
        assertThat(Files.readString(file.resolveSibling("history.db.damaged-" + MORNING.toEpochMilli())))
                .startsWith("this is no database");
        try (History history = open()) {
            assertThat(history.list(HistoryFilter.ALL, 10)).hasSize(1);
        }
    }

    @Test
    void aFileDamagedInTheMiddleIsSetAsideWhenSomethingIsKept() throws Exception {
        keepOne();
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = (byte) 0x5a;
        }
        Files.write(file, bytes);
        keepOne();
        assertThat(remarks).hasSize(1);
        try (History history = open()) {
            assertThat(history.list(HistoryFilter.ALL, 10)).hasSize(1);
        }
    }

    @Test
    void aNewerFileIsRefused() throws Exception {
        keepOne();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("newer Misstep (schema 99");
        assertThat(remarks).isEmpty();
    }

    @Test
    void aDirectoryIsNoHistory() throws Exception {
        Files.createDirectories(file);
        assertThatThrownBy(this::open).hasMessageContaining("is a directory");
    }

    @Test
    void otherAddressesAreRefusedWithoutTheirPasswords() {
        assertThatThrownBy(() -> new HistoryPlace("jdbc:mysql://u:word@host/db?password=word")
                        .open(file, InstantSource.fixed(MORNING), remarks::add))
                .hasMessageContaining("jdbc:mysql: no such database is known")
                .hasMessageNotContaining("word");
    }
}

package dev.misstep.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same as of SQLite, and what only a server can do. */
class PostgresHistoryIT extends HistoryContract {
    private static final BuildSeries APP = new BuildSeries("app", "", "", "", "buildkit");
    private static PostgresUnderTest postgres;

    private String address;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresUnderTest.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void makeDatabase() throws Exception {
        address = postgres.newDatabase();
    }

    @Override
    History open() throws HistoryException {
        return open(address);
    }

    private static History open(String where) throws HistoryException {
        return new HistoryPlace(where).open(Path.of("none"), InstantSource.fixed(MORNING), remark -> {});
    }

    @Test
    void aWrongPasswordIsToldAndNotShown() {
        assertThatThrownBy(() -> open(address.replace(PostgresUnderTest.PASSWORD, "wrong-word")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("refuses this user or password")
                .hasMessageNotContaining("wrong-word");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> open(address.replaceAll("/history\\d+", "/nothere")))
                .hasMessageContaining("/nothere: has no such database");
    }

    @Test
    void aServerThatIsNotThereIsToldAtOnce() {
        assertThatThrownBy(() -> open("jdbc:postgresql://127.0.0.1:1/history?user=misstep"))
                .hasMessageContaining("127.0.0.1:1/history: does not answer");
    }

    /** What was reported as kept is there after a crash of the server, and what was under way is kept then. */
    @Test
    void aServerThatStartsAgainIsWaitedFor() throws Exception {
        assumeThat(postgres.canStop()).isTrue();
        List<KeptBuild> builds = series(APP, log("1.0", "2.0"), log("C", "3.0"));
        try (History history = open()) {
            history.keep(builds.get(0));
            postgres.stop("immediate");
            Thread starter = new Thread(() -> {
                try {
                    Thread.sleep(1500);
                    postgres.startAgain();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            starter.start();
            history.keep(builds.get(1));
            starter.join();
            assertThat(history.list(HistoryFilter.ALL, 10)).hasSize(2);
        }
    }
}

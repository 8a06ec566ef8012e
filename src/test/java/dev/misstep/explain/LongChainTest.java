package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.log.SavedLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a log may claim of how steps build on each other. */
class LongChainTest {
    private static final int STEPS = 19_000;

    @Test
    void hasOneRoot() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int i = 1; i <= STEPS; i++) {
            String step = "#" + i + " [" + i + "/" + STEPS + "] RUN x\n";
            log.append(step).append("#").append(i).append(" DONE 0.1s\n\n");
        }

        assertThat(explained(log.toString()).misses())
                .hasSizeGreaterThan(STEPS - 2)
                .filteredOn(miss -> miss.role() == Role.ROOT)
                .hasSize(1);
    }

    /** A FROM that is no first step claims to be the one before its stage, and so is built on itself. */
    @Test
    void aCircleOfStepsEnds() throws IOException {
        String log = "#4 [base 2/4] FROM docker.io/library/busybox:1\n";

        assertThat(explained(log).builds()).hasSize(1);
    }

    private static Analysis explained(String log) throws IOException {
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        return Explainer.explain(
                SavedLogs.read("log", new ByteArrayInputStream(bytes)).builds());
    }
}

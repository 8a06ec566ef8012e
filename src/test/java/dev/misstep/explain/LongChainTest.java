package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.log.SavedLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A log may claim that thousands of steps build on each other. */
class LongChainTest {
    private static final int STEPS = 19_000;

    @Test
    void hasOneRoot() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int i = 1; i <= STEPS; i++) {
            String step = "#" + i + " [" + i + "/" + STEPS + "] RUN x\n";
            log.append(step).append("#").append(i).append(" DONE 0.1s\n\n");
        }
        byte[] bytes = log.toString().getBytes(StandardCharsets.UTF_8);

        Analysis analysis = Explainer.explain(
                SavedLogs.read("log", new ByteArrayInputStream(bytes)).builds());

        assertThat(analysis.misses())
                .hasSizeGreaterThan(STEPS - 2)
                .filteredOn(miss -> miss.role() == Role.ROOT)
                .hasSize(1);
    }
}

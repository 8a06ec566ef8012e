package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.log.SavedLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepTimesTest {
    private static Build build(String log) throws IOException {
        return SavedLogs.read("log", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)))
                .builds()
                .get(0);
    }

    private static @Nullable Double seconds(StepTimes times, String name) {
        return times.of(
                new Vertex("1", StepName.parse(name), null, Status.EXECUTED, null, null, 0, 0, List.of(), null, 0));
    }

    @Test
    void theNewestRunOfAStepCounts() throws IOException {
        StepTimes times = StepTimes.of(List.of(
                build("#5 [a 2/3] RUN make\n#5 CACHED\n\n#6 [a 3/3] RUN test\n#6 DONE 2.0s\n"),
                build("#5 [a 2/3] RUN make\n#5 DONE 9.0s\n\n#6 [a 3/3] RUN test\n#6 DONE 3.0s\n")));

        assertThat(seconds(times, "[a 2/3] RUN make")).isEqualTo(9.0);
        assertThat(seconds(times, "[a 3/3] RUN test")).isEqualTo(2.0);
        assertThat(seconds(times, "[a 3/3] RUN other")).isNull();
    }

    @Test
    void aRenamedStageHasTheTimesOfTheOnlyOneWithSuchAStep() throws IOException {
        StepTimes times = StepTimes.of(
                List.of(
                        build(
                                "#5 [a 2/3] RUN make\n#5 DONE 9.0s\n\n#6 [b 2/3] RUN make\n#6 DONE 2.0s\n\n#7 [b 3/3] RUN x\n#7 DONE 1.0s\n")));

        assertThat(seconds(times, "[c 2/3] RUN make")).isNull();
        assertThat(seconds(times, "[b 2/3] RUN make")).isEqualTo(2.0);
        assertThat(seconds(times, "[c 2/3] RUN x")).isEqualTo(1.0);
    }
}

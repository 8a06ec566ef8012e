package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.engine.grpc.ProtoWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerFactsTest {
    private static byte[] answer(ProtoWriter worker) {
        return new ProtoWriter().message(1, worker).toBytes();
    }

    @Test
    void limitsAreReadInTheirOrder() throws Exception {
        ProtoWriter caches = new ProtoWriter()
                .number(2, Duration.ofHours(48).toNanos())
                .number(3, 512_000_000)
                .text(4, "type==exec.cachemount")
                .text(4, "type==source.local");
        ProtoWriter all = new ProtoWriter().bool(1, true).number(5, 20_000).number(6, 7);

        WorkerFacts worker = WorkerFacts.read(answer(new ProtoWriter()
                .text(1, "some id")
                .message(4, caches)
                .message(4, all)
                .message(5, new ProtoWriter().text(1, "moby").text(2, "v0.26.2"))));

        assertThat(worker.version()).isEqualTo("v0.26.2");
        assertThat(worker.limits())
                .containsExactly(
                        new WorkerFacts.Limit(
                                false,
                                List.of("type==exec.cachemount", "type==source.local"),
                                Duration.ofHours(48),
                                512_000_000,
                                0,
                                0),
                        new WorkerFacts.Limit(true, List.of(), Duration.ZERO, 0, 20_000, 7));
    }

    /** Engines before 28 have one number, which is the limit. */
    @Test
    void whereThereIsNoUpperLimitWhatIsKeptIsTheLimit() {
        assertThat(new WorkerFacts.Limit(true, List.of(), Duration.ZERO, 5, 0, 0).bytes())
                .isEqualTo(5);
        assertThat(new WorkerFacts.Limit(true, List.of(), Duration.ZERO, 5, 9, 0).bytes())
                .isEqualTo(9);
    }

    @Test
    void anEngineWithoutAWorkerSaysNothing() throws Exception {
        assertThat(WorkerFacts.read(new byte[0])).isEqualTo(new WorkerFacts("", List.of()));
    }
}

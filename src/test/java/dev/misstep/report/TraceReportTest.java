package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.misstep.explain.Analysis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceReportTest {
    @Test
    void aVertexIsAnEventWithWhatBecameOfIt() throws IOException {
        JsonNode found = MissingNode.getInstance();
        for (JsonNode event : events(Samples.nodeApp())) {
            boolean copied = event.path("name").asText().equals("[build 3/5] COPY . .");
            found = copied && event.path("pid").asInt() == 4 ? event : found;
        }

        assertThat(found.path("ph").asText()).isEqualTo("X");
        assertThat(found.path("ts").asLong()).isEqualTo(420_000);
        assertThat(found.path("dur").asLong()).isEqualTo(270_000);
        assertThat(found.path("args").path("status").asText()).isEqualTo("executed");
        assertThat(found.path("args").path("cause").asText()).isEqualTo("context-files");
    }

    @Test
    void nothingInALaneOverlaps() throws IOException {
        Map<String, Long> free = new HashMap<>();
        int drawn = 0;
        for (JsonNode event : events(Samples.nodeApp())) {
            if (event.path("ph").asText().equals("X")) {
                String lane =
                        event.path("pid").asInt() + "/" + event.path("tid").asInt();
                assertThat(event.path("ts").asLong()).isGreaterThanOrEqualTo(free.getOrDefault(lane, 0L));
                free.put(lane, event.path("ts").asLong() + event.path("dur").asLong());
                drawn++;
            }
        }
        assertThat(drawn).isEqualTo(4 * 13);
        assertThat(free).hasSizeGreaterThan(4);
    }

    @Test
    void aBuildWithoutAClockIsLeftOut() throws IOException {
        assertThat(events(Samples.failedEarly())).isEmpty();
    }

    private static JsonNode events(Analysis analysis) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceReport.write(analysis, out);
        return new ObjectMapper().readTree(out.toByteArray()).path("traceEvents");
    }
}

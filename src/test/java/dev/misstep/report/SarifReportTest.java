package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.explain.Analysis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SarifReportTest {
    @Test
    void aMissIsAResultOnItsLine() throws IOException {
        JsonNode run = run(Samples.hostile(), "services/my app/Dockerfile");

        JsonNode result = run.path("results").path(0);
        assertThat(result.path("ruleId").asText()).isEqualTo("context-files");
        assertThat(result.path("level").asText()).isEqualTo("warning");
        JsonNode place = result.path("locations").path(0).path("physicalLocation");
        assertThat(place.path("artifactLocation").path("uri").asText()).isEqualTo("services/my%20app/Dockerfile");
        assertThat(place.path("region").path("startLine").asInt()).isEqualTo(3);
        assertThat(run.path("tool")
                        .path("driver")
                        .path("rules")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo("context-files");
        assertThat(run.path("tool").path("driver").path("version").asText()).isEqualTo("1.2.3");
    }

    @Test
    void theSameMissOfTwoBuildsIsOneResult() throws IOException {
        JsonNode results = run(Samples.hostile(), "Dockerfile").path("results");

        assertThat(results.findValuesAsText("misstep/v1"))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(5);
    }

    @Test
    void aMessageHasNoLinksAndNothingHidden() throws IOException {
        for (JsonNode result : run(Samples.hostile(), "Dockerfile").path("results")) {
            assertThat(result.path("message").path("text").asText())
                    .isNotEmpty()
                    .doesNotContainPattern("(?<!\\\\)[\\[\\]]")
                    .doesNotContainPattern("[\\p{Cc}\\u202e]");
        }
    }

    @Test
    void aMissWithoutALineHasNoPlaceToBeShownAt() throws IOException {
        JsonNode run = run(Samples.nodeApp(), "Dockerfile");

        assertThat(run.path("results").isArray()).isTrue();
        assertThat(run.path("results")).isEmpty();
        assertThat(run.path("tool").path("driver").path("rules")).isEmpty();
    }

    private static JsonNode run(Analysis analysis, String dockerfile) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SarifReport.write(analysis, dockerfile, "1.2.3", out);
        JsonNode log = new ObjectMapper().readTree(out.toByteArray());
        assertThat(log.path("version").asText()).isEqualTo("2.1.0");
        return log.path("runs").path(0);
    }
}

package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsedAnalysisTest {
    @Test
    void getsAsFarAsTheReportOfTheBuild() throws Exception {
        assertThat(RehearsedAnalysis.report()).contains("RUN make").contains("50%");
    }
}

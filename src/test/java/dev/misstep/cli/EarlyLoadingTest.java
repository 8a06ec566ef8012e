package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyLoadingTest {
    @Test
    void getsAsFarAsTheReportsOfABuild() throws Exception {
        assertThat(EarlyLoading.report()).contains("RUN make").contains("</html>");
    }
}

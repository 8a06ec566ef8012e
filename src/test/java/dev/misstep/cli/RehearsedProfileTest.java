package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.misstep.history.HistoryPlace;
import dev.misstep.history.KeptBuild;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RehearsedProfileTest {
    @Test
    void getsAsFarAsTheReportsOfABuild() throws Exception {
        CompletableFuture<KeptBuild> kept = new CompletableFuture<>();

        assertThat(RehearsedProfile.report(kept)).contains("RUN make").contains("</html>");
        assertThatCode(() -> HistoryPlace.rehearse(kept::get)).doesNotThrowAnyException();
    }
}

package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Seen live on 28.5 and 26.1, with a registry whose tag was moved to another image and back. */
class RemoteFrontendTest {
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);
    private static final Project PROJECT = Project.of("# syntax=far/frontend\nFROM base:1\nCOPY a /a\nRUN make\n")
            .file("a", "a");

    private static List<String> fates(Project next, @Nullable String then, @Nullable String now) {
        RemoteFrontend frontend = new RemoteFrontend("far/frontend", then, now);
        return Project.fates(Prediction.of(new Plans(next.plan(), PROJECT.plan(), EngineCache.UNKNOWN), frontend));
    }

    @Test
    void theRegistryHasTheOneItHad() {
        assertThat(fates(PROJECT, ONE, ONE)).containsExactly("3 hit", "4 hit");
    }

    @Test
    void theRegistryHasAnother() {
        assertThat(fates(PROJECT, ONE, TWO)).containsExactly("3 depends frontend", "4 depends");
    }

    @Test
    void nobodyKnowsWhatTheRegistryHas() {
        assertThat(fates(PROJECT, ONE, null)).containsExactly("3 depends frontend", "4 depends");
        assertThat(fates(PROJECT, null, ONE)).containsExactly("3 depends frontend", "4 depends");
        assertThat(fates(PROJECT.copy().file("a", "b"), ONE, null)).containsExactly("3 miss context-files", "4 miss");
    }

    @Test
    void onlyOneThatCanBeAnotherIsAskedFor() {
        assertThat(PROJECT.facts().remoteFrontend()).contains("far/frontend");
        assertThat(PROJECT.copy().image("far/frontend", "layers", "").facts().remoteFrontend())
                .isEmpty();
        assertThat(PROJECT.copy().classic().facts().remoteFrontend()).isEmpty();
        assertThat(PROJECT.with("# syntax=far/frontend:1@" + ONE + "\nFROM base:1\n")
                        .facts()
                        .remoteFrontend())
                .isEmpty();
        assertThat(PROJECT.with("FROM base:1\n").facts().remoteFrontend()).isEmpty();
    }

    @Test
    void aBuildShowsItsDigest() {
        Build build = new Builds("1")
                .step("docker-image://docker.io/far/frontend:latest@" + ONE, Status.CACHED, 0)
                .build();
        assertThat(RemoteFrontend.digest(build, "far/frontend")).contains(ONE);
        assertThat(RemoteFrontend.digest(build, "far/other")).isEmpty();
    }
}

package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dockerfiles that read otherwise and are the same to the builder: what is built on them or copied from them hits. */
class SameToTheBuilderTest {
    private static final String STAGES = """
            FROM base:3 AS a
            %s
            RUN make
            FROM base:3
            COPY --from=a /out /out
            FROM base:3
            COPY --from=1 /out /in
            """;

    private static final Project BASE = Project.of("FROM base:3").shell("base:3", "/bin/sh", "-c");

    /** Seed 9280003 of the oracle: what is set on a line of its own, to what it was, made another key. */
    @Test
    void theShellOfTheImageIsSetOnceMore() {
        Project set = BASE.with(STAGES.formatted("SHELL [\"/bin/sh\", \"-c\"]"));
        Project unset = BASE.with(STAGES.formatted("# nothing"));
        assertThat(set.fates(unset)).containsExactly("3 hit", "5 hit", "7 hit");
        assertThat(unset.fates(set)).containsExactly("3 hit", "5 hit", "7 hit");
    }

    @Test
    void settingsInAnotherOrder() {
        Project before = BASE.with(STAGES.formatted("USER 1\nWORKDIR /"));
        Project after = BASE.with(STAGES.formatted("WORKDIR /\nUSER 1"));
        assertThat(before.fates(after)).containsExactly("4 hit", "6 hit", "8 hit");
    }

    /** Seen live on 28.5: all of these hit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY --chmod=644 --chown=1:1 a x/y/",
                "COPY --chown=1:1 --chmod=644 ./a ./x/y/",
                "COPY --chown=1:1 --chmod=644 a x/./y//",
                "COPY --chown=1:1 --chmod=644 a /w/x/y/"
            })
    void aCopyThatIsWrittenOtherwise(String copy) {
        String dockerfile = "FROM base:3\nWORKDIR /w\n%s\nRUN make\n";
        Project before = BASE.with(dockerfile.formatted("COPY --chown=1:1 --chmod=644 a x/y/"))
                .file("a", "a");
        assertThat(before.fates(before.with(dockerfile.formatted(copy)))).containsExactly("2 hit", "3 hit", "4 hit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY a x/y",
                "COPY a x/y/.",
                "COPY a /x/y/",
                "COPY --chown=0:0 a x/y/",
                "COPY --chmod=644 a x/y/"
            })
    void aCopyThatIsAnother(String copy) {
        String dockerfile = "FROM base:3\nWORKDIR /w\n%s\nRUN make\n";
        Project before = BASE.with(dockerfile.formatted("COPY a x/y/")).file("a", "a");
        assertThat(before.fates(before.with(dockerfile.formatted(copy))))
                .containsExactly("2 hit", "3 miss instruction", "4 miss");
    }

    /** It begins in a directory that an image sets, of which nothing is known. */
    @Test
    void aPlaceBelowAnUnknownOne() {
        Project before = Project.of("FROM far:1\nCOPY a x/\n").file("a", "a");
        assertThat(before.fates(before.with("FROM far:1\nCOPY a /x/\n"))).containsExactly("2 miss instruction");
        Project inside = before.with("FROM far:1\nWORKDIR v\nCOPY a x/\n");
        assertThat(inside.fates(inside.with("FROM far:1\nWORKDIR v\nCOPY a /v/x/\n")))
                .containsExactly("2 hit", "3 miss instruction");
    }

    /** A cross-compiling build: seen live on 28.5, with images of one content for two platforms. */
    @Test
    void aPlatformIsInTheKeyOfItsRunsAlone() {
        Project built = BASE.with("""
                FROM --platform=$BUILDPLATFORM base:3 AS tools
                RUN fetch
                FROM base:3
                WORKDIR /app
                COPY a /a
                COPY --from=tools /out /out
                RUN make
                """).file("a", "a");
        EngineCache cache = new EngineCache(Set.copyOf(built.plan().keys().values()), Set.of(), true);
        Planned other = built.copy().platform("linux/arm64").plan();
        assertThat(Project.fates(Prediction.of(new Plans(other, null, cache))))
                .containsExactly("2 hit", "4 hit", "5 hit", "6 hit", "7 miss cold");
    }
}

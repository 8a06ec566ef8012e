package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.context.FileChange;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a change in another context ({@code --build-context}) does to the steps that take files from it. */
class NamedContextPredictionTest {
    private static final Project ASSETS = Project.of("""
                    FROM base:1
                    COPY conf /conf
                    COPY --from=assets css /css
                    RUN --mount=type=bind,from=assets,source=js,target=/js bundle
                    RUN make
                    """)
            .file("conf", "c")
            .other("assets", "css/a.css", "a")
            .other("assets", "js/a.js", "a")
            .other("assets", "readme", "1");

    @Test
    void nothingChanged() {
        assertThat(ASSETS.fates(ASSETS.copy())).containsExactly("2 hit", "3 hit", "4 hit", "5 hit");
    }

    @Test
    void aFileThatIsCopied() {
        Project next = ASSETS.copy().other("assets", "css/a.css", "b");

        assertThat(ASSETS.fates(next)).containsExactly("2 hit", "3 miss context-files", "4 miss", "5 miss");
        PredictedStep copy = ASSETS.builtThen(next).get(1);
        Reason reason = Objects.requireNonNull(copy.reason());
        assertThat(reason.files()).extracting(FileChange::path).containsExactly("assets:css/a.css");
        assertThat(reason.certainty()).isEqualTo(Certainty.PROVEN);
    }

    @Test
    void aFileThatIsMounted() {
        assertThat(ASSETS.fates(ASSETS.copy().other("assets", "js/a.js", "b")))
                .containsExactly("2 hit", "3 hit", "4 miss context-files", "5 miss");
    }

    @Test
    void aFileThatNothingTakes() {
        assertThat(ASSETS.fates(ASSETS.copy().other("assets", "readme", "2")))
                .containsExactly("2 hit", "3 hit", "4 hit", "5 hit");
    }

    /** Its own context has a file of that name, which nothing takes. */
    @Test
    void aFileOfTheBuildsOwnContext() {
        Project own = ASSETS.copy().file("css/a.css", "1");

        assertThat(own.fates(own.copy().file("css/a.css", "2"))).containsExactly("2 hit", "3 hit", "4 hit", "5 hit");
    }

    @Test
    void aContextInPlaceOfAStage() {
        Project project = Project.of("""
                        FROM base:2 AS made
                        COPY src /
                        FROM base:1
                        COPY --from=made out /out
                        """).file("src", "1").other("made", "out", "1");

        assertThat(project.fates(project.copy().file("src", "2"))).containsExactly("4 hit");
        assertThat(project.fates(project.copy().other("made", "out", "2"))).containsExactly("4 miss context-files");
    }

    @Test
    void whatIsInAContextThatNobodyLooksIntoIsLeftOpen() {
        Project project = Project.of("""
                        FROM base:1
                        COPY --from=remote a /a
                        RUN make
                        """).unseen("remote");

        assertThat(project.fates(project.copy())).containsExactly("2 depends unknown", "3 depends");
    }

    @Test
    void whatStandsOnAContextIsLeftOpen() {
        Project project = Project.of("""
                        FROM root
                        RUN make
                        COPY conf /conf
                        """).file("conf", "c").other("root", "bin/sh", "1");

        assertThat(project.fates(project.copy().other("root", "bin/sh", "2")))
                .containsExactly("2 depends unknown", "3 depends");
    }
}

package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchedTextsTest {
    private static final String TEXT = "FROM a\nARG SHA\nRUN one\nRUN two\nCMD x\n";

    private static String patch(Map<Integer, List<String>> changes) {
        return Objects.requireNonNull(DockerfileText.of("Dockerfile", TEXT).patch(changes));
    }

    private static Optional<String> patched(String... patches) {
        return PatchedTexts.of(Map.of("Dockerfile", TEXT), List.of(patches))
                .map(texts -> texts.contents().get("Dockerfile"));
    }

    @Test
    void patchesWhoseSurroundingLinesOverlapApplyTogether() {
        String first = patch(Map.of(2, List.of(), 4, List.of("RUN two", "ARG SHA")));
        String second = patch(Map.of(3, List.of("RUN one && more")));

        assertThat(patched(first)).contains("FROM a\nRUN one\nRUN two\nARG SHA\nCMD x\n");
        assertThat(patched(first, second)).contains("FROM a\nRUN one && more\nRUN two\nARG SHA\nCMD x\n");
        assertThat(patched(second, first)).isEqualTo(patched(first, second));
    }

    @Test
    void twoThatChangeOneLineDoNot() {
        assertThat(patched(patch(Map.of(3, List.of("RUN 1"))), patch(Map.of(3, List.of("RUN 2")))))
                .isEmpty();
        assertThat(patched(
                        patch(Map.of(3, List.of("RUN one", "RUN 1"))), patch(Map.of(3, List.of("RUN one", "RUN 2")))))
                .isEmpty();
    }

    @Test
    void oneForAnotherTextDoesNot() {
        String patch = patch(Map.of(3, List.of("RUN 1")));

        assertThat(PatchedTexts.of(Map.of("Dockerfile", "FROM b\nRUN x\n"), List.of(patch)))
                .isEmpty();
    }

    @Test
    void aFileIsMade() {
        String patch = DockerfileText.made("a/.dockerignore", List.of("x", "y"));

        assertThat(PatchedTexts.name(patch)).isEqualTo("a/.dockerignore");
        assertThat(PatchedTexts.of(Map.of(), List.of(patch)).orElseThrow().contents())
                .isEqualTo(Map.of("a/.dockerignore", "x\ny\n"));
    }
}

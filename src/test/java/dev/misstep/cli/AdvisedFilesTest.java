package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.advise.PatchedTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisedFilesTest {
    private static final PatchedTexts PATCHED = new PatchedTexts(Map.of("Dockerfile", "new\n", ".dockerignore", "x\n"));

    @TempDir
    private Path root;

    private AdvisedFiles files(Map<String, String> read) {
        Map<String, byte[]> bytes = new java.util.HashMap<>();
        read.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return new AdvisedFiles(
                Map.of("Dockerfile", root.resolve("Dockerfile"), ".dockerignore", root.resolve(".dockerignore")),
                bytes);
    }

    @Test
    void whatWasChangedMeanwhileStaysAndSoDoesAllElse() throws IOException {
        Path dockerfile = Files.writeString(root.resolve("Dockerfile"), "read\n");
        Path ignored = Files.writeString(root.resolve(".dockerignore"), "just made\n");

        assertThatThrownBy(() -> files(Map.of("Dockerfile", "read\n")).write(PATCHED, root))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("was changed since it was read");
        assertThat(dockerfile).hasContent("read\n");

        Files.delete(ignored);
        Files.writeString(dockerfile, "other\n");
        assertThatThrownBy(() -> files(Map.of("Dockerfile", "read\n")).write(PATCHED, root))
                .isInstanceOf(UserError.class);
        Files.delete(dockerfile);
        assertThatThrownBy(() -> files(Map.of("Dockerfile", "read\n")).write(PATCHED, root))
                .isInstanceOf(UserError.class);
        try (var left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void allOfThemAreWritten() throws IOException {
        Files.writeString(root.resolve("Dockerfile"), "read\n");

        files(Map.of("Dockerfile", "read\n")).write(PATCHED, root);

        assertThat(root.resolve("Dockerfile")).hasContent("new\n");
        assertThat(root.resolve(".dockerignore")).hasContent("x\n");
        try (var left = Files.list(root)) {
            assertThat(left).hasSize(2);
        }
    }
}

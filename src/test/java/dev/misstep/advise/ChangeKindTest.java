package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeKindTest {
    private static ChangeKind kind(String... paths) {
        return ChangeKind.of(List.of(paths), false, false);
    }

    @Test
    void theFirstThatFitsIsTheKind() {
        assertThat(ChangeKind.of(List.of("package.json"), true, true)).isEqualTo(ChangeKind.DOCKERFILE);
        assertThat(ChangeKind.of(List.of("package.json"), false, true)).isEqualTo(ChangeKind.IGNORE_FILE);
        assertThat(kind("src/a.js", "web/package-lock.json")).isEqualTo(ChangeKind.MANIFESTS);
        assertThat(kind("dev-requirements.txt", "Cargo.lock")).isEqualTo(ChangeKind.MANIFESTS);
        assertThat(kind()).isEqualTo(ChangeKind.OUTSIDE);
        assertThat(kind("docs/logo.png", "README", "a/b.md")).isEqualTo(ChangeKind.DOCUMENTATION);
        assertThat(kind("README.md", "src/docs/a.js")).isEqualTo(ChangeKind.SOURCES);
    }
}

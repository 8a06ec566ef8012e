package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CandidateTest {
    private static final String PATCH = """
            --- a/Dockerfile
            +++ b/Dockerfile
            @@ -1,4 +1,5 @@
             FROM node:22
            -COPY . .
            +COPY package.json ./
             RUN npm ci
            +COPY . .
             RUN make
            """;

    private static Finding finding(String file, @Nullable String patch) {
        return new Finding(
                RuleName.COPY_BEFORE_INSTALL,
                Severity.HIGH,
                file,
                null,
                null,
                "message",
                "fix",
                patch,
                null,
                Proof.NONE,
                null);
    }

    private static Candidate.@Nullable Texts applied(Finding finding, String dockerfile, @Nullable String ignored) {
        return new Candidate(List.of(finding), ".dockerignore")
                .apply(new Candidate.Texts(dockerfile, ignored))
                .orElse(null);
    }

    @Test
    void aPatchFitsWhereverItsLinesStand() {
        Finding finding = finding("Dockerfile", PATCH);

        assertThat(applied(finding, "FROM node:22\nCOPY . .\nRUN npm ci\nRUN make\n", "x\n"))
                .isEqualTo(new Candidate.Texts(
                        "FROM node:22\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN make\n", "x\n"));
        assertThat(applied(finding, "# more\n\nFROM node:22\nCOPY . .\nRUN npm ci\nRUN make\nCMD x\n", null))
                .isEqualTo(new Candidate.Texts(
                        "# more\n\nFROM node:22\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN make\nCMD x\n", null));
    }

    @Test
    void aPatchDoesNotFitWhereALineReadsOtherwise() {
        Finding finding = finding("Dockerfile", PATCH);

        assertThat(applied(finding, "FROM node:20\nCOPY . .\nRUN npm ci\nRUN make\n", null))
                .isNull();
        assertThat(applied(finding, "FROM node:22\nCOPY . .\nRUN npm install\nRUN make\n", null))
                .isNull();
    }

    @Test
    void anIgnoreFileIsMadeOnlyWhereThereIsNone() {
        Finding finding = finding(".dockerignore", DockerfileText.made(".dockerignore", List.of("node_modules")));

        assertThat(applied(finding, "FROM a\n", null)).isEqualTo(new Candidate.Texts("FROM a\n", "node_modules\n"));
        assertThat(applied(finding, "FROM a\n", "dist\n")).isNull();
        assertThat(new Candidate(List.of(finding), ".dockerignore").changesContext())
                .isTrue();
        assertThat(new Candidate(List.of(finding("Dockerfile", PATCH)), ".dockerignore").changesContext())
                .isFalse();
    }

    @Test
    void aFindingWithoutAPatchIsNoneToFollow() {
        assertThatThrownBy(() -> new Candidate(List.of(finding("Dockerfile", null)), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

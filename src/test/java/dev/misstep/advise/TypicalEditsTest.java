package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypicalEditsTest {
    private static final Set<String> FILES = Set.of(
            "Dockerfile",
            "README.md",
            "package.json",
            "package-lock.json",
            "src/app.js",
            "src/zoo.js",
            "other/x.js",
            "src/__pycache__/a.pyc");

    @TempDir
    private Path context;

    @BeforeEach
    void make() throws IOException {
        for (String file : FILES) {
            Files.createDirectories(context.resolve(file).getParent());
            Files.writeString(context.resolve(file), "{}");
        }
    }

    private TypicalEdits edits(Project project) {
        return new TypicalEdits(project, FILES);
    }

    private Project project(String dockerfile, @Nullable List<Set<String>> commits) throws IOException {
        return MadeProject.of(dockerfile, context, commits);
    }

    private static Finding finding(Project project, RuleName rule) {
        return Advice.of(project).stream()
                .filter(finding -> finding.rule() == rule)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSourceThatChangesMostComesFirst() throws IOException {
        String dockerfile = "FROM a\nCOPY . .\n";

        assertThat(edits(project(dockerfile, List.of(Set.of("src/zoo.js", "package.json"), Set.of("package.json"))))
                        .ofSources())
                .startsWith("src/zoo.js")
                .doesNotContain("package.json");
        assertThat(edits(project(dockerfile, null)).ofSources())
                .containsExactly("other/x.js", "src/app.js", "src/zoo.js");
    }

    @Test
    void onlyWhatTheInstallIsBelowCounts() throws IOException {
        Project project = project(
                "FROM a\nCOPY other other\nFROM a\nWORKDIR /a\nCOPY src/ package.json /a/\nCOPY . .\nRUN npm ci\n",
                null);

        assertThat(edits(project).ofSources()).startsWith("other/x.js");
        Project one = project(
                "FROM a\nCOPY other other\nFROM a\nCOPY src src\nCOPY package.json src/ ./\nWORKDIR /\nRUN npm ci\n",
                null);
        Finding install = new Finding(
                RuleName.COPY_BEFORE_INSTALL,
                Severity.HIGH,
                "Dockerfile",
                7,
                null,
                "m",
                "f",
                null,
                null,
                Proof.NONE,
                null);
        assertThat(edits(one).of(install)).containsExactly("src/app.js", "src/zoo.js");
    }

    @Test
    void eachRuleHasAnEditOfItsOwn() throws IOException {
        Project mount = project(
                "FROM a\nCOPY package.json package-lock.json ./\nRUN npm ci\n",
                List.of(Set.of("package.json"), Set.of("package.json")));
        Project argument = project("FROM a\nARG GIT_SHA\nRUN apt-get install -y x=1\n", null);
        Project wide = project("FROM a\nCOPY . .\n", null);

        assertThat(edits(mount).of(finding(mount, RuleName.CACHE_MOUNT)))
                .containsExactly("package.json", "package-lock.json");
        assertThat(edits(argument).of(finding(argument, RuleName.VOLATILE_ARG))).containsExactly("arg:GIT_SHA");
        assertThat(edits(wide).of(finding(wide, RuleName.CONTEXT_TOO_WIDE))).containsExactly("src/__pycache__/a.pyc");
    }
}

package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a rule would be wrong, or its patch would break the build. */
class AdviceTest {
    @TempDir
    private Path context;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pip install .",
                "pip install -e .",
                "pip install -r requirements.txt .",
                "poetry install",
                "uv sync",
                "go build ./...",
                "cargo build --release",
                "composer install",
                "npm install left-pad",
                "npm ci --prefix web",
                "npm run build",
                "mvn package",
                "cd web && npm ci",
                "(cd web; npm ci)",
                "if true; then npm ci; fi",
                "echo npm ci",
                "echo \"$(npm ci)\""
            })
    void anInstallThatNeedsSourcesOrAnotherDirectoryStaysBelowThem(String command) throws IOException {
        files(
                "package.json",
                "package-lock.json",
                "requirements.txt",
                "pyproject.toml",
                "go.mod",
                "main.go",
                "pom.xml");
        files("composer.json", "Cargo.toml", "uv.lock", "poetry.lock");

        assertThat(rules("FROM scratch\nWORKDIR /app\nCOPY . .\nRUN " + command + "\n"))
                .doesNotContain(RuleName.COPY_BEFORE_INSTALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm ci",
                "npm install --no-audit",
                "yarn",
                "yarn install --frozen-lockfile",
                "pnpm i",
                "bun install",
                "pip3 install -U -r requirements.txt",
                "python3 -m pip install -r requirements.txt",
                "poetry install --no-root",
                "uv sync --no-install-project",
                "uv pip install -r requirements.txt",
                "go mod download",
                "composer install --no-scripts --no-autoloader",
                "bundle install",
                "mvn -B dependency:go-offline",
                "corepack enable && pnpm install"
            })
    void anInstallThatNeedsItsManifestAloneGoesAboveThem(String command) throws IOException {
        files("package.json", "requirements.txt", "pyproject.toml", "go.mod", "composer.json", "Gemfile", "pom.xml");

        assertThat(rules("FROM scratch\nWORKDIR /app\nCOPY . .\nRUN " + command + "\n"))
                .containsExactly(RuleName.COPY_BEFORE_INSTALL);
    }

    @Test
    void filesThatChangeNoMoreOftenThanTheManifestMayStandAboveIt() throws IOException {
        files("package.json", "index.js");
        String dockerfile = "FROM scratch\nWORKDIR /app\nCOPY . .\nRUN npm ci\n";

        Set<String> both = Set.of("package.json", "index.js");
        assertThat(findings(dockerfile, List.of(both, both)))
                .extracting(Finding::rule)
                .containsExactly(RuleName.CACHE_MOUNT);
        assertThat(findings(dockerfile, List.of(Set.of("package.json"), Set.of("index.js"))))
                .extracting(Finding::message)
                .containsExactly(
                        "npm ci runs again whenever one of the 2 files of line 3 changes; of the last 2 commits 2"
                                + " changed them, 1 package.json");
    }

    @Test
    void filesThatLieElsewhereAreNoMatterOfTheInstall() throws IOException {
        files("web/package.json", "docs/a.md");

        assertThat(rules("FROM scratch\nWORKDIR /app\nCOPY docs /docs\nCOPY web /app/web\nRUN npm ci\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scripts\": {\"postinstall\": \"node tools/patch.js\"}}",
                "{\"workspaces\": [\"packages/*\"]}",
                "{\"dependencies\": {\"ours\": \"file:../ours\"}}"
            })
    void aManifestThatLeadsToOtherFilesGetsNoPatch(String manifest) throws IOException {
        Files.writeString(context.resolve("package.json"), manifest);
        files("index.js");

        assertThat(findings("FROM scratch\nWORKDIR /app\nCOPY . .\nRUN npm ci\n", null))
                .extracting(Finding::rule, Finding::patch)
                .containsExactly(tuple(RuleName.COPY_BEFORE_INSTALL, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENV NODE_ENV=production", "USER node", "RUN npm config set fund false", "ARG TOKEN"})
    void anInstallIsNotMovedAboveWhatItMayDependOn(String between) throws IOException {
        files("package.json", "index.js");

        assertThat(findings("FROM scratch\nWORKDIR /app\nCOPY . .\n" + between + "\nRUN npm ci\n", null))
                .allSatisfy(finding -> assertThat(finding.patch()).isNull());
    }

    @Test
    void linesWithOtherEndsGetNoPatch() throws IOException {
        files("package.json", "index.js");

        assertThat(findings("FROM scratch\r\nWORKDIR /app\r\nCOPY . .\r\nRUN npm ci\r\n", null))
                .extracting(Finding::patch)
                .containsOnlyNulls();
        assertThat(findings("FROM scratch\nWORKDIR /app\nCOPY . .\nRUN npm ci", null))
                .extracting(Finding::patch)
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ARG GIT_SHA\nCOPY main.c /\n",
                "ARG GIT_SHA\nRUN echo $GIT_SHA\n",
                "RUN make\nARG GIT_SHA\n",
                "ARG GIT_SHA\nENV REVISION=$GIT_SHA\nRUN ./stamp $REVISION\n",
                "ARG VERSION\nRUN make\n"
            })
    void anArgumentThatNoOtherRunPaysForMayStay(String instructions) throws IOException {
        files("main.c");

        assertThat(rules("FROM scratch\n" + instructions)).isEmpty();
    }

    @Test
    void anArgumentOfAStageThatOthersBuildOnIsNotMoved() throws IOException {
        files("main.c");

        assertThat(findings("FROM scratch AS base\nARG BUILD_DATE\nRUN make\nFROM base\nRUN echo $BUILD_DATE\n", null))
                .extracting(Finding::rule, Finding::patch)
                .containsExactly(tuple(RuleName.VOLATILE_ARG, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apt-get update && apt-get install -y curl=8.5 && rm -rf /var/lib/apt/lists/*",
                "apt-get update && apt-get install -y ./local.deb $PACKAGES && rm -rf /var/lib/apt/lists/*",
                "--mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y -t stable-backports curl=8.5",
                "echo apt-get install curl"
            })
    void packagesThatAreJoinedAndPinnedAreRight(String command) throws IOException {
        files("a");

        assertThat(rules("FROM scratch\nRUN " + command + "\n")).isEmpty();
    }

    @Test
    void listsAreRemovedBehindCommandsThatAllMustSucceed() throws IOException {
        files("a");

        assertThat(findings("FROM scratch\nRUN apt-get update || true; apt-get install -y curl=8.5\n", null))
                .extracting(Finding::patch)
                .containsOnlyNulls();
    }

    @Test
    void theClassicBuilderHasNoMounts() throws IOException {
        files("package.json");
        List<Set<String>> commits = List.of(Set.of("package.json"), Set.of("package.json"));
        String dockerfile = "FROM scratch\nCOPY package.json ./\nRUN npm ci\n";

        assertThat(Advice.of(MadeProject.of(dockerfile, context, commits, true)))
                .isEmpty();
        assertThat(findings(dockerfile, commits)).extracting(Finding::rule).containsExactly(RuleName.CACHE_MOUNT);
    }

    @Test
    void modulesOfTheMachineAreLeftOutOfTheContext() throws IOException {
        files("package.json", "index.js", "node_modules/a/b.js", "lib/__pycache__/c.pyc");

        assertThat(findings("FROM scratch\nCOPY package.json ./\nRUN npm ci\nCOPY . .\n", null))
                .extracting(Finding::rule, Finding::patch)
                .containsExactly(tuple(
                        RuleName.CONTEXT_TOO_WIDE,
                        "--- /dev/null\n+++ b/.dockerignore\n@@ -0,0 +1,2 @@\n+**/__pycache__\n+node_modules\n"));
    }

    /** What was found by trying to break builds with patches. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN apt-get update && apt-get install -y curl=1\nRUN apt-get install -y git=1\n",
                "RUN apt-get update && apt-get install -y curl=1;\n",
                "RUN apt-get update && apt-get install -y curl=1 # tools\n",
                "RUN --mount=type=secret,id=a apt-get update\nRUN apt-get install -y curl=1\n",
                "WORKDIR /a\nCOPY . .\nRUN npm ci && npm run build || echo skipped\n",
                "WORKDIR /a\nCOPY . .\nRUN npm ci && npm cache clean --force\n",
                "WORKDIR /a\nCOPY [\".\", \"./\"]\nRUN npm ci\n",
                "WORKDIR /a\nCOPY --chown=1 \\\n . .\nRUN npm ci\n",
                "WORKDIR /a\nENV npm_config_omit=dev\nCOPY . .\nRUN npm ci\n",
                "COPY . .\nARG GIT_SHA\nRUN ./build.sh\n"
            })
    void whatCouldBreakGetsNoPatch(String instructions) throws IOException {
        files("index.js", "build.sh");
        Files.writeString(context.resolve("package.json"), "{}");

        assertThat(findings("FROM scratch\n" + instructions, null))
                .allSatisfy(finding -> assertThat(finding.patch()).isNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN yarn --version",
                "RUN npm install -g typescript",
                "RUN npm install --global",
                "RUN pip install --constraint=c.txt -r requirements.txt",
                "RUN pip install -r requirements.txt --find-links=wheels",
                "RUN yarn --cwd=client"
            })
    void whatReadsOtherFilesIsNoInstallOfAManifest(String run) throws IOException {
        files("package.json", "requirements.txt", "index.js");

        assertThat(rules("FROM scratch\nWORKDIR /app\nCOPY . .\n" + run + "\n")).isEmpty();
    }

    @Test
    void aSecondInstallNeedsWhatWasBuiltBetween() throws IOException {
        files("package.json", "index.js");

        assertThat(rules("FROM scratch\nWORKDIR /a\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n"
                        + "RUN npm ci --omit=dev\n"))
                .isEmpty();
    }

    @Test
    void flagsThatMayHoldAPasswordAreNotRepeated() throws IOException {
        files("package.json", "index.js");

        assertThat(findings("FROM scratch\nWORKDIR /a\nCOPY . .\nRUN npm ci --//r/:_authToken=hunter2\n", null))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain("hunter2"));
    }

    @Test
    void anAssignmentInFrontHidesNoCommand() throws IOException {
        files("package.json", "index.js");

        assertThat(rules("FROM scratch\nWORKDIR /a\nCOPY . .\nRUN NODE_ENV=production npm ci\n"))
                .containsExactly(RuleName.COPY_BEFORE_INSTALL);
    }

    @Test
    void namedByACopyItIsWanted() throws IOException {
        files("package.json", "node_modules/a.js");

        assertThat(rules("FROM scratch\nCOPY package.json ./\nRUN npm ci\nCOPY node_modules node_modules\n"))
                .isEmpty();
    }

    private List<RuleName> rules(String dockerfile) throws IOException {
        return findings(dockerfile, null).stream().map(Finding::rule).toList();
    }

    private List<Finding> findings(String dockerfile, @Nullable List<Set<String>> commits) throws IOException {
        return Advice.of(MadeProject.of(dockerfile, context, commits));
    }

    private void files(String... paths) throws IOException {
        for (String path : paths) {
            Path file = context.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "\n");
        }
    }
}

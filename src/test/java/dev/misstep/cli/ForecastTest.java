package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.context.git.Commits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTest {
    private static final String WASTEFUL = """
            FROM node:22
            WORKDIR /app
            COPY . .
            RUN npm ci
            RUN npm run build
            """;

    @TempDir
    private Path home;

    @TempDir
    private Path context;

    private Commits commits;

    @BeforeEach
    void createRepository() throws IOException {
        commits = new Commits(context);
    }

    @AfterEach
    void close() {
        commits.close();
    }

    private Invocation.Result run(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "forecast";
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 1] = ".";
        return new Invocation(home).at(context).run(args);
    }

    private JsonNode forecast(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--format", "json"));
        Invocation.Result result = run(all.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        return result.json();
    }

    private Commits wasteful() throws IOException {
        return commits.file("Dockerfile", WASTEFUL)
                .file(".dockerignore", "*.md\n.git\n")
                .file("package.json", "{}")
                .file("package-lock.json", "{}")
                .file("index.js", "0");
    }

    /** {@code 4 miss cascade}: those that do not hit, by line. */
    private static List<String> fates(JsonNode commit) {
        List<String> fates = new ArrayList<>();
        for (JsonNode step : commit.path("steps")) {
            fates.add(step.path("dockerfileLine").asInt() + " "
                    + step.path("fate").asText() + " " + step.path("role").asText());
        }
        return fates;
    }

    @Test
    void everyCommitIsHeldAgainstTheOneBefore() throws IOException {
        wasteful().commit();
        commits.file("index.js", "1").commit();
        commits.file("README.md", "ignored").commit();
        commits.file("package.json", "{ }").commit();
        commits.file("Dockerfile", WASTEFUL.replace("run build", "run bundle")).commit();

        JsonNode forecast = forecast();

        assertThat(forecast.path("schema").asText()).isEqualTo("misstep-forecast/1");
        JsonNode replay = forecast.path("replay");
        assertThat(replay.findValuesAsText("state"))
                .containsExactly("first", "compared", "compared", "compared", "compared");
        assertThat(replay.findValuesAsText("kind"))
                .containsExactly("null", "sources", "outside", "manifests", "dockerfile");
        assertThat(fates(replay.path(1))).containsExactly("3 miss root", "4 miss cascade", "5 miss cascade");
        assertThat(replay.path(1).path("steps").path(0).path("cause").asText()).isEqualTo("context-files");
        assertThat(replay.path(1).path("steps").path(0).path("files").toString())
                .isEqualTo("[{\"path\":\"index.js\",\"change\":\"content\"}]");
        assertThat(fates(replay.path(2))).isEmpty();
        assertThat(fates(replay.path(3))).hasSize(3);
        // COPY . . takes the Dockerfile, too
        assertThat(fates(replay.path(4))).containsExactly("3 miss root", "4 miss cascade", "5 miss cascade");
        assertThat(forecast.path("misses").asInt()).isEqualTo(9);
    }

    @Test
    void installsAreCountedThatHadToAndThatHadNotTo() throws IOException {
        wasteful().commit();
        for (int i = 1; i <= 3; i++) {
            commits.file("index.js", "v" + i).commit();
        }
        commits.file("package.json", "{ }").commit();
        commits.file("README.md", "ignored").commit();

        JsonNode install = forecast().path("installs").path(0);

        assertThat(install.path("program").asText()).isEqualTo("npm");
        assertThat(install.path("reinstalled").asInt()).isEqualTo(4);
        assertThat(install.path("necessary").asInt()).isEqualTo(1);
        assertThat(run().out()).contains("Of 5 commits 4 reinstalled npm packages; 1 had to.");
    }

    @Test
    void adviceIsHeldAgainstTheSameCommits() throws IOException {
        wasteful().commit();
        for (int i = 1; i <= 3; i++) {
            commits.file("index.js", "v" + i).commit();
        }
        commits.file("package.json", "{ }").commit();
        Files.writeString(context.resolve("build.log"), """
                #5 [2/5] WORKDIR /app
                #5 DONE 0.1s
                #6 [3/5] COPY . .
                #6 DONE 0.5s
                #7 [4/5] RUN npm ci
                #7 DONE 20.0s
                #8 [5/5] RUN npm run build
                #8 DONE 3.0s
                """);

        JsonNode forecast = forecast("--times", "build.log");

        JsonNode simulation = forecast.path("simulations").path(0);
        assertThat(simulation.path("findings").findValuesAsText("rule")).containsExactly("copy-before-install");
        assertThat(simulation.path("before").path("installs").findValuesAsText("reinstalled"))
                .containsExactly("4");
        assertThat(simulation.path("after").path("installs").findValuesAsText("reinstalled"))
                .containsExactly("1");
        // three installs less, and in one commit a COPY more, which is taken for as slow as the other
        assertThat(simulation.path("savesSeconds").asDouble()).isEqualTo((3 * 20.0 - 0.5) / 4);
        JsonNode finding = forecast.path("findings").path(0);
        assertThat(finding.path("proof").asText()).isEqualTo("simulated");
        assertThat(finding.path("savesSeconds").asDouble()).isEqualTo(14.875);
        assertThat(forecast.path("seconds").asDouble()).isEqualTo(4 * 23.5);
        assertThat(forecast.path("unknownCost").asInt()).isZero();
    }

    @Test
    void commitsThatCannotBeBuiltAreToldApart() throws IOException {
        commits.file("README.md", "before the Dockerfile").commit();
        wasteful().commit();
        commits.file("Dockerfile", "FROM\n").commit();
        commits.file("Dockerfile", WASTEFUL).file("index.js", "1").commit();
        commits.gone("Dockerfile").commit();
        commits.file("Dockerfile", WASTEFUL).file(".dockerignore", "[\n").commit();
        commits.file(".dockerignore", "*.md\n.git\n").commit();

        JsonNode forecast = forecast();

        JsonNode replay = forecast.path("replay");
        assertThat(replay.findValuesAsText("state"))
                .containsExactly(
                        "no-dockerfile", "first", "unreadable", "compared", "no-dockerfile", "unreadable", "compared");
        assertThat(replay.path(2).path("problem").asText()).startsWith("Dockerfile: ");
        assertThat(fates(replay.path(3))).contains("4 miss cascade"); // since the last that could be built
        assertThat(fates(replay.path(6))).isEmpty();
        assertThat(forecast.path("commits").path("compared").asInt()).isEqualTo(2);
        assertThat(run().out())
                .contains("Not counted: 1 with nothing before it to compare with, 2 without the Dockerfile, 2");
    }

    @Test
    void theCommitBeforeTheFirstIsWhatThatIsComparedWith() throws IOException {
        wasteful().commit();
        commits.file("index.js", "1").commit();
        commits.file("index.js", "2").commit();

        JsonNode forecast = forecast("--commits", "1");

        assertThat(forecast.path("replay").findValuesAsText("state")).containsExactly("compared");
        assertThat(forecast.path("misses").asInt()).isEqualTo(3);
    }

    @Test
    void aStepIsOneThoughItsInstructionIsEdited() throws IOException {
        wasteful().commit();
        commits.file("Dockerfile", WASTEFUL.replace("npm ci", "npm ci --omit=dev"))
                .commit();
        commits.file("Dockerfile", WASTEFUL.replace("WORKDIR /app", "WORKDIR /app\nRUN apk add git"))
                .commit();

        List<String> steps = new ArrayList<>();
        for (JsonNode step : forecast().path("steps")) {
            steps.add(step.path("dockerfileLine").asText() + " "
                    + step.path("commits").asInt() + " " + step.path("misses").asInt());
        }

        assertThat(steps).containsExactly("2 2 0", "3 1 1", "4 2 2", "5 2 2", "6 2 2");
    }

    @Test
    void theContextMayBeADirectoryOfTheRepository() throws IOException {
        Files.createDirectories(context.resolve("app"));
        commits.file("app/Dockerfile", "FROM a\nCOPY x /x\n")
                .file("app/x", "1")
                .file("other", "1")
                .commit();
        commits.file("other", "2").commit();
        commits.file("app/x", "2").commit();
        commits.file("build/Dockerfile.dev", "FROM a\nRUN a\nCOPY x /x\n").commit();
        commits.file("app/x", "3").commit();
        commits.file("build/Dockerfile.dev.dockerignore", "x\n").commit();

        Invocation.Result result =
                new Invocation(home).at(context.resolve("app")).run("forecast", "--format", "json", ".");
        JsonNode replay = result.json().path("replay");
        assertThat(fates(replay.path(1))).isEmpty();
        assertThat(replay.path(1).path("kind").asText()).isEqualTo("outside");
        assertThat(fates(replay.path(2))).containsExactly("2 miss root");

        JsonNode other = new Invocation(home)
                .at(context)
                .run("forecast", "--format", "json", "--file", "build/Dockerfile.dev", "app")
                .json();
        assertThat(other.path("replay").findValuesAsText("state"))
                .containsExactly("no-dockerfile", "no-dockerfile", "no-dockerfile", "first", "compared", "compared");
        assertThat(fates(other.path("replay").path(4))).containsExactly("3 miss root");
        assertThat(other.path("replay").path(5).path("kind").asText()).isEqualTo("ignore-file");
        assertThat(fates(other.path("replay").path(5))).containsExactly("3 miss root"); // it is refused
    }

    @Test
    void theTimesOfTheHistoryCountWhereTheProjectIsTheSame() throws IOException {
        wasteful().commit();
        commits.file("index.js", "1").commit();
        Path log = Files.writeString(home.resolve("build.log"), """
                #7 [4/5] RUN npm ci
                #7 DONE 20.0s
                """);
        Invocation.Result kept = new Invocation(home)
                .at(context)
                .run("history", "import", "--project", context.toRealPath().toString(), log.toString());
        assertThat(kept.status()).as(kept.err()).isZero();

        JsonNode step = forecast().path("steps").path(2);

        assertThat(step.path("name").asText()).isEqualTo("[4/5] RUN npm ci");
        assertThat(step.path("eachSeconds").asDouble()).isEqualTo(20.0);
        assertThat(step.path("seconds").asDouble()).isEqualTo(20.0);
        assertThat(forecast("--project", "another")
                        .path("steps")
                        .path(2)
                        .path("eachSeconds")
                        .isNull())
                .isTrue();
        assertThat(run("--builder-kind", "classic", "--format", "json")
                        .json()
                        .path("seconds")
                        .isNull())
                .isTrue();
    }

    @Test
    void whatCannotBeForecastIsOneLine() throws IOException {
        Path other = Files.createDirectories(home.resolve("no-repository"));
        assertThat(new Invocation(home).at(other).run("forecast", ".").status()).isEqualTo(ExitStatus.INPUT);

        Invocation.Result none = run();
        assertThat(none.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(none.err()).contains("without commits").hasLineCount(1);

        commits.file("a", "1").commit();
        Invocation.Result noDockerfile = run();
        assertThat(noDockerfile.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(noDockerfile.err())
                .contains("none of the last 1 commits has it")
                .hasLineCount(1);

        assertThat(run("--commits", "0").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--file", "-").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--platform", "linux/amd64,linux/arm64").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--file", "/elsewhere/Dockerfile").status()).isEqualTo(ExitStatus.INPUT);
    }

    @Test
    void filesAreWrittenWhereTheUserNamesThemAndNowhereElse() throws IOException {
        wasteful().commit();
        commits.file("index.js", "<b>").commit();

        Invocation.Result result = run("--json", "out/f.json", "--markdown", "out/f.md", "--format", "markdown");

        assertThat(result.status()).isZero();
        assertThat(context.resolve("out/f.md")).hasContent(result.out());
        assertThat(result.out())
                .startsWith("### What the last 2 commits")
                .contains("| `3/5 COPY . .` | `index.js` (1) | 1 | 1 | 0 | – |");
        assertThat(Files.readString(context.resolve("out/f.json")))
                .isEqualTo(run("--format", "json").out());
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }
}

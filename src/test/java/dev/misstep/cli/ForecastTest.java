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
}

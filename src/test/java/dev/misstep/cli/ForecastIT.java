package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.context.git.Commits;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is forecast of commits, and what the engine does when they are built one after the other. */
class ForecastIT {
    private static final String DOCKERFILE = """
            FROM busybox:1 AS made
            WORKDIR /w
            COPY package*.json ./
            RUN cat package.json > installed
            COPY src src
            RUN cat src/* > made
            FROM busybox:1
            COPY docs /docs
            COPY --from=made /w/installed /w/made /
            RUN ls /docs
            """;

    private final String unique = UUID.randomUUID().toString();
    private final List<List<String>> built = new ArrayList<>();

    @TempDir
    private Path home;

    @TempDir
    private Path context;

    static Stream<Arguments> builders() {
        return EngineUnderTest.allWith(List.of(BuilderKind.values()));
    }

    @AfterEach
    void removeImages() throws Exception {
        for (EngineUnderTest engine : EngineUnderTest.all().toList()) {
            engine.removeImages(label());
        }
    }

    private String label() {
        return "dev.misstep.test=" + unique;
    }

    private void write(Commits commits, String path, String content) throws IOException {
        commits.file(path, content);
        Path file = context.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path folder = context.relativize(file).getName(0);
        if (Files.isDirectory(context.resolve(folder))) { // none lies deeper
            Files.setPosixFilePermissions(context.resolve(folder), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private JsonNode run(EngineUnderTest engine, BuilderKind builder, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--format", "json", "--builder-kind", builder.label(), "--label", label(), "."));
        Invocation.Result result = new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", engine.connection().address().host().toString())
                .run(all.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        return result.json();
    }

    /** Commits, and builds what is committed. */
    private void build(Commits commits, EngineUnderTest engine, BuilderKind builder) throws IOException {
        commits.commit();
        JsonNode report = run(engine, builder, "profile", "--runs", "1");
        List<String> steps = new ArrayList<>();
        for (JsonNode vertex : report.path("builds").path(0).path("vertices")) {
            // the classic builder has a step for --label, too
            if (vertex.path("step").asBoolean() && vertex.path("dockerfileLine").isInt()) {
                boolean hit = vertex.path("status").asText().equals("cached");
                String why = hit ? "" : " " + cause(report, vertex.path("id").asText());
                steps.add(vertex.path("dockerfileLine").asText() + (hit ? " hit" : " miss") + why);
            }
        }
        built.add(steps);
    }

    private static String cause(JsonNode report, String vertex) {
        for (JsonNode miss : report.path("misses")) {
            if (miss.path("vertex").asText().equals(vertex)) {
                return miss.path("role").asText() + " " + miss.path("cause").asText() + " "
                        + miss.path("files").findValuesAsText("path");
            }
        }
        return "untold";
    }

    /** Of each commit the steps that do not hit, as {@link #build} has them; what depends is open. */
    private List<List<String>> forecast(EngineUnderTest engine, BuilderKind builder) {
        List<List<String>> all = new ArrayList<>();
        for (JsonNode commit : run(engine, builder, "forecast").path("replay")) {
            List<String> steps = new ArrayList<>();
            for (JsonNode step : commit.path("steps")) {
                boolean open = step.path("fate").asText().equals("depends");
                steps.add(step.path("dockerfileLine").asText()
                        + (open
                                ? " open"
                                : " miss " + step.path("role").asText() + " "
                                        + step.path("cause").asText() + " "
                                        + step.path("files").findValuesAsText("path")));
            }
            all.add(steps);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("builders")
    void whatIsForecastHappens(EngineUnderTest engine, BuilderKind builder) throws Exception {
        try (Commits commits = new Commits(context)) {
            write(commits, "Dockerfile", DOCKERFILE);
            write(commits, ".dockerignore", ".git\n*.md\n");
            write(commits, "package.json", "{}" + unique);
            write(commits, "src/a", "1" + unique);
            write(commits, "docs/text", "1" + unique);
            build(commits, engine, builder);
            write(commits, "src/a", "2" + unique);
            build(commits, engine, builder);
            write(commits, "README.md", "ignored");
            build(commits, engine, builder);
            write(commits, "docs/text", "2" + unique);
            build(commits, engine, builder);
            write(commits, "package-lock.json", unique);
            build(commits, engine, builder);
            write(commits, "Dockerfile", DOCKERFILE.replace("cat package.json", "cat package-lock.json"));
            build(commits, engine, builder);
            write(commits, "src/a", "1" + unique);
            write(commits, "src/b", "new" + unique);
            build(commits, engine, builder);
            write(commits, "docs/text", "1" + unique); // as it was at first
            build(commits, engine, builder);
            write(commits, ".dockerignore", ".git\n*.md\nsrc/b\n");
            build(commits, engine, builder);
            write(commits, "Dockerfile", DOCKERFILE);
            build(commits, engine, builder);
        }

        List<List<String>> forecast = forecast(engine, builder);

        assertThat(forecast).hasSize(10);
        for (int i = 1; i < 10; i++) {
            List<String> ran =
                    built.get(i).stream().filter(step -> !step.endsWith("hit")).toList();
            List<String> open = forecast.get(i).stream()
                    .filter(step -> step.endsWith("open"))
                    .map(step -> step.substring(0, step.indexOf(' ') + 1))
                    .toList();
            assertThat(ran.stream()
                            .filter(step -> open.stream().noneMatch(step::startsWith))
                            .toList())
                    .as("commit " + i)
                    .containsExactlyInAnyOrderElementsOf(forecast.get(i).stream()
                            .filter(step -> !step.endsWith("open"))
                            .toList());
        }
    }
}

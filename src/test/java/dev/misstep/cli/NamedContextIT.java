package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files from other build contexts ({@code --build-context}), as foretold, as the engine has it, and as explained. */
class NamedContextIT {
    private final String unique = UUID.randomUUID().toString();

    @TempDir
    private Path home;

    @TempDir
    private Path context;

    @TempDir
    private Path assets;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @BeforeEach
    void makeContexts() throws IOException {
        Files.createDirectories(assets.resolve("css"));
        write(assets, "css/a.css", unique);
        write(assets, "css/ignored", unique);
        write(assets, "tool", unique);
        write(assets, "readme", unique);
        write(assets, ".dockerignore", "css/ignored\n");
        write(context, "conf", unique);
        write(context, "Dockerfile", """
                FROM busybox:1
                COPY conf /conf
                COPY --from=assets css /css
                RUN --mount=type=bind,from=assets,source=tool,target=/tool cat /tool > /made
                """);
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

    private static void write(Path directory, String path, String content) throws IOException {
        Files.writeString(directory.resolve(path), content);
    }

    private Invocation.Result run(EngineUnderTest engine, List<String> command) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--format", "json", "--builder-kind", "buildkit", "--label", label()));
        all.addAll(List.of("--build-context", "assets=" + assets, "."));
        return new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", engine.connection().address().host().toString())
                .run(all.toArray(String[]::new));
    }

    private static JsonNode good(Invocation.Result result) {
        assertThat(result.status()).as(result.err()).isZero();
        return result.json();
    }

    private List<String> predicted(EngineUnderTest engine) {
        return StepFates.predicted(good(run(engine, List.of("context", "--predict"))));
    }

    /** What is foretold happens; returns the roots that are named. */
    private List<String> after(EngineUnderTest engine, List<String> fates) {
        assertThat(predicted(engine)).containsExactlyElementsOf(fates);
        JsonNode report = good(run(engine, List.of("profile", "--runs", "1")));
        assertThat(StepFates.built(report)).containsExactlyInAnyOrderElementsOf(fates);
        return StepFates.roots(report);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void filesOfAnotherContextAreComparedAsThoseOfTheFirst(EngineUnderTest engine) throws Exception {
        if (engine.connection().facts().version().startsWith("20.")) {
            // its frontend knows of no other contexts, and asks the registry for an image of that name
            assertThat(run(engine, List.of("profile", "--runs", "1")).status()).isEqualTo(ExitStatus.BUILD_FAILED);
            return;
        }
        good(run(engine, List.of("profile", "--runs", "1")));
        assertThat(after(engine, List.of("2 hit", "3 hit", "4 hit"))).isEmpty();

        write(assets, "css/ignored", "other");
        write(assets, "readme", "other");
        assertThat(after(engine, List.of("2 hit", "3 hit", "4 hit"))).isEmpty();

        write(assets, "tool", "other " + unique);
        assertThat(after(engine, List.of("2 hit", "3 hit", "4 miss")))
                .containsExactly("context-files proven assets:tool");

        write(assets, "css/b.css", unique);
        assertThat(after(engine, List.of("2 hit", "3 miss", "4 miss")))
                .containsExactly("context-files proven assets:css/b.css");

        write(assets, "tool", unique);
        Files.delete(assets.resolve("css/b.css")); // as it was built first
        assertThat(after(engine, List.of("2 hit", "3 hit", "4 hit"))).isEmpty();
    }
}

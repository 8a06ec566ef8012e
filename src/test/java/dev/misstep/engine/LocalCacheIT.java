package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.engine.http2.MisstepThreads;
import dev.misstep.log.BuildListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Caches in a directory of this machine, exported by engines that can, and imported by all. */
@Timeout(180)
class LocalCacheIT {
    private final String unique = UUID.randomUUID().toString();
    private final MisstepThreads threads = MisstepThreads.now();
    private final String dockerfile = """
            FROM busybox:1
            RUN echo %1$s one >/one
            COPY a /a
            RUN cat /one /a >/two
            """.formatted(unique);

    @TempDir
    Path directory;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        threads.assertNoneLeft();
    }

    private BuildSettings settings(boolean imports, boolean exports, String mode) {
        CacheOption from = CacheOption.parse("type=local,src=" + directory);
        CacheOption to = CacheOption.parse("type=local,mode=" + mode + ",dest=" + directory);
        return new BuildSettings(
                null,
                Map.of(),
                Map.of(),
                null,
                false,
                List.of(),
                false,
                null,
                List.of(),
                List.of(),
                imports ? List.of(from) : List.of(),
                exports ? List.of(to) : List.of(),
                Map.of(),
                List.of());
    }

    private BuildResult build(EngineUnderTest engine, BuildSettings settings) throws Exception {
        BuildResult built = new BuildKitBuilder(engine.connection())
                .build(
                        new BuildRequest(
                                "test",
                                Contexts.directories(dockerfile, Contexts.text("a", unique)),
                                "Dockerfile",
                                settings,
                                List.of(),
                                BuilderKind.BUILDKIT),
                        BuildListener.NONE,
                        new Cancellation());
        if (built.imageId() != null) {
            engine.connection().removeImage(built.imageId());
        }
        return built;
    }

    private static List<Status> steps(BuildResult built) {
        return built.build().vertices().stream()
                .filter(vertex -> vertex.name().text().matches("\\[\\d/\\d] (RUN|COPY).*"))
                .map(Vertex::status)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aCacheIsExportedAndImported(EngineUnderTest engine) throws Exception {
        if (!engine.connection().facts().containerd()) {
            assertThat(EngineLimits.refused(
                            settings(false, true, "max"), engine.connection().facts()))
                    .singleElement()
                    .extracting(EngineLimits.Refusal::option)
                    .isEqualTo("--cache-to");
            return;
        }
        BuildResult first = build(engine, settings(false, true, "max"));
        assertThat(first.error()).isNull();
        assertThat(first.build().diagnostics()).isEmpty();
        assertThat(directory.resolve("index.json")).content().contains("\"latest\"");
        assertThat(steps(first)).containsOnly(Status.EXECUTED);
        try (Stream<Path> ingests = Files.list(directory.resolve("ingest"))) {
            assertThat(ingests).isEmpty();
        }
        try (EngineStore store = new EngineStore(engine.connection())) {
            store.prune(store.records(unique));
            store.prune(store.records("[3/4] COPY a /a"));
            store.prune(store.records("cat /one /a"));
        }

        BuildResult second = build(engine, settings(true, true, "max"));

        assertThat(second.error()).isNull();
        assertThat(steps(second)).hasSize(3).containsOnly(Status.CACHED, Status.PULLED);
        assertThat(second.build().diagnostics()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aCacheThatIsNotThereIsNamedAndDoesNoHarm(EngineUnderTest engine) throws Exception {
        BuildResult built = build(engine, settings(true, false, "max"));

        assertThat(built.error()).isNull();
        assertThat(built.build().diagnostics())
                .singleElement()
                .extracting(diagnostic -> diagnostic.message())
                .isEqualTo("the cache in " + directory + " is not imported: it has no cache with tag latest");
    }
}

package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.misstep.build.Outcome;
import dev.misstep.log.BuildListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class ClassicBuilderIT {
    private final String unique = UUID.randomUUID().toString();

    private final Map<String, EngineUnderTest> images = new LinkedHashMap<>();

    /** With all they were made of, which is the cache of this builder. */
    @AfterEach
    void removeImages() throws Exception {
        for (Map.Entry<String, EngineUnderTest> image : images.entrySet()) {
            try (DockerHttpClient http = image.getValue().connection().newClient()) {
                image.getValue()
                        .connection()
                        .dockerOver(http)
                        .removeImageCmd(image.getKey())
                        .exec();
            }
        }
    }

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void linesComeWholeAndInOrder(EngineUnderTest engine) {
        RecordedBuild recorded = new RecordedBuild();

        BuildResult result = build(
                engine,
                request(
                        "FROM busybox:1\nCOPY a.txt /a.txt\nRUN cat /a.txt; printf 'no end'\n",
                        Contexts.text("a.txt", unique)),
                recorded);

        assertThat(result.error()).isNull();
        assertThat(result.imageId()).startsWith("sha256:").hasSize(71);
        assertThat(recorded.lines)
                .startsWith("Step 1/3 : FROM busybox:1")
                .contains("Step 2/3 : COPY a.txt /a.txt", "Step 3/3 : RUN cat /a.txt; printf 'no end'")
                .anySatisfy(line -> assertThat(line).startsWith(unique + "no end"));
        assertThat(recorded.lines.get(recorded.lines.size() - 1))
                .isEqualTo(
                        "Successfully built " + String.valueOf(result.imageId()).substring(7, 19));
        assertThat(recorded.times).isSorted().hasSize(recorded.lines.size() + 1);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theSecondBuildUsesTheCache(EngineUnderTest engine) {
        BuildRequest request = request("FROM busybox:1\nRUN echo " + unique + "\n");
        RecordedBuild second = new RecordedBuild();

        BuildResult result = build(engine, request, new RecordedBuild());
        BuildResult again = build(engine, request, second);

        assertThat(second.lines).contains(" ---> Using cache");
        assertThat(again.imageId()).isEqualTo(result.imageId());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void optionsReachTheBuilder(EngineUnderTest engine) {
        String dockerfile = """
                FROM busybox:1 AS wanted
                ARG SOME
                RUN echo "got <$SOME>"; cat /etc/hosts
                FROM wanted
                RUN echo never
                """;
        BuildRequest request = new BuildRequest(
                "test",
                Contexts.archive("FROM scratch\n", Contexts.text("sub/My Dockerfile", dockerfile)),
                "sub/My Dockerfile",
                new BuildSettings(
                        "wanted",
                        Map.of("SOME", "ä & b=" + unique),
                        Map.of("dev.misstep.label", unique),
                        null,
                        true,
                        List.of(),
                        false,
                        null,
                        List.of("some.host:10.1.2.3"),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of()),
                List.of(),
                BuilderKind.CLASSIC);
        RecordedBuild recorded = new RecordedBuild();

        BuildResult result = build(engine, request, recorded);

        assertThat(result.error()).isNull();
        assertThat(recorded.output())
                .contains("got <ä & b=" + unique + ">")
                .containsPattern("10\\.1\\.2\\.3\\s+some\\.host")
                .doesNotContain("never");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aFailingStepIsAResultAndLeavesNoContainer(EngineUnderTest engine) throws Exception {
        BuildResult result =
                build(engine, request("FROM busybox:1\nRUN echo " + unique + "; exit 7\n"), new RecordedBuild());

        assertThat(result.error()).contains("returned a non-zero code: 7");
        assertThat(result.build().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.imageId()).isNull();
        assertThat(result.connectionLost()).isFalse();
        assertThat(containers(engine))
                .noneMatch(container -> container.getCommand().contains(unique));
    }

    /** Each stage has an image; only the last one's is the build's. */
    @ParameterizedTest
    @MethodSource("engines")
    void aFailureInALaterStageIsNoSuccess(EngineUnderTest engine) {
        BuildResult result = build(
                engine,
                request("FROM busybox:1\nRUN echo " + unique + "\nFROM busybox:1\nRUN exit 3\n"),
                new RecordedBuild());

        assertThat(result.succeeded()).isFalse();
        assertThat(result.imageId()).isNull();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatTheEngineRefusesIsToldInItsWords(EngineUnderTest engine) {
        BuildResult result = build(engine, request("FROM busybox:1\nRUN true\nRUNN false\n"), new RecordedBuild());

        assertThat(result.error()).contains("unknown instruction: RUNN").contains("line 3");
        assertThat(result.connectionLost()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void cancelingStopsTheEngineToo(EngineUnderTest engine) throws Exception {
        String seconds = "60." + Math.floorMod(unique.hashCode(), 1_000_000);
        RecordedBuild recorded = new RecordedBuild("begun");
        Cancellation cancellation = new Cancellation();
        BuildRequest request = request("FROM busybox:1\nRUN sleep " + seconds + " & echo begun; wait\n");
        CompletableFuture<BuildResult> building = CompletableFuture.supplyAsync(
                () -> builder(engine.connection(), recorded).build(request, BuildListener.NONE, cancellation));
        recorded.await();
        assertThat(EngineUnderTest.processRuns("sleep", seconds)).isTrue();

        Instant before = Instant.now();
        cancellation.cancel();

        BuildResult result = building.get(30, TimeUnit.SECONDS);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(result.canceled()).isTrue();
        assertThat(result.build().outcome()).isEqualTo(Outcome.CANCELED);
        // with the connection gone, only the list of containers tells when the engine has cleared up
        Instant patience = Instant.now().plusSeconds(20);
        while (containers(engine).stream()
                .anyMatch(container -> container.getCommand().contains(seconds))) {
            assertThat(Instant.now()).isBefore(patience);
        }
        assertThat(EngineUnderTest.processRuns("sleep", seconds)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatWasSeenIsKeptWhenTheEngineGoesAway(EngineUnderTest engine) throws Exception {
        RecordedBuild recorded = new RecordedBuild("begun");
        String dockerfile = "FROM busybox:1\nRUN true\nFROM busybox:1\nRUN echo begun " + unique + "; sleep 5\n";
        try (CuttableProxy proxy = CuttableProxy.to(engine.connection().address());
                EngineConnection connection = EngineConnection.open(
                        proxy.address(), engine.connection().credentials())) {
            CompletableFuture<BuildResult> building = CompletableFuture.supplyAsync(() ->
                    builder(connection, recorded).build(request(dockerfile), BuildListener.NONE, new Cancellation()));
            recorded.await();

            proxy.cut();

            BuildResult result = building.get(30, TimeUnit.SECONDS);
            assertThat(result.connectionLost()).isTrue();
            assertThat(result.error()).startsWith("the connection to the engine broke: ");
            assertThat(result.build().outcome()).isEqualTo(Outcome.INCOMPLETE);
            assertThat(recorded.lines).contains("Step 3/4 : FROM busybox:1");
        }
    }

    private static List<Container> containers(EngineUnderTest engine) throws Exception {
        try (DockerHttpClient http = engine.connection().newClient()) {
            return engine.connection()
                    .dockerOver(http)
                    .listContainersCmd()
                    .withShowAll(true)
                    .exec();
        }
    }

    private static BuildRequest request(String dockerfile, TarItem... items) {
        return Contexts.request(BuilderKind.CLASSIC, dockerfile, items);
    }

    private BuildResult build(EngineUnderTest engine, BuildRequest request, RecordedBuild recorded) {
        BuildResult result =
                builder(engine.connection(), recorded).build(request, BuildListener.NONE, new Cancellation());
        if (result.imageId() != null) {
            images.put(result.imageId(), engine);
        }
        return result;
    }

    private static ClassicBuilder builder(EngineConnection connection, RecordedBuild recorded) {
        return new ClassicBuilder(connection, InstantSource.system(), listener -> recorded);
    }
}

package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.log.BuildListener;
import dev.misstep.log.LogReader;
import dev.misstep.log.StatusDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
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
class BuildKitBuilderIT {
    /** Makes the steps of each test run anew, whatever the engine's cache holds. */
    private final String unique = UUID.randomUUID().toString();

    private final Map<String, EngineConnection> images = new LinkedHashMap<>();

    /** The cache stays: the engine's owner limits that. */
    @AfterEach
    void removeImages() throws Exception {
        for (Map.Entry<String, EngineConnection> image : images.entrySet()) {
            image.getValue().removeImage(image.getKey());
        }
    }

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void buildsAndFindsEverythingInTheCacheTheSecondTime(EngineUnderTest engine) throws Exception {
        String dockerfile = "FROM busybox:1\nCOPY a.txt /a.txt\nRUN cat /a.txt && echo ran\n";
        RecordedBuild first = new RecordedBuild();
        RecordedBuild second = new RecordedBuild();

        BuildResult result = build(engine, request(dockerfile, Contexts.text("a.txt", unique)), first);
        BuildResult again = build(engine, request(dockerfile, Contexts.text("a.txt", unique)), second);

        assertThat(result.error()).isNull();
        assertThat(result.build().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.imageId()).startsWith("sha256:").hasSize(71);
        assertThat(first.output()).contains(unique + "ran");
        assertThat(first.cached())
                .containsOnly(
                        entry("[2/3] COPY a.txt /a.txt", false), entry("[3/3] RUN cat /a.txt && echo ran", false));
        assertThat(again.imageId()).isEqualTo(result.imageId());
        assertThat(second.cached()).hasSize(2).doesNotContainValue(false);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void removingTheImageLeavesTheCacheAlone(EngineUnderTest engine) throws Exception {
        String dockerfile = "FROM busybox:1\nCOPY a.txt /a.txt\nRUN cat /a.txt >/b.txt\nWORKDIR /w\nRUN date >c.txt\n";
        BuildRequest request = request(dockerfile, Contexts.text("a.txt", unique));
        String image = built(build(engine, request, new RecordedBuild()));

        assertThat(engine.connection().removeImage(image)).isTrue();
        assertThat(engine.connection().hasImage(image, null)).isFalse();
        RecordedBuild second = new RecordedBuild();
        String same = built(build(engine, request, second));

        assertThat(second.cached()).hasSize(4).doesNotContainValue(false);
        assertThat(same).isEqualTo(image);
        assertThat(engine.connection().removeImage(image)).isTrue();
        assertThat(engine.connection().removeImage(image)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anImageThatSomebodyNamedIsNotRemoved(EngineUnderTest engine) throws Exception {
        String name = "misstep-test:" + unique;
        String dockerfile = "FROM busybox:1\nCOPY a.txt /a.txt\n";
        BuildRequest plain = request(dockerfile, Contexts.text("a.txt", unique));
        String image = built(build(engine, tagged(plain, name), new RecordedBuild()));

        // the user's image and the result of a build without a name are one and the same
        assertThat(built(build(engine, plain, new RecordedBuild()))).isEqualTo(image);
        assertThat(engine.connection().removeImage(image)).isFalse();
        assertThat(engine.connection().hasImage(name, null)).isTrue();

        engine.connection()
                .dockerOver(engine.connection().newClient())
                .removeImageCmd(name)
                .exec();
        assertThat(engine.connection().hasImage(name, null)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void optionsReachTheBuilder(EngineUnderTest engine) throws Exception {
        String dockerfile = """
                FROM busybox:1 AS wanted
                ARG SOME
                RUN echo "got <$SOME>"; cat /etc/hosts
                FROM wanted
                RUN echo never
                """;
        BuildRequest request = new BuildRequest(
                "test",
                Contexts.directories("FROM scratch\n", Contexts.text("My Dockerfile", dockerfile)),
                "My Dockerfile",
                new BuildSettings(
                        "wanted",
                        Map.of("SOME", "ä & b=" + unique),
                        Map.of("dev.misstep.label", unique),
                        engine.connection().facts().platform(),
                        true,
                        List.of(),
                        false,
                        "none",
                        List.of("some.host:10.1.2.3"),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of()),
                List.of(),
                BuilderKind.BUILDKIT);
        RecordedBuild recorded = new RecordedBuild();

        String image = built(build(engine, request, recorded));

        assertThat(recorded.output())
                .contains("got <ä & b=" + unique + ">")
                .containsPattern("10\\.1\\.2\\.3\\s+some\\.host");
        assertThat(recorded.output()).doesNotContain("never");
        assertThat(engine.connection()
                        .dockerOver(engine.connection().newClient())
                        .inspectImageCmd(image)
                        .exec()
                        .getConfig()
                        .getLabels())
                .containsEntry("dev.misstep.label", unique);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aFailingStepIsAResultWithTheEnginesWords(EngineUnderTest engine) throws Exception {
        RecordedBuild recorded = new RecordedBuild();

        BuildResult result = build(engine, request("FROM busybox:1\nRUN echo " + unique + "; exit 7\n"), recorded);

        assertThat(result.error()).contains("exit code: 7");
        assertThat(result.build().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.build().error()).isEqualTo(result.error());
        assertThat(result.imageId()).isNull();
        assertThat(result.canceled()).isFalse();
        assertThat(result.connectionLost()).isFalse();
        assertThat(recorded.errors()).anySatisfy(error -> assertThat(error).contains("exit code: 7"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aDockerfileThatMakesNoSenseIsToldWithItsLine(EngineUnderTest engine) {
        BuildResult result = build(engine, request("FROM busybox:1\nRUN true\nRUNN false\n"), new RecordedBuild());

        assertThat(result.error()).contains("unknown instruction: RUNN").contains("line 3");
        assertThat(result.connectionLost()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aRequestTheEngineRefusesIsToldInItsWords(EngineUnderTest engine) {
        BuildRequest request = request("FROM busybox:1\n");

        BuildResult result = build(engine, tagged(request, "Not A Name"), new RecordedBuild());

        assertThat(result.error()).contains("invalid reference format");
        assertThat(result.build().outcome()).isEqualTo(Outcome.FAILED);
    }

    /** The engine says no before it has read the context, and hangs up. */
    @ParameterizedTest
    @MethodSource("engines")
    void aRefusalIsHeardEvenWhileABigContextIsSent(EngineUnderTest engine) {
        TarItem big = TarItem.file("big", 0644, Contexts.TIME, new byte[50_000_000]);

        BuildResult result =
                build(engine, tagged(request("FROM busybox:1\nCOPY big /\n", big), "Not A Name"), new RecordedBuild());

        assertThat(result.error()).contains("invalid reference format");
        assertThat(result.connectionLost()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void longAndForeignNamesArrive(EngineUnderTest engine) {
        String longName = "A".repeat(120) + "/" + "b".repeat(200) + "/ünï.txt";
        RecordedBuild recorded = new RecordedBuild();

        BuildResult result = build(
                engine,
                request("FROM busybox:1\nCOPY . /x\nRUN cat /x/A*/b*/*.txt\n", Contexts.text(longName, unique)),
                recorded);

        assertThat(result.error()).isNull();
        assertThat(recorded.output()).contains(unique);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aFileThatCannotBeReadEndsTheBuildWithItsReason(EngineUnderTest engine) {
        TarItem gone = TarItem.file("gone.txt", 0644, 3, Contexts.TIME, () -> {
            throw new NoSuchFileException("gone.txt");
        });

        BuildResult result = build(
                engine,
                request("FROM busybox:1\nCOPY gone.txt /\nRUN echo " + unique + "\n", gone),
                new RecordedBuild());

        assertThat(result.error())
                .isEqualTo("the build context could not be read: gone.txt: it went away while it was read");
        assertThat(result.build().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.connectionLost()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void cancelingStopsTheEngineToo(EngineUnderTest engine) throws Exception {
        String seconds = "60." + Math.floorMod(unique.hashCode(), 1_000_000);
        RecordedBuild recorded = new RecordedBuild("begun");
        Cancellation cancellation = new Cancellation();
        BuildRequest request =
                request("FROM busybox:1\nRUN sleep " + seconds + " & echo begun; wait\n", Contexts.text("a", unique));
        CompletableFuture<BuildResult> building =
                CompletableFuture.supplyAsync(() -> new BuildKitBuilder(engine.connection(), listener -> recorded)
                        .build(request, BuildListener.NONE, cancellation));
        recorded.await();
        assertThat(EngineUnderTest.processRuns("sleep", seconds)).isTrue();

        Instant before = Instant.now();
        cancellation.cancel();

        BuildResult result = building.get(30, TimeUnit.SECONDS);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(result.canceled()).isTrue();
        assertThat(result.build().outcome()).isEqualTo(Outcome.CANCELED);
        assertThat(result.imageId()).isNull();
        assertThat(EngineUnderTest.processRuns("sleep", seconds)).isFalse();
        assertThat(recorded.errors()).anySatisfy(error -> assertThat(error).endsWith("context canceled"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void cancelingWorksWhileTheContextIsSent(EngineUnderTest engine) throws Exception {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Boolean> sending = new CompletableFuture<>();
        TarItem endless = TarItem.file("endless", 0644, 1L << 40, Contexts.TIME, () -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("one by one would take too long");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                sending.complete(true);
                return length;
            }
        });
        CompletableFuture<BuildResult> building = CompletableFuture.supplyAsync(
                () -> new BuildKitBuilder(engine.connection(), listener -> new RecordedBuild())
                        .build(request("FROM busybox:1\nCOPY endless /\n", endless), BuildListener.NONE, cancellation));
        sending.get(30, TimeUnit.SECONDS);

        cancellation.cancel();

        assertThat(building.get(30, TimeUnit.SECONDS).canceled()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aBuildCanceledBeforehandIsNotBegun(EngineUnderTest engine) {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        RecordedBuild recorded = new RecordedBuild();

        BuildResult result = new BuildKitBuilder(engine.connection(), listener -> recorded)
                .build(request("FROM busybox:1\nRUN echo " + unique + "\n"), BuildListener.NONE, cancellation);

        assertThat(result.canceled()).isTrue();
        assertThat(recorded.statuses).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatWasSeenIsKeptWhenTheEngineGoesAway(EngineUnderTest engine) throws Exception {
        RecordedBuild recorded = new RecordedBuild("begun");
        String dockerfile = "FROM busybox:1\nRUN echo begun " + unique + "; sleep 5\n";
        try (CuttableProxy proxy = CuttableProxy.to(engine.connection().address());
                EngineConnection connection = EngineConnection.open(
                        proxy.address(), engine.connection().credentials())) {
            CompletableFuture<BuildResult> building =
                    CompletableFuture.supplyAsync(() -> new BuildKitBuilder(connection, listener -> recorded)
                            .build(request(dockerfile), BuildListener.NONE, new Cancellation()));
            recorded.await();

            proxy.cut();

            BuildResult result = building.get(30, TimeUnit.SECONDS);
            assertThat(result.connectionLost()).isTrue();
            assertThat(result.error()).startsWith("the connection to the engine broke: ");
            assertThat(result.build().outcome()).isEqualTo(Outcome.INCOMPLETE);
            assertThat(result.build().diagnostics())
                    .singleElement()
                    .satisfies(note -> assertThat(note.message()).isEqualTo(result.error()));
            assertThat(recorded.cached()).isNotEmpty();
        }
    }

    /** Engines give the same messages to those who build without a session, as JSON that may be saved. */
    @ParameterizedTest
    @MethodSource("engines")
    void theSameAnswerSavedAndReadLaterTellsTheSame(EngineUnderTest engine) throws Exception {
        String dockerfile = "FROM busybox:1\nRUN echo " + unique + "; date\nWORKDIR /w\nRUN echo 1 >&2; false\n";
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        Contexts.archive(dockerfile).body().writeTo(archive);
        byte[] saved;
        try (DockerHttpClient http = engine.connection().newClient();
                DockerHttpClient.Response answer = http.execute(DockerHttpClient.Request.builder()
                        .method(DockerHttpClient.Request.Method.POST)
                        .path(engine.connection().path("/build?version=2"))
                        .putHeader("Content-Type", "application/x-tar")
                        .bodyBytes(archive.toByteArray())
                        .build())) {
            saved = answer.getBody().readAllBytes();
        }
        StatusSink sink = StatusSink.assembling(BuildListener.NONE);
        String error = null;
        MappingIterator<JsonNode> items =
                new ObjectMapper().readerFor(JsonNode.class).readValues(saved);
        while (items.hasNextValue()) {
            JsonNode item = items.nextValue();
            if (item.path("id").asText().equals("moby.buildkit.trace")) {
                sink.accept(StatusDecoder.decode(item.path("aux").binaryValue()));
            }
            error = item.path("error").isTextual() ? item.path("error").asText() : error;
        }
        Build live = sink.finish("test", error, true);

        List<Build> read = LogReader.read("answer.json", new ByteArrayInputStream(saved));

        assertThat(live.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(read).hasSize(1);
        assertThat(read.get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(read.get(0).startedAt()).isEqualTo(live.startedAt());
        assertThat(read.get(0).vertices())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("line")
                .isEqualTo(live.vertices());
    }

    private static BuildRequest request(String dockerfile, TarItem... items) {
        return Contexts.request(BuilderKind.BUILDKIT, dockerfile, items);
    }

    private static BuildRequest tagged(BuildRequest request, String tag) {
        return new BuildRequest(
                request.source(),
                request.context(),
                request.dockerfile(),
                request.settings().withTags(List.of(tag)),
                List.of(),
                request.builder());
    }

    private BuildResult build(EngineUnderTest engine, BuildRequest request, RecordedBuild recorded) {
        BuildResult result = new BuildKitBuilder(engine.connection(), listener -> recorded)
                .build(request, BuildListener.NONE, new Cancellation());
        if (result.imageId() != null) {
            images.put(result.imageId(), engine.connection());
        }
        return result;
    }

    private static String built(BuildResult result) {
        assertThat(result.error()).isNull();
        return String.valueOf(result.imageId());
    }
}

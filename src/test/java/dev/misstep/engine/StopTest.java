package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Outcome;
import dev.misstep.log.BuildListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that does not end a build, even when it is told to. */
@Timeout(60)
class StopTest {
    @TempDir
    Path home;

    @ParameterizedTest(name = "answers at all: {0}")
    @ValueSource(booleans = {true, false})
    void aCanceledBuildOfBuildKitEndsEvenIfTheEngineHangs(boolean answersAtAll) throws Exception {
        CountDownLatch building = new CountDownLatch(1);
        try (SilentEngine engine = SilentEngine.start(answersAtAll, building);
                EngineConnection connection = connect(engine.port())) {
            endsWhenCanceled(
                    new BuildKitBuilder(connection, listener -> new RecordedBuild()), BuilderKind.BUILDKIT, building);
        }
    }

    @ParameterizedTest(name = "answers at all: {0}")
    @ValueSource(booleans = {true, false})
    void aCanceledClassicBuildEndsEvenIfTheEngineHangs(boolean answersAtAll) throws Exception {
        CountDownLatch building = new CountDownLatch(1);
        try (HttpAnswers engine = HttpAnswers.hangingEngine(answersAtAll, building);
                EngineConnection connection = connect(engine.port())) {
            endsWhenCanceled(
                    new ClassicBuilder(connection, InstantSource.system(), listener -> new RecordedBuild()),
                    BuilderKind.CLASSIC,
                    building);
        }
    }

    private static void endsWhenCanceled(ImageBuilder builder, BuilderKind kind, CountDownLatch building)
            throws Exception {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<BuildResult> result = CompletableFuture.supplyAsync(
                () -> builder.build(Contexts.request(kind, "FROM busybox:1\n"), BuildListener.NONE, cancellation));
        assertThat(building.await(20, TimeUnit.SECONDS)).isTrue();

        cancellation.cancel();

        assertThat(result.get(10, TimeUnit.SECONDS).canceled()).isTrue();
        assertThat(result.get().build().outcome()).isEqualTo(Outcome.CANCELED);
    }

    private EngineConnection connect(int port) throws EngineException {
        Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + port);
        return EngineConnection.open(
                EngineAddress.find(environment, home), RegistryCredentials.read(environment, home));
    }
}

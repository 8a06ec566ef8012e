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
import org.junit.jupiter.params.provider.CsvSource;

/** An engine that does not end a build, even when it is told to. */
@Timeout(60)
class StopTest {
    @TempDir
    Path home;

    @ParameterizedTest(name = "{0}, answers at all: {1}")
    @CsvSource({"BUILDKIT, true", "BUILDKIT, false", "CLASSIC, true", "CLASSIC, false"})
    void aCanceledBuildEndsEvenIfTheEngineHangs(BuilderKind kind, boolean answersAtAll) throws Exception {
        CountDownLatch building = new CountDownLatch(1);
        try (HttpAnswers engine = HttpAnswers.hangingEngine(answersAtAll, building);
                EngineConnection connection = connect(engine)) {
            Cancellation cancellation = new Cancellation();
            ImageBuilder builder = kind == BuilderKind.BUILDKIT
                    ? new BuildKitBuilder(connection, listener -> new RecordedBuild())
                    : new ClassicBuilder(connection, InstantSource.system(), listener -> new RecordedBuild());
            CompletableFuture<BuildResult> result = CompletableFuture.supplyAsync(
                    () -> builder.build(Contexts.request(kind, "FROM busybox:1\n"), BuildListener.NONE, cancellation));
            assertThat(building.await(20, TimeUnit.SECONDS)).isTrue();

            cancellation.cancel();

            assertThat(result.get(10, TimeUnit.SECONDS).canceled()).isTrue();
            assertThat(result.get().build().outcome()).isEqualTo(Outcome.CANCELED);
        }
    }

    private EngineConnection connect(HttpAnswers engine) throws EngineException {
        Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + engine.port());
        return EngineConnection.open(
                EngineAddress.find(environment, home), RegistryCredentials.read(environment, home));
    }
}

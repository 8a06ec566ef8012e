package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Outcome;
import dev.misstep.engine.http2.MisstepThreads;
import dev.misstep.log.BuildListener;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of the way to a real engine, a build ends soon, with one clear sentence, and leaves nothing running. */
@Timeout(120)
class ConnectionFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** What a build may take to end once its patience is at an end. */
    private static final Duration SOON = PATIENCE.plusSeconds(9);

    private final String unique = UUID.randomUUID().toString();
    private final MisstepThreads threads = MisstepThreads.now();
    private final Cancellation cancellation = new Cancellation();

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        threads.assertNoneLeft();
    }

    private interface Faults {
        void happen(CuttableProxy proxy, RecordedBuild recorded) throws Exception;
    }

    private static BuildRequest request(String dockerfile, TarItem... items) {
        return Contexts.request(BuilderKind.BUILDKIT, dockerfile, items);
    }

    /** Builds over a proxy; the output \"begun\" is awaited by faults that come in mid-build. */
    private BuildResult build(EngineUnderTest engine, BuildRequest request, Faults faults) throws Exception {
        RecordedBuild recorded = new RecordedBuild("begun");
        try (CuttableProxy proxy = CuttableProxy.to(engine.connection().address());
                EngineConnection connection = EngineConnection.open(
                        proxy.address(), engine.connection().credentials())) {
            CompletableFuture<BuildResult> building =
                    CompletableFuture.supplyAsync(() -> new BuildKitBuilder(connection, listener -> recorded, PATIENCE)
                            .build(request, BuildListener.NONE, cancellation));
            faults.happen(proxy, recorded);
            long before = System.nanoTime();
            BuildResult result = building.get(100, TimeUnit.SECONDS);
            if (result.error() != null) {
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
            }
            return result;
        }
    }

    private static void assertLost(BuildResult result) {
        assertThat(result.error())
                .startsWith("the connection to the engine broke: ")
                .doesNotContain("\n", "null");
        assertThat(result.connectionLost()).isTrue();
        assertThat(result.build().outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    /** A file that never ends, of a context whose transfer is what the fault hits. */
    private static TarItem endless(CompletableFuture<Boolean> sending) {
        return TarItem.file("endless", 0644, 1L << 40, Contexts.TIME, () -> new InputStream() {
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
    }

    private String sleeping(String seconds) {
        return "FROM busybox:1\nRUN echo begun " + unique + "; sleep " + seconds + "\n";
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSlowWayIsOnlySlow(EngineUnderTest engine) throws Exception {
        BuildResult result = build(
                engine,
                request("FROM busybox:1\nCOPY a /a\nRUN echo " + unique + "\n", Contexts.text("a", unique)),
                (proxy, recorded) -> proxy.delay(40));

        assertThat(result.error()).isNull();
    }

    /** An engine has nothing to say for as long as a step has not; but it answers when asked whether it lives. */
    @ParameterizedTest
    @MethodSource("engines")
    void aStepThatIsSilentForLongerThanThePatienceIsWaitedFor(EngineUnderTest engine) throws Exception {
        BuildResult result = build(engine, request(sleeping("10")), (proxy, recorded) -> recorded.await());

        assertThat(result.error()).isNull();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWayCutWhileFilesAreSentEndsTheBuild(EngineUnderTest engine) throws Exception {
        for (long bytes : new long[] {0, 10, 700, 3_000, 1_000_000, 20_000_000}) {
            BuildResult result = build(
                    engine,
                    request("FROM busybox:1\nCOPY endless /\n", endless(new CompletableFuture<>())),
                    (proxy, recorded) -> proxy.cutAfter(bytes));

            assertLost(result);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWayThatGoesDeadInAStepEndsTheBuild(EngineUnderTest engine) throws Exception {
        String seconds = "60." + Math.floorMod(unique.hashCode(), 1_000_000);

        BuildResult result = build(engine, request(sleeping(seconds)), (proxy, recorded) -> {
            recorded.await();
            proxy.goDeadBehind(0);
        });

        assertLost(result);
        assertThat(result.error()).endsWith("no sign of life for 3 s");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWayThatGoesDeadWhileFilesAreSentEndsTheBuild(EngineUnderTest engine) throws Exception {
        CompletableFuture<Boolean> sending = new CompletableFuture<>();

        BuildResult result =
                build(engine, request("FROM busybox:1\nCOPY endless /\n", endless(sending)), (proxy, recorded) -> {
                    sending.get(30, TimeUnit.SECONDS);
                    proxy.goDeadBehind(0);
                });

        assertLost(result);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWayThatIsDeadFromTheStartEndsTheBuild(EngineUnderTest engine) throws Exception {
        BuildResult result =
                build(engine, request(sleeping("1")), (proxy, recorded) -> proxy.goDeadBehind(proxy.connections()));

        assertLost(result);
    }

    /** The engine still hears the call that builds, and would wait for files that never come. */
    @ParameterizedTest
    @MethodSource("engines")
    void aSessionThatGoesDeadAloneEndsTheBuild(EngineUnderTest engine) throws Exception {
        CompletableFuture<Boolean> sending = new CompletableFuture<>();

        BuildResult result =
                build(engine, request("FROM busybox:1\nCOPY endless /\n", endless(sending)), (proxy, recorded) -> {
                    sending.get(30, TimeUnit.SECONDS);
                    proxy.goDeadBehind(proxy.connections() - 1);
                });

        assertLost(result);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void cancelingEndsABuildWhoseWayIsDead(EngineUnderTest engine) throws Exception {
        CompletableFuture<Boolean> sending = new CompletableFuture<>();

        BuildResult result =
                build(engine, request("FROM busybox:1\nCOPY endless /\n", endless(sending)), (proxy, recorded) -> {
                    sending.get(30, TimeUnit.SECONDS);
                    proxy.goDeadBehind(0);
                    cancellation.cancel();
                });

        assertThat(result.canceled()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void cancelingAtAnyMomentEndsTheBuild(EngineUnderTest engine) throws Exception {
        Random random = new Random(5);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int i = 0; i < 12; i++) {
                Cancellation now = new Cancellation();
                String seconds = "50." + Math.floorMod(unique.hashCode() + i, 1_000_000);
                BuildRequest request = request(
                        "FROM busybox:1\nCOPY a /a\nRUN echo " + i + unique + "\nRUN sleep " + seconds + "\n",
                        Contexts.text("a", unique + i));
                timer.schedule(now::cancel, random.nextInt(1_500), TimeUnit.MILLISECONDS);
                BuildResult result = CompletableFuture.supplyAsync(() -> new BuildKitBuilder(
                                        engine.connection(), listener -> new RecordedBuild(), PATIENCE)
                                .build(request, BuildListener.NONE, now))
                        .get(20, TimeUnit.SECONDS);

                assertThat(result.canceled()).isTrue();
                assertThat(EngineUnderTest.processRuns("sleep", seconds)).isFalse();
            }
        } finally {
            timer.shutdownNow();
        }
    }
}

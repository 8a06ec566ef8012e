package dev.misstep.engine;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.log.SolveStatus;
import dev.misstep.log.SolveStatus.LogChunk;
import dev.misstep.log.SolveStatus.VertexUpdate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a builder hears, so that tests see it as it came. */
final class RecordedBuild implements StatusSink, ClassicSink {
    final List<SolveStatus> statuses = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final List<Instant> times = new ArrayList<>();
    private final CountDownLatch marker = new CountDownLatch(1);
    private final String awaited;
    private final StringBuilder output = new StringBuilder();

    RecordedBuild() {
        this("\0");
    }

    /** @param awaited text of the output for {@link #await()} */
    RecordedBuild(String awaited) {
        this.awaited = awaited;
    }

    @Override
    public void accept(SolveStatus status) {
        statuses.add(status);
        for (LogChunk log : status.logs()) {
            heard(new String(log.data(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void line(Instant at, String text) {
        lines.add(text);
        times.add(at);
        // the step's own line names the command, and so what is awaited from it
        if (!text.startsWith("Step ")) {
            heard(text);
        }
    }

    private void heard(String text) {
        output.append(text);
        if (output.indexOf(awaited) >= 0) {
            marker.countDown();
        }
    }

    /** Waits until the awaited text was heard. */
    void await() throws InterruptedException {
        if (!marker.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("never heard: " + awaited + " but: " + output);
        }
    }

    String output() {
        return output.toString();
    }

    @Override
    public Build finish(String source, @Nullable String error, boolean ended) {
        Outcome outcome = error != null ? Outcome.FAILED : ended ? Outcome.SUCCEEDED : Outcome.INCOMPLETE;
        return new Build(
                "1",
                source,
                1,
                0,
                Format.ENGINE,
                "none",
                Clock.EXACT,
                null,
                outcome,
                null,
                null,
                error,
                List.of(),
                List.of());
    }

    @Override
    public Build finish(Instant at, String source, @Nullable String error, boolean ended) {
        times.add(at);
        return finish(source, error, ended);
    }

    /** Names of the steps of the Dockerfile in order, with whether the cache had them. */
    Map<String, Boolean> cached() {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, Boolean> cached = new LinkedHashMap<>();
        for (SolveStatus status : statuses) {
            for (VertexUpdate vertex : status.vertexes()) {
                names.putIfAbsent(vertex.digest(), vertex.name());
                String name = String.valueOf(names.get(vertex.digest()));
                if (name.startsWith("[") && !name.startsWith("[internal]") && !name.contains(" FROM ")) {
                    cached.merge(name, vertex.cached(), Boolean::logicalOr);
                }
            }
        }
        return cached;
    }

    /** What went wrong with single vertices. */
    List<String> errors() {
        return statuses.stream()
                .flatMap(status -> status.vertexes().stream())
                .map(VertexUpdate::error)
                .filter(error -> error != null)
                .distinct()
                .toList();
    }
}

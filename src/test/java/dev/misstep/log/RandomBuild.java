package dev.misstep.log;

import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.log.SolveStatus.LogChunk;
import dev.misstep.log.SolveStatus.Progress;
import dev.misstep.log.SolveStatus.VertexUpdate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A build made up by chance, as the status stream that BuildKit would send of it, and what a reader should find. */
final class RandomBuild {
    /** What a reader should find of a vertex. */
    record Expected(
            String name,
            Status status,
            double seconds,
            int lines,
            @Nullable String error) {}

    private record Event(long at, SolveStatus message) {}

    private static final List<String> OUTPUT = List.of(
            "compiling x.c",
            "",
            "#8 DONE 0.1s",
            "#3 [internal] load build definition from Dockerfile",
            "CACHED",
            "ERROR: failed to build: failed to solve: no",
            "------",
            "Step 1/2 : FROM x",
            "12.34 nested #5 CACHED",
            "{\"vertexes\":[",
            "10%\r 50%\r100%",
            "it is done",
            "#12 ...",
            "  \u00e4\u00f6 \u20ac",
            "The command '/bin/sh -c x' returned a non-zero code: 1",
            "all #6 DONE 0.3s");
    private static final List<String> COMMANDS = List.of(
            "RUN make all done",
            "RUN echo \"#8 DONE 0.1s\"",
            "COPY . .",
            "COPY --from=builder /x /y",
            "ADD https://example.org/x.tgz /x",
            "RUN apt-get update && apt-get install --yes --no-install-recommends git curl make gcc libc6-dev",
            "WORKDIR /app");
    private static final String LAYER = "sha256:" + "ab".repeat(32);

    final List<SolveStatus> messages = new ArrayList<>();
    final Map<String, Expected> expected = new LinkedHashMap<>();
    /** For each instruction of the Dockerfile the one it builds on. */
    final Map<String, List<String>> inputs = new LinkedHashMap<>();

    Outcome outcome = Outcome.SUCCEEDED;

    @Nullable
    String error;

    private final Random random;
    private final long seed;
    private final String stage;
    private final List<String> images;
    private final List<Event> events = new ArrayList<>();
    private long clock = 1_700_000_000_000L;
    private long latest;
    private @Nullable String last;
    private int count;
    /** Whether another cache is asked, so that large layers may come from there. */
    private boolean imports;

    RandomBuild(long seed) {
        this(seed, "builder", List.of());
    }

    /** @param images whose metadata are loaded too, under names that a narrow terminal may cut to one text */
    RandomBuild(long seed, String stage, List<String> images) {
        this.seed = seed;
        this.stage = stage;
        this.images = images;
        this.random = new Random(seed);
        long loaded = make();
        List<VertexUpdate> graph = new ArrayList<>();
        inputs.forEach((digest, below) -> graph.add(new VertexUpdate(
                digest, below, Objects.requireNonNull(expected.get(digest)).name(), null, null, false, null, null)));
        events.add(0, new Event(loaded, new SolveStatus(graph, List.of(), List.of())));
        events.sort(Comparator.comparingLong(Event::at));
        events.forEach(event -> messages.add(event.message()));
    }

    /** Returns when the builder knew the Dockerfile's graph. */
    private long make() {
        executed("[internal] load build definition from Dockerfile", List.of("transferring dockerfile: 312B"));
        executed("[internal] load metadata for docker.io/library/busybox:1", List.of());
        images.forEach(image -> executed("[internal] load metadata for " + image, List.of()));
        executed("[internal] load .dockerignore", List.of("transferring context: 2B"));
        imports = random.nextInt(4) == 0;
        if (imports) {
            ended("importing cache manifest from docker.io/me/app:cache", Status.FAILED, "not found");
        }
        afterAll();
        long loaded = clock;
        int total = 2 + random.nextInt(6);
        boolean keyError = random.nextInt(6) == 0;
        boolean fails = !keyError && random.nextInt(5) == 0;
        boolean stops = !keyError && !fails && random.nextInt(5) == 0;
        base("[" + stage + " 1/" + total + "] FROM docker.io/library/busybox:1", keyError);
        if (random.nextBoolean()) {
            executed("[internal] load build context", List.of("transferring context: 1.23MB"));
        }
        for (int i = 2; i <= total; i++) {
            String name = "[" + stage + " " + i + "/" + total + "] " + COMMANDS.get(random.nextInt(COMMANDS.size()));
            if (i == total && (keyError || fails)) {
                // nothing else has a key that depends on files
                name = keyError ? name.substring(0, name.indexOf(']') + 1) + " COPY . ." : name;
                afterAll();
                error = keyError
                        ? "failed to compute cache key: failed to calculate checksum of ref a::b: \"/x\": not found"
                        : "process \"/bin/sh -c make\" did not complete successfully: exit code: 2";
                ended(name, Status.FAILED, error);
                if (random.nextBoolean()) {
                    ended("[other 2/3] RUN sleep", Status.CANCELED, "context canceled");
                }
                outcome = Outcome.FAILED;
                return loaded;
            }
            if (i == total && stops) {
                running(name);
                outcome = Outcome.INCOMPLETE;
                return loaded;
            }
            step(name, keyError);
        }
        afterAll();
        executed("exporting to image", List.of("exporting layers", "naming to docker.io/library/x:latest"));
        return loaded;
    }

    private void step(String name, boolean keyError) {
        int fate = random.nextInt(5);
        if (keyError || fate < 2) {
            ended(name, keyError ? Status.SKIPPED : Status.CACHED, null);
        } else if (fate == 2) {
            pulled(name);
        } else {
            executed(name, List.of());
        }
    }

    /** A base image is resolved, then found in the cache or pulled. */
    private void base(String name, boolean keyError) {
        String digest = digest(name);
        boolean resolved = random.nextBoolean();
        long before = clock;
        if (resolved) {
            announce(digest, name);
            started(digest, name, tick(20));
            interval(digest, name, clock, tick(20), false, null);
        }
        double asked = resolved ? 0.02 : 0;
        if (keyError || random.nextBoolean()) {
            tick(5);
            interval(digest, name, clock, clock, true, null);
            expect(digest, name, keyError ? Status.SKIPPED : Status.CACHED, asked, 0, null);
        } else {
            long start = tick(100);
            started(digest, name, start);
            layer(digest, start, false);
            long end = tick(1000);
            layer(digest, start, true);
            interval(digest, name, start, end, false, null);
            expect(digest, name, Status.EXECUTED, (end - start) / 1000.0 + asked, 0, null);
        }
        clock = random.nextInt(3) == 0 ? before + 60 : clock;
    }

    private void pulled(String name) {
        String digest = digest(name);
        tick(10);
        interval(digest, name, clock, clock, true, null);
        long start = tick(10);
        started(digest, name, start);
        layer(digest, start, true);
        long end = tick(700);
        interval(digest, name, start, end, false, null);
        expect(digest, name, Status.PULLED, (end - start) / 1000.0, 0, null);
    }

    private void executed(String name, List<String> statuses) {
        String digest = digest(name);
        announce(digest, name);
        long start = tick(30);
        started(digest, name, start);
        int lines = name.contains("RUN ") ? output(digest) : 0;
        for (String status : statuses) {
            add(tick(3), new Progress(status, digest, 0, 0, at(start), at(clock)));
        }
        long end = tick(50 + random.nextInt(3000));
        interval(digest, name, start, end, false, null);
        expect(digest, name, Status.EXECUTED, (end - start) / 1000.0, lines, null);
        // now and then the next vertex begins while this one runs
        clock = random.nextInt(3) == 0 ? start + 7 : clock;
    }

    private void ended(String name, Status status, @Nullable String message) {
        String digest = digest(name);
        long start = tick(10);
        boolean cached = status == Status.CACHED || status == Status.SKIPPED;
        boolean keyError = message != null && message.contains("cache key"); // told in no time, solver/jobs.go
        long end = cached || keyError ? start : tick(200);
        if (!cached) {
            started(digest, name, start);
        }
        interval(digest, name, start, end, cached, message);
        expect(digest, name, status, (end - start) / 1000.0, 0, status == Status.FAILED ? message : null);
    }

    private void running(String name) {
        afterAll();
        String digest = digest(name);
        started(digest, name, tick(10));
        expect(digest, name, Status.UNFINISHED, 0, 0, null);
    }

    /** Output in chunks cut anywhere; the last line may lack its end. */
    private int output(String digest) {
        int lines = random.nextInt(6);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(OUTPUT.get(random.nextInt(OUTPUT.size()))).append('\n');
        }
        if (random.nextInt(3) == 0) {
            text.append("no end");
            lines++;
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
            while (to < bytes.length && (bytes[to] & 0xC0) == 0x80) {
                to++; // the printer here, unlike the reader, takes no half characters
            }
            byte[] chunk = java.util.Arrays.copyOfRange(bytes, from, to);
            long now = tick(1 + random.nextInt(20));
            events.add(new Event(
                    now, new SolveStatus(List.of(), List.of(), List.of(new LogChunk(digest, 1, chunk, at(now))))));
            from = to;
        }
        return lines;
    }

    private String digest(String name) {
        String digest = String.format("sha256:%032x%032x", seed, ++count);
        if (name.startsWith("[" + stage + " ")) {
            inputs.put(digest, last == null ? List.of() : List.of(last));
            last = digest;
        }
        return digest;
    }

    private List<String> below(String digest) {
        return inputs.getOrDefault(digest, List.of());
    }

    private long tick(int millis) {
        clock += millis;
        return clock;
    }

    /** What comes now waits for all that still runs. */
    private void afterAll() {
        clock = Math.max(clock, latest) + 100;
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private void announce(String digest, String name) {
        add(clock, new VertexUpdate(digest, below(digest), name, null, null, false, null, null));
    }

    private void started(String digest, String name, long start) {
        add(start, new VertexUpdate(digest, below(digest), name, at(start), null, false, null, null));
    }

    private void interval(String digest, String name, long start, long end, boolean cached, @Nullable String message) {
        latest = Math.max(latest, end);
        add(end, new VertexUpdate(digest, below(digest), name, at(start), at(end), cached, message, null));
    }

    private void layer(String digest, long start, boolean done) {
        long size = imports && count % 2 == 0 ? 123_450_000 : 3_620_000;
        add(clock, new Progress(LAYER, digest, done ? size : 0, size, at(start), done ? at(clock) : null));
    }

    private void add(long when, VertexUpdate update) {
        events.add(new Event(when, new SolveStatus(List.of(update), List.of(), List.of())));
    }

    private void add(long when, Progress progress) {
        events.add(new Event(when, new SolveStatus(List.of(), List.of(progress), List.of())));
    }

    private void expect(
            String digest, String name, Status status, double seconds, int lines, @Nullable String message) {
        expected.put(digest, new Expected(name, status, seconds, lines, message));
    }
}

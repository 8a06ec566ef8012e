package dev.misstep.log;

import static dev.misstep.log.Logs.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real builds, woven into one log as if they had written rawjson at the same time. */
class MixedStatusTest {
    private static final Path SAMPLES = Path.of("sample-logs/28-buildkit-rawjson");

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStepHasItsOwnStatusOrNone(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> texts = chosen(random);
        List<Build> alone = texts.stream().map(Logs::one).toList();

        List<Build> builds = read(woven(texts, random, seed % 3 == 0 ? 1 : 6));

        assertThat(builds.size()).as("seed " + seed).isEqualTo(alone.size());
        for (Build build : builds) {
            Build written = alone.stream()
                    .max((one, other) -> Integer.compare(common(one, build), common(other, build)))
                    .orElseThrow();
            assertThat(wrong(build, written, alone)).as("seed " + seed).isEmpty();
            assertThat(build.steps().size())
                    .isGreaterThanOrEqualTo(written.steps().size());
            assertThat(build.diagnostics())
                    .extracting(Diagnostic::message)
                    .contains("other builds wrote into the log at the same time");
        }
    }

    /** Before anything is told of a step there may be no build to say that of. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aMixMayEndWithinAMessage(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> texts = chosen(random);
        List<String> lines = woven(texts, random, 6).lines().toList();
        String begun = String.join("\n", lines.subList(0, 1 + random.nextInt(Math.min(40, lines.size()))));

        assertThat(read(begun + "\n{\n")).hasSizeLessThanOrEqualTo(texts.size());
    }

    static LongStream madeUp() {
        return LongStream.range(0, 400);
    }

    /**
     * Overlapping clocks, late builds, the same build twice, failures, keys that cannot be computed, cancellations, retries; at
     * one builder and at several.
     */
    @ParameterizedTest
    @MethodSource("madeUp")
    void madeUpBuildsHaveTheirOwnStatusesOrNone(long seed) {
        Random random = new Random(seed * 7919);
        BuilderStreams streams = new BuilderStreams(seed, random.nextBoolean());
        boolean frontend = random.nextInt(3) == 0;
        boolean files = random.nextInt(4) > 0;
        int dockerfile = random.nextInt(12);
        long start = 0;
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            BuilderStreams.End end = random.nextBoolean()
                    ? BuilderStreams.End.WELL
                    : BuilderStreams.End.values()[random.nextInt(BuilderStreams.End.values().length)];
            BuilderStreams.Stream build = streams.build(dockerfile, start, end, frontend, files);
            // beside the one before, near its end, or once it is over
            long last = build.end() - start;
            start += random.nextBoolean() ? random.nextInt(400) : last * (50 + random.nextInt(60)) / 100;
            dockerfile = random.nextBoolean() ? dockerfile : random.nextInt(12);
            frontend ^= random.nextInt(8) == 0;
        }
        String log = streams.woven(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(300));
        List<Build> alone =
                streams.builds.stream().map(build -> Logs.one(build.text())).toList();

        List<Build> builds = read(log);
        assertThat(builds.size()).isLessThanOrEqualTo(alone.size());
        for (Build build : builds) {
            assertThat(alone.stream()
                            .map(written -> wrong(build, written, alone))
                            .min(Comparator.comparingInt(List::size))
                            .orElseThrow())
                    .as(() -> seed + "\n" + log)
                    .isEmpty();
        }
    }

    /** The same bake twice at once: what read the files of one has digests of its own, and so have its steps. */
    @Test
    void twoBakesAtOnceAreToldApart() {
        List<String> lines = new ArrayList<>();
        for (String bake : List.of("a", "b")) {
            lines.add(vertex(bake + "0", "[internal] load local bake definitions", 0, false));
        }
        for (String target : List.of("web", "api")) {
            for (String bake : List.of("a", "b")) {
                String id = bake + (target.equals("web") ? "1" : "2");
                String ignore = bake + (target.equals("web") ? "7" : "8");
                String step = bake + (target.equals("web") ? "3" : "4");
                lines.add(vertex(ignore, "[" + target + " internal] load .dockerignore", 1, false));
                lines.add(vertex(id, "[" + target + " internal] load build context", 2, false));
                lines.add(vertex(step, "[" + target + " 2/2] COPY . .", 3, bake.equals("b"))
                        .replace(",\"started", ",\"inputs\":[\"sha256:" + id.repeat(32) + "\"],\"started"));
            }
        }

        List<Build> builds = read(String.join("", lines));

        assertThat(builds).extracting(Build::target).containsExactlyInAnyOrder("web", "api", "web", "api");
        assertThat(builds.stream().flatMap(build -> build.steps().stream()))
                .extracting(step -> step.id().charAt(7) + " " + step.status().label())
                .containsExactlyInAnyOrder("a executed", "a executed", "b cached", "b cached");
    }

    /** What is beyond the messages that are kept might still be that a key cannot be computed. */
    @Test
    void ofMoreThanIsKeptNoHitIsTold() {
        BuilderStreams streams = new BuilderStreams(1, false);
        streams.build(3, 0, BuilderStreams.End.WELL, false, true);
        streams.build(3, 20, BuilderStreams.End.KEY_ERROR, false, true);
        List<String> lines = new ArrayList<>(streams.woven(0).lines().toList());
        int late = lines.size() - 4;
        lines.addAll(late, Collections.nCopies(21_000, lines.get(late - 1)));

        List<Build> builds = read(String.join("\n", lines) + "\n");

        assertThat(builds).hasSize(2).allSatisfy(build -> {
            assertThat(build.steps()).extracting(Vertex::status).doesNotContain(Status.CACHED, Status.SKIPPED);
            assertThat(build.diagnostics())
                    .extracting(Diagnostic::message)
                    .contains("they wrote more than is kept; what came later was not read");
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void buildsInARowAreReadAsEachAlone(long seed) throws IOException {
        List<String> texts = chosen(new Random(seed));

        List<Build> builds = read(String.join("", texts));

        assertThat(builds)
                .extracting(Logs::rows)
                .isEqualTo(texts.stream().map(text -> Logs.rows(Logs.one(text))).toList());
    }

    /** Neither reads files, so that their steps have the same digests; in one a step ran, in the other it was a hit. */
    @Test
    void buildsThatNothingTellsApartAreToldNothingOf() {
        String log = vertex("a1", "[internal] load build definition from Dockerfile", 0, false)
                + vertex("b1", "[internal] load build definition from Dockerfile", 0, false)
                + vertex("c0", "[1/2] FROM docker.io/library/busybox:1", 1, true)
                + vertex("c1", "[2/2] RUN make", 2, false)
                + vertex("c1", "[2/2] RUN make", 3, true)
                + vertex("d1", "exporting to image", 4, false)
                + vertex("d2", "exporting to image", 4, false);

        Build build = Logs.one(log);

        assertThat(build.steps()).extracting(Vertex::status).containsExactly(Status.UNFINISHED);
        assertThat(build.diagnostics())
                .extracting(Diagnostic::message)
                .contains("several builds wrote their status at the same time, and nothing tells their steps apart");
    }

    /** With {@code # syntax=} the Dockerfile is read once to find the frontend, and once by it. */
    @Test
    void aFrontendReadsTheDockerfileAgain() {
        String log = vertex("a1", "[internal] load build definition from Dockerfile", 0, false)
                + vertex("e1", "resolve image config for docker-image://docker.io/docker/dockerfile:1", 0, false)
                + vertex("e2", "docker-image://docker.io/docker/dockerfile:1", 0, true)
                + vertex("b1", "[internal] load build definition from Dockerfile", 1, false)
                + vertex("c0", "[1/2] FROM docker.io/library/busybox:1", 1, true)
                + vertex("c1", "[2/2] RUN make", 2, false)
                + vertex("d1", "exporting to image", 4, false);

        assertThat(Logs.one(log).steps()).extracting(Vertex::status).containsExactly(Status.EXECUTED);
    }

    private static String vertex(String digest, String name, int second, boolean cached) {
        return "{\"vertexes\":[{\"digest\":\"sha256:%s\",\"name\":\"%s\",\"started\":\"2026-05-01T10:00:0%d.1Z\""
                        .formatted(digest.repeat(32), name, second)
                + ",\"completed\":\"2026-05-01T10:00:0%d.9Z\"%s}]}\n"
                        .formatted(second, cached ? ",\"cached\":true" : "");
    }

    private static List<String> chosen(Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(SAMPLES)) {
            files = all.sorted().collect(Collectors.toCollection(ArrayList::new));
        }
        Collections.shuffle(files, random);
        List<String> texts = new ArrayList<>();
        for (Path file : files.subList(0, 2 + random.nextInt(3))) {
            texts.add(Files.readString(file));
        }
        return texts;
    }

    private static int common(Build one, Build other) {
        Set<String> ids = new TreeSet<>(one.vertices().stream().map(Vertex::id).toList());
        ids.retainAll(other.vertices().stream().map(Vertex::id).toList());
        return ids.size();
    }

    /** What is told and not so, and a whole build's end that is. */
    private static List<String> wrong(Build build, Build written, List<Build> alone) {
        List<String> wrong = new ArrayList<>();
        Set<String> begunElsewhere = new TreeSet<>();
        alone.forEach(other -> other.vertices().forEach(vertex -> begunElsewhere.add(vertex.id())));
        for (Vertex vertex : build.vertices()) {
            Vertex right = written.vertex(vertex.id()).orElse(null);
            if (right == null && vertex.status() == Status.UNFINISHED && begunElsewhere.contains(vertex.id())) {
                continue; // of its graph, and begun in another: the message that tells of it may be any build's
            } else if (right == null) {
                wrong.add("not of this build: " + vertex.name().text());
            } else if (vertex.status() != Status.UNFINISHED && vertex.status() != right.status()) {
                wrong.add(vertex.name().text() + " " + vertex.status() + ", not " + right.status());
            } else if (vertex.status() != Status.UNFINISHED
                    && vertex.seconds() != null
                    && !vertex.seconds().equals(right.seconds())) {
                wrong.add(vertex.name().text() + " " + vertex.seconds() + ", not " + right.seconds());
            }
        }
        if (build.outcome() != written.outcome() && build.outcome() != Outcome.INCOMPLETE) {
            wrong.add(build.outcome() + ", not " + written.outcome());
        }
        return wrong;
    }

    private static String woven(List<String> texts, Random random, int burst) {
        List<List<String>> left = new ArrayList<>();
        texts.forEach(text -> left.add(new ArrayList<>(text.lines().toList())));
        // all begin before one of them ends
        List<String> log = new ArrayList<>();
        left.forEach(lines -> log.add(lines.remove(0)));
        log.addAll(Weaving.of(left, random, burst));
        return String.join("\n", log) + "\n";
    }
}

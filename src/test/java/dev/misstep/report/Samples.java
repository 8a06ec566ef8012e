package dev.misstep.report;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Certainty;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import dev.misstep.explain.Summary;
import dev.misstep.explain.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Analyses made by hand, as the rest of the program would make them. */
final class Samples {
    static final Instant MORNING = Instant.parse("2026-11-23T04:15:02.252Z");

    /** Names that break whatever forgets to make them safe. */
    static final List<String> HOSTILE = List.of(
            "</script><img src=x onerror=alert(1)>",
            "</style><script>document.title='pwned'</script>",
            "</title></svg></table></details><script>document.title='pwned'</script>",
            "<!-- <svg onload=\"document.title='pwned'\"> ]]> -->",
            "\"' onfocus='document.title=1' autofocus=\"",
            "javascript:document.title='pwned'",
            "${7*7} @if(true) !{x} {{x}} <%= x %> &lt;&#x3c;",
            "nul \u0000 escape \u001b[31;1mred\u001b]0;title\u0007 csi \u009b2J del \u007f",
            "bidi \u202etxt.exe\u202c \u2066x\u2069 \u200e \ufeff line\u2028separator",
            "new\nline\r\ttab",
            "lone \ud800 surrogate \udc00",
            "漢字かな 한글 👩‍💻 é",
            "x".repeat(10_000),
            "日".repeat(5_000));

    private Samples() {}

    static Vertex vertex(
            String id, String name, Status status, @Nullable Double start, @Nullable Double seconds, String... inputs) {
        String error =
                status == Status.FAILED ? "process \"/bin/sh -c npm run build\" did not complete: exit code: 1" : null;
        int intervals = status == Status.UNFINISHED ? 0 : 1;
        int logLines = status == Status.EXECUTED ? 12 : 0;
        return new Vertex(
                id, StepName.parse(name), null, status, seconds, start, intervals, logLines, List.of(inputs), error, 1);
    }

    static Build build(String id, Outcome outcome, @Nullable Double seconds, List<Vertex> vertices) {
        return new Build(
                id,
                "shop",
                1,
                0,
                Format.ENGINE,
                "none",
                Clock.EXACT,
                null,
                outcome,
                MORNING.plusSeconds(60L * Math.abs(id.hashCode() % 100)),
                seconds,
                outcome == Outcome.FAILED ? "npm run build: exit code: 1" : null,
                vertices,
                List.of());
    }

    /** A build without clock, as read from a plain log. */
    static Build plain(String id, String source, List<Vertex> vertices, Diagnostic... diagnostics) {
        return new Build(
                id,
                source,
                1,
                1,
                Format.PLAIN,
                "github-actions",
                Clock.NONE,
                null,
                Outcome.SUCCEEDED,
                null,
                null,
                null,
                vertices,
                List.of(diagnostics));
    }

    static Analysis.Analysed analysed(Build build) {
        Map<Status, Integer> of = new EnumMap<>(Status.class);
        double executed = 0;
        for (Vertex step : build.steps()) {
            of.merge(step.status(), 1, Integer::sum);
            executed += step.status().isMiss() && step.seconds() != null ? step.seconds() : 0;
        }
        int hits = count(of, Status.CACHED) + count(of, Status.PULLED);
        int decided = hits + count(of, Status.EXECUTED) + count(of, Status.FAILED);
        return new Analysis.Analysed(
                build,
                new Summary(
                        build.steps().size(),
                        count(of, Status.CACHED),
                        count(of, Status.PULLED),
                        count(of, Status.EXECUTED),
                        count(of, Status.FAILED),
                        count(of, Status.CANCELED),
                        count(of, Status.SKIPPED),
                        count(of, Status.UNFINISHED),
                        decided == 0 ? null : (double) hits / decided,
                        build.clock() == Clock.NONE ? null : executed,
                        null,
                        null,
                        hits,
                        Timing.NONE));
    }

    private static int count(Map<Status, Integer> of, Status status) {
        return of.getOrDefault(status, 0);
    }

    /** Three runs that were made in one way. */
    static Analysis threeEqualRuns() {
        List<Analysis.Analysed> runs = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            Vertex step = vertex("1", "[2/2] RUN make", Status.EXECUTED, 0.0, 1.0 + i / 10.0);
            runs.add(analysed(build(String.valueOf(i), Outcome.SUCCEEDED, 60.0 + i, List.of(step))));
        }
        return new Analysis(runs, List.of()).withSeriesAlike();
    }

    /** Four runs of a Node application: the first from nothing, two untouched, one with a source edited. */
    static Analysis nodeApp() {
        List<Vertex> cold = nodeVertices(false, false);
        List<Vertex> warm = nodeVertices(true, true);
        List<Vertex> edited = nodeVertices(true, false);
        List<Miss> misses = new ArrayList<>();
        for (Vertex step : cold) {
            if (step.step()) {
                boolean root = step.id().equals("6");
                misses.add(new Miss(
                        "1",
                        step.id(),
                        root ? Role.ROOT : Role.CASCADE,
                        "6",
                        Cause.COLD,
                        Certainty.PROVEN,
                        List.of(),
                        0,
                        null,
                        null,
                        "There is no earlier build.",
                        null,
                        root ? 58.1 : null));
            }
        }
        List<FileChange> files = List.of(
                new FileChange("src/routes/checkout.ts", Change.CONTENT),
                new FileChange("src/routes/cart.ts", Change.CONTENT),
                new FileChange("src/legacy/basket.ts", Change.REMOVED),
                new FileChange("scripts/entrypoint.sh", Change.MODE));
        misses.add(miss("4", "10", files, 7, 21.3));
        misses.add(cascade("4", "11", "10"));
        misses.add(cascade("4", "12", "10"));
        return new Analysis(
                List.of(
                        analysed(build("1", Outcome.SUCCEEDED, 61.4, cold)),
                        analysed(build("2", Outcome.SUCCEEDED, 1.1, warm)),
                        analysed(build("3", Outcome.SUCCEEDED, 0.9, warm)),
                        analysed(build("4", Outcome.SUCCEEDED, 22.6, edited))),
                misses);
    }

    static Miss miss(String build, String vertex, List<FileChange> files, int total, @Nullable Double cost) {
        return new Miss(
                build,
                vertex,
                Role.ROOT,
                vertex,
                Cause.CONTEXT_FILES,
                Certainty.PROVEN,
                files,
                total,
                null,
                null,
                "COPY . . selects " + total + " files that differ from run 3.",
                "3",
                cost);
    }

    static Miss cascade(String build, String vertex, String root) {
        return new Miss(
                build,
                vertex,
                Role.CASCADE,
                root,
                Cause.CONTEXT_FILES,
                Certainty.PROVEN,
                List.of(),
                0,
                null,
                null,
                "It builds on a step that ran.",
                "3",
                null);
    }

    private static List<Vertex> nodeVertices(boolean depsCached, boolean buildCached) {
        Status deps = depsCached ? Status.CACHED : Status.EXECUTED;
        Status built = buildCached ? Status.CACHED : Status.EXECUTED;
        double installed = depsCached ? 0.42 : 36.72;
        return List.of(
                vertex("1", "[internal] load build definition from Dockerfile", Status.EXECUTED, 0.0, 0.04),
                vertex("2", "[internal] load metadata for docker.io/library/node:22-slim", Status.EXECUTED, 0.05, 0.31),
                vertex("3", "[internal] load .dockerignore", Status.EXECUTED, 0.36, 0.02),
                vertex("4", "[internal] load build context", Status.EXECUTED, 0.38, depsCached ? 0.03 : 0.9),
                vertex("5", "[deps 1/4] FROM docker.io/library/node:22-slim", Status.CACHED, 0.38, 0.0),
                vertex("6", "[deps 2/4] WORKDIR /app", deps, 0.4, depsCached ? 0.0 : 0.11, "5"),
                vertex(
                        "7",
                        "[deps 3/4] COPY package.json package-lock.json ./",
                        deps,
                        0.42,
                        depsCached ? 0.0 : 0.08,
                        "6",
                        "4"),
                vertex("8", "[deps 4/4] RUN npm ci --no-audit --fund=false", deps, 0.42, depsCached ? 0.0 : 36.2, "7"),
                vertex("9", "[build 2/5] WORKDIR /app", deps, 0.42, depsCached ? 0.0 : 0.1, "5"),
                vertex("10", "[build 3/5] COPY . .", built, installed, buildCached ? 0.0 : 0.27, "9", "4"),
                vertex(
                        "11",
                        "[build 4/5] RUN npm run build -- --mode production --sourcemap",
                        built,
                        installed + (buildCached ? 0 : 0.3),
                        buildCached ? 0.0 : 20.81,
                        "10",
                        "8"),
                vertex(
                        "12",
                        "[runtime 3/3] COPY --from=build /app/dist ./dist",
                        built,
                        installed + (buildCached ? 0 : 21.2),
                        buildCached ? 0.0 : 0.22,
                        "11"),
                vertex("13", "exporting to image", Status.EXECUTED, buildCached ? 0.6 : installed + 21.5, 0.4, "12"));
    }

    /** One build in which each vertex is named and fails hostilely. */
    static Analysis hostile() {
        List<Vertex> vertices = new ArrayList<>();
        List<Miss> misses = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (int i = 0; i < HOSTILE.size(); i++) {
            String evil = HOSTILE.get(i);
            String id = "v" + i + evil.substring(0, Math.min(40, evil.length()));
            StepName name =
                    new StepName("[" + evil + " 1/2] RUN " + evil, evil, null, evil, 1, 2, "RUN", "RUN " + evil, true);
            vertices.add(new Vertex(id, name, 3, Status.EXECUTED, 1.0, (double) i, 1, 1, List.of(), evil, 1));
            misses.add(new Miss(
                    "b",
                    id,
                    Role.ROOT,
                    id,
                    Cause.CONTEXT_FILES,
                    Certainty.LIKELY,
                    List.of(new FileChange(evil, Change.CONTENT)),
                    1,
                    evil,
                    evil,
                    evil,
                    evil,
                    1.0));
            diagnostics.add(new Diagnostic(i, evil));
        }
        Build build = new Build(
                "b",
                HOSTILE.get(0),
                1,
                1,
                Format.RAWJSON,
                HOSTILE.get(1),
                Clock.EXACT,
                HOSTILE.get(2),
                Outcome.FAILED,
                MORNING,
                20.0,
                String.join("\n", HOSTILE),
                vertices,
                diagnostics);
        return new Analysis(List.of(analysed(build), analysed(build.withId(HOSTILE.get(4)))), misses);
    }

    /** Many runs of a big build, with every status. */
    static Analysis big(int runs, int steps) {
        Random random = new Random(7);
        List<Status> rare = List.of(
                Status.EXECUTED,
                Status.EXECUTED,
                Status.EXECUTED,
                Status.PULLED,
                Status.PULLED,
                Status.FAILED,
                Status.CANCELED,
                Status.SKIPPED,
                Status.UNFINISHED,
                Status.CACHED);
        List<Analysis.Analysed> builds = new ArrayList<>();
        List<Miss> misses = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            List<Vertex> vertices = new ArrayList<>();
            double start = 0;
            for (int i = 1; i <= steps; i++) {
                Status status = run == 1 ? Status.EXECUTED : rare.get(Math.min(9, random.nextInt(100)));
                double seconds = status.isMiss() ? random.nextInt(300) / 10.0 : 0;
                String name =
                        "[service-" + i % 20 + " " + (i / 20 + 1) + "/" + (steps / 20 + 1) + "] RUN make module-" + i;
                vertices.add(vertex(String.valueOf(i), name, status, start, seconds));
                start += seconds / 4;
                if (status.isMiss() && run > 1 && misses.size() < 400) {
                    misses.add(miss(
                            String.valueOf(run),
                            String.valueOf(i),
                            List.of(new FileChange("src/m" + i, Change.ADDED)),
                            1,
                            seconds));
                }
            }
            builds.add(analysed(build(String.valueOf(run), Outcome.SUCCEEDED, start + 30, vertices)));
        }
        return new Analysis(builds, misses);
    }

    /** A build that failed before any step of its own. */
    static Analysis failedEarly() {
        Build build = new Build(
                "1",
                "ci.log",
                1,
                12,
                Format.PLAIN,
                "gitlab",
                Clock.NONE,
                null,
                Outcome.FAILED,
                null,
                null,
                "failed to solve: node:99: docker.io/library/node:99: not found",
                List.of(vertex(
                        "1", "[internal] load metadata for docker.io/library/node:99", Status.FAILED, null, 0.7)),
                List.of());
        return new Analysis(List.of(analysed(build)), List.of());
    }
}

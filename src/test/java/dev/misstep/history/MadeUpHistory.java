package dev.misstep.history;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Certainty;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import dev.misstep.explain.Summary;
import dev.misstep.explain.Timing;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Builds that never were, of a project called {@code made-up}: some months of pull requests against two targets, with a manifest
 * that changes now and then, sources that change often, machines that begin cold, and a commit from which on builds are slower.
 */
final class MadeUpHistory {
    private static final Instant BEGINNING = Instant.parse("2026-01-05T08:00:00Z");
    private static final List<String> BRANCHES = List.of("main", "main", "login", "search", "payment");

    private final Random random;
    private final int builds;
    private final int vertices;

    /**
     * @param builds how many
     * @param vertices how many each has, from 10
     */
    MadeUpHistory(long seed, int builds, int vertices) {
        this.random = new Random(seed);
        this.builds = builds;
        this.vertices = vertices;
    }

    /** {@code WHERE [BUILDS] [VERTICES] [SEED]}. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int builds = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        int vertices = args.length > 2 ? Integer.parseInt(args[2]) : 50;
        long seed = args.length > 3 ? Long.parseLong(args[3]) : 1;
        List<KeptBuild> made = new ArrayList<>();
        new MadeUpHistory(seed, builds, vertices).each(made::add);
        try (History history = new HistoryPlace(args[0]).open(Path.of(args[0]), InstantSource.system(), out::println)) {
            for (KeptBuild build : made) {
                history.keep(build);
            }
        }
        out.println(builds + " made-up builds of " + vertices + " vertices");
    }

    /** All of them, the first first; the same for the same seed. */
    void each(Consumer<KeptBuild> taker) {
        for (int i = 0; i < builds; i++) {
            taker.accept(build(i));
        }
    }

    private KeptBuild build(int number) {
        Instant when = BEGINNING.plus(Duration.ofMinutes(11L * number + random.nextInt(10)));
        String target = number % 3 == 0 ? "api" : "web";
        boolean slower = number > builds * 2 / 3;
        double kind = random.nextDouble();
        int steps = vertices - 5;
        // the first step that runs; none where all are hits
        int first = kind < 0.03 ? 0 : kind < 0.12 ? steps / 4 : kind < 0.55 ? steps * 3 / 4 : steps;
        List<Vertex> all = new ArrayList<>();
        double at = 0;
        for (String name : List.of(
                "[internal] load build definition from Dockerfile",
                "[internal] load metadata for docker.io/library/node:22",
                "[base 1/1] FROM docker.io/library/node:22",
                "[internal] load build context")) {
            all.add(vertex(all.size() + 1, name, Status.EXECUTED, 0.1, at));
        }
        double executed = 0;
        double saved = 0;
        for (int s = 0; s < steps; s++) {
            String name = "[" + (s < steps / 2 ? "deps" : "build") + " " + (s + 1) + "/" + steps + "] "
                    + (s % 5 == 0 ? "COPY part" + s + " ./" : "RUN task " + s + " --of " + target);
            double seconds = (s % 7 == 3 ? 9 : 0.4) * (slower ? 1.5 : 1) * (0.9 + random.nextDouble() / 5);
            boolean ran = s >= first;
            all.add(vertex(all.size() + 1, name, ran ? Status.EXECUTED : Status.CACHED, ran ? seconds : 0.0, at));
            at += ran ? seconds : 0;
            executed += ran ? seconds : 0;
            saved += ran ? 0 : seconds;
        }
        all.add(vertex(all.size() + 1, "exporting to image", Status.EXECUTED, 0.6, at));
        Build build = new Build(
                "1",
                "made-up",
                number + 1,
                0,
                Format.RAWJSON,
                "none",
                Clock.EXACT,
                target,
                Outcome.SUCCEEDED,
                when,
                at + 1,
                null,
                all,
                List.of());
        int hits = Math.min(first, steps);
        Summary summary = new Summary(
                steps,
                hits,
                0,
                steps - hits,
                0,
                0,
                0,
                0,
                (double) hits / steps,
                executed,
                saved,
                executed + saved == 0 ? null : Double.valueOf(saved / (executed + saved)),
                0,
                Timing.NONE);
        Origin origin = new Origin(
                when.plusSeconds(600),
                String.format("%040x", 0xabcdef0000L + number),
                BRANCHES.get(random.nextInt(BRANCHES.size())),
                "https://ci.example/runs/" + number,
                "runner-" + random.nextInt(4),
                null);
        BuildSeries series = new BuildSeries("made-up", "Dockerfile", target, "", "buildkit");
        return new KeptBuild(series, origin, build, summary, misses(all, first, steps, executed), null);
    }

    private static Vertex vertex(int number, String name, Status status, double seconds, double start) {
        return new Vertex(
                "sha256:" + number, StepName.parse(name), null, status, seconds, start, 1, 0, List.of(), null, 0);
    }

    private List<Miss> misses(List<Vertex> all, int first, int steps, double cost) {
        List<Miss> misses = new ArrayList<>();
        String root = first < steps ? all.get(4 + first).id() : "";
        for (int s = first; s < steps; s++) {
            boolean isRoot = s == first;
            boolean cold = first == 0;
            String file = first == steps / 4 ? "package.json" : "src/page" + random.nextInt(40) + ".ts";
            misses.add(new Miss(
                    "1",
                    all.get(4 + s).id(),
                    isRoot ? Role.ROOT : Role.CASCADE,
                    root,
                    cold ? Cause.COLD : Cause.CONTEXT_FILES,
                    cold ? Certainty.UNKNOWN : Certainty.PROVEN,
                    isRoot && !cold ? List.of(new FileChange(file, Change.CONTENT)) : List.of(),
                    isRoot && !cold ? 1 : 0,
                    null,
                    null,
                    cold ? "No earlier build of this is known." : file + " changed.",
                    null,
                    isRoot ? cost : null));
        }
        return misses;
    }
}

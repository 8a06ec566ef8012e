package dev.misstep.history;

import dev.misstep.build.Build;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Many processes write into one history, some are killed at random and begin again where nothing was reported yet. What was
 * reported as kept must be there, once.
 */
final class HistorySoak {
    private static final int MOST = 100_000;
    private static final BuildSeries SERIES = new BuildSeries("soak", "", "", "", "buildkit");

    /**
     * What came of it.
     *
     * @param reported builds that some process said were kept
     * @param lost those of them that are not there
     * @param twice builds that are there more than once
     * @param kills how many processes were killed
     */
    record Outcome(int reported, int lost, int twice, int kills) {}

    private HistorySoak() {}

    /** {@code writer WHERE NUMBER FROM TO}, as a process of its own; or {@code WHERE PROCESSES BUILDS SEED}. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args[0].equals("writer")) {
            write(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]), out);
            return;
        }
        long start = System.nanoTime();
        int processes = Integer.parseInt(args[1]);
        int builds = Integer.parseInt(args[2]);
        out.println(run(args[0], processes, builds, new Random(Long.parseLong(args[3]))));
        out.printf("%.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    static History open(String where) throws HistoryException {
        return new HistoryPlace(where).open(Path.of(where), InstantSource.system(), remark -> {
            throw new IllegalStateException(remark);
        });
    }

    private static void write(String where, int number, int from, int to, PrintStream out) throws Exception {
        KeptBuild form = HistoryContract.series(SERIES, HistoryContract.log("1.0", "2.0"))
                .get(0);
        try (History history = open(where)) {
            for (int i = from; i < to; i++) {
                Build build = form.build()
                        .withOrdinal(number * MOST + i + 1)
                        .withId(form.build().id());
                history.keep(new KeptBuild(SERIES, form.origin(), build, form.summary(), form.misses(), null));
                out.println(i);
            }
        }
    }

    /** Has processes write, each so many builds, and kills one of four once in its life. */
    static Outcome run(String where, int processes, int builds, Random random) throws Exception {
        List<Thread> watchers = new ArrayList<>();
        Set<Integer> reported = new HashSet<>();
        List<Throwable> failures = new ArrayList<>();
        int kills = 0;
        for (int p = 0; p < processes; p++) {
            int number = p;
            int killAt = p % 4 == 0 ? random.nextInt(builds) : -1;
            kills += killAt >= 0 ? 1 : 0;
            Thread watcher = new Thread(() -> {
                try {
                    int next = watched(where, number, 0, builds, killAt, reported);
                    while (next < builds) {
                        next = watched(where, number, next, builds, -1, reported);
                    }
                } catch (IOException | InterruptedException | RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            watchers.add(watcher);
            watcher.start();
        }
        for (Thread watcher : watchers) {
            watcher.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.get(0));
        }
        return judged(where, processes * builds, reported, kills);
    }

    /** Runs one writer, and returns what it would have written next. */
    private static int watched(String where, int number, int from, int to, int killAt, Set<Integer> reported)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HistorySoak.class.getName(),
                        "writer",
                        where,
                        Integer.toString(number),
                        Integer.toString(from),
                        Integer.toString(to))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int next = from;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                next = Integer.parseInt(line) + 1;
                synchronized (reported) {
                    reported.add(number * MOST + next);
                }
                if (next == killAt) {
                    process.toHandle().destroyForcibly(); // what it had written can still be read
                }
            }
        }
        int status = process.waitFor();
        if (status != 0 && killAt < 0) {
            throw new IOException("writer " + number + " ended with " + status);
        }
        return next;
    }

    private static Outcome judged(String where, int all, Set<Integer> reported, int kills) throws HistoryException {
        Map<Integer, Integer> found = new HashMap<>();
        try (History history = open(where)) {
            for (HistoryRow row : history.list(HistoryFilter.ALL, 2 * all + 1)) {
                Build build = history.find(row.id()).orElseThrow().kept().build();
                found.merge(build.ordinal(), 1, Integer::sum);
            }
        }
        int lost =
                (int) reported.stream().filter(one -> !found.containsKey(one)).count();
        int twice = (int) found.values().stream().filter(count -> count > 1).count();
        return new Outcome(reported.size(), lost, twice, kills);
    }
}

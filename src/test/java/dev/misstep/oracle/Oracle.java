package dev.misstep.oracle;

import dev.misstep.engine.EngineException;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code scripts/oracle}: makes projects, changes and builds them, and prints what Misstep had wrong. */
public final class Oracle {
    private static final int ROUNDS = 12;
    private static final long PATIENCE = 60_000;

    private static volatile boolean stopping;

    private Oracle() {}

    /** Of an engine and a builder; stops when there were enough changes. */
    static Tally run(Lab lab, long seed, int changes, Tally tally) throws EngineException, IOException {
        String run = Long.toHexString(System.nanoTime());
        for (long next = seed; !stopping && tally.changes < changes; next++) {
            try (Project project = new Project(lab, next, run + "x" + next, tally)) {
                boolean good = project.begin();
                for (int round = 0; good && !stopping && round < ROUNDS && tally.changes < changes; round++) {
                    good = project.next();
                }
            }
        }
        return tally;
    }

    static boolean isStopping() {
        return stopping;
    }

    public static void main(String[] args) throws EngineException, IOException {
        List<String> engines = new ArrayList<>();
        boolean classic = false;
        boolean trace = false;
        Path dockerfiles = null;
        long seed = 1;
        int changes = 200;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--engine" -> engines.add(args[++i]);
                case "--classic" -> classic = true;
                case "--trace" -> trace = true;
                case "--dockerfiles" -> dockerfiles = Path.of(args[++i]);
                case "--seed" -> seed = Long.parseLong(args[++i]);
                case "--changes" -> changes = Integer.parseInt(args[++i]);
                default -> {
                    System.err.println("unknown: " + args[i]);
                    System.exit(2);
                }
            }
        }
        if (engines.isEmpty()) {
            engines.add("");
        }
        Thread main = Thread.currentThread();
        Thread stop = new Thread(() -> stop(main));
        Runtime.getRuntime().addShutdownHook(stop);
        boolean failed = false;
        List<String> table = new ArrayList<>();
        for (String engine : engines) {
            long start = System.nanoTime();
            try (Lab lab = new Lab(EngineUnderTest.at(engine), classic)) {
                Tally tally = new Tally(System.out, trace);
                if (dockerfiles == null) {
                    run(lab, seed, changes, tally);
                } else {
                    Shapes.run(lab, dockerfiles, seed, changes, tally);
                }
                failed |= tally.failed();
                System.out.println(lab.facts().version() + " causes named: " + tally.causes());
                table.add(row(lab.facts(), tally, (System.nanoTime() - start) / 1e9));
            }
        }
        System.out.printf(
                "%-16s %-8s %7s %6s %6s %6s %8s %7s %7s %7s %8s %7s %7s%n",
                "engine",
                "builder",
                "changes",
                "builds",
                "steps",
                "misses",
                "hit/miss",
                "predict",
                "roles",
                "causes",
                "files",
                "unknown",
                "seconds");
        table.forEach(System.out::println);
        if (failed && !stopping) {
            Runtime.getRuntime().removeShutdownHook(stop); // it would wait for this thread, and this thread for it
            System.exit(1);
        }
    }

    /** Ctrl-C: what was made on the engine is taken away before the end. */
    private static void stop(Thread main) {
        stopping = true;
        try {
            main.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String row(Facts facts, Tally tally, double seconds) {
        return String.format(
                Locale.ROOT,
                "%-16s %-8s %7d %6d %6d %6d %8d %7d %7d %7d %8d %6.2f%% %7.0f%s",
                facts.version(),
                facts.classic() ? "classic" : "buildkit",
                tally.changes,
                tally.builds,
                tally.steps,
                tally.misses,
                tally.of(Fault.Kind.STATUS),
                tally.of(Fault.Kind.PREDICTION),
                tally.of(Fault.Kind.ROLE),
                tally.of(Fault.Kind.CAUSE),
                tally.of(Fault.Kind.FILE),
                tally.unknown(),
                seconds,
                tally.of(Fault.Kind.BROKEN) == 0 ? "" : "  BROKEN " + tally.of(Fault.Kind.BROKEN));
    }
}

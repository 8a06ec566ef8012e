package dev.misstep.cli;

import dev.misstep.engine.http2.DaemonThread;
import java.util.concurrent.Callable;

/**
 * Work on something made up, by another thread, while there is something else to wait for: the JVM links what work is made
 * of when it is first done, which is half of a short command's own time.
 */
final class Rehearsal {
    /** Set by {@code scripts/misstep} while it makes the archive. */
    private static final String RECORDING = "misstep.recording";

    private Rehearsal() {}

    /**
     * Begins all of them, and does not wait, unless the classes are listed for an archive. What one throws is nobody's
     * concern: no more than a little time is lost, and what is wrong shows where it is needed.
     */
    static void begin(Callable<?>... works) {
        Thread[] threads = new Thread[works.length];
        for (int i = 0; i < works.length; i++) {
            Callable<?> work = works[i];
            threads[i] = DaemonThread.start("misstep-rehearsal-" + i, () -> attempt(work));
        }
        if (Boolean.getBoolean(RECORDING)) {
            for (Thread thread : threads) {
                join(thread);
            }
        }
    }

    private static void attempt(Callable<?> work) {
        try {
            work.call();
        } catch (Exception e) {
            return;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

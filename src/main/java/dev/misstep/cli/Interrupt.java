package dev.misstep.cli;

import dev.misstep.engine.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C while builds run: the build on the engine is canceled, and what was seen is still reported before the process ends.
 */
final class Interrupt implements AutoCloseable {
    /** How long the process waits for the report of a canceled build. */
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean happened;

    private Interrupt(Cancellation cancellation) {
        hook = new Thread(() -> cancel(cancellation), "interrupt");
    }

    /** Listens until closed. */
    static Interrupt on(Cancellation cancellation) {
        Interrupt interrupt = new Interrupt(cancellation);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    boolean happened() {
        return happened;
    }

    @Override
    public void close() {
        reported.countDown();
        if (!happened) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                happened = true; // the process began to end this very moment; there is nothing left to cancel
            }
        }
    }

    private void cancel(Cancellation cancellation) {
        happened = true;
        cancellation.cancel();
        try {
            // true or not: the process ends now
            boolean inTime = reported.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            happened |= inTime;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.misstep.engine;

import java.util.ArrayList;
import java.util.List;

/** A wish to stop, told by one thread to those who work. Once told it stays. */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean canceled;

    /** A registered action; closing it takes it back. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Stops what listens, and returns when that was told to stop: for a build, when the engine has ended it, or after a
     * few seconds. Fit for a hook that runs while the JVM shuts down. Further calls do nothing.
     */
    public void cancel() {
        List<Runnable> toRun;
        synchronized (this) {
            if (canceled) {
                return;
            }
            canceled = true;
            toRun = List.copyOf(actions);
        }
        toRun.forEach(Runnable::run);
    }

    /** Whether {@link #cancel()} was called. */
    public synchronized boolean isCanceled() {
        return canceled;
    }

    /** Runs {@code action} on cancellation, on the canceling thread; at once if that has been. */
    Registration onCancel(Runnable action) {
        synchronized (this) {
            if (!canceled) {
                actions.add(action);
                return () -> remove(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void remove(Runnable action) {
        actions.remove(action);
    }
}

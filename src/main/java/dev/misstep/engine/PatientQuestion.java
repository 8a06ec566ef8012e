package dev.misstep.engine;

import dev.misstep.engine.http2.DaemonThread;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Something to be known that all can go on without. */
final class PatientQuestion {
    private PatientQuestion() {}

    /**
     * Asks, and does not wait before the answer is wanted. Who is not answered in time waits on, until the connection is
     * closed.
     *
     * @param thread what asks is called
     * @param patience how long the answer is waited for, from when it is wanted
     * @return the answer; empty where it failed, or did not come in time
     */
    static <T> Supplier<Optional<T>> ask(String thread, Duration patience, Callable<T> question) {
        FutureTask<T> asking = new FutureTask<>(question);
        DaemonThread.start(thread, asking);
        return () -> answer(asking, patience);
    }

    private static <T> Optional<T> answer(FutureTask<T> asking, Duration patience) {
        try {
            return Optional.of(asking.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}

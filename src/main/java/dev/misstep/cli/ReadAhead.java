package dev.misstep.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads many things on all processors, and hands on what they held in the order in which they were named. */
final class ReadAhead {
    /** Memory that reading one of them may take: an archive's members, a hostile log. */
    private static final long EACH = 64L << 20;

    /** For each processor, how many may be read and not handed on because one before them is not read yet. */
    private static final int WAITING = 32;

    private ReadAhead() {}

    /**
     * Returns when all is handed on. What is thrown by a reader is thrown here, when it is that one's turn.
     *
     * @param read is called by several threads at a time
     * @param taken is called by this thread alone
     */
    static <T, R> void inOrder(List<T> things, Function<T, R> read, Consumer<R> taken) {
        Runtime machine = Runtime.getRuntime();
        long readers = Math.min(things.size(), Math.min(machine.availableProcessors(), machine.maxMemory() / EACH));
        if (readers < 2) {
            things.forEach(thing -> taken.accept(read.apply(thing)));
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool((int) readers);
        try {
            Deque<Future<R>> ahead = new ArrayDeque<>();
            for (T thing : things) {
                if (ahead.size() == readers * WAITING) {
                    taken.accept(result(ahead.remove()));
                }
                ahead.add(threads.submit(() -> read.apply(thing)));
            }
            while (!ahead.isEmpty()) {
                taken.accept(result(ahead.remove()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static <R> R result(Future<R> reading) {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException exception ? exception : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while logs were read", e);
        }
    }
}

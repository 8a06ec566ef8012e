package dev.misstep.cli;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A timer whose thread does not keep the process alive. */
final class DaemonTimer {
    private DaemonTimer() {}

    static ScheduledExecutorService named(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}

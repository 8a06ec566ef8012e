package dev.misstep.engine.http2;

/** Threads that keep no process alive. */
public final class DaemonThread {
    private DaemonThread() {}

    /** A thread that is still to be started. */
    static Thread of(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** One that runs already. */
    public static Thread start(String name, Runnable task) {
        Thread thread = of(name, task);
        thread.start();
        return thread;
    }
}

package dev.misstep.engine.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads this program starts are named after it: what a connection leaves behind is seen. */
public final class MisstepThreads {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Set<Thread> before;

    private MisstepThreads(Set<Thread> before) {
        this.before = before;
    }

    /** Those that run now are not counted. */
    public static MisstepThreads now() {
        return new MisstepThreads(running());
    }

    /** Waits until all threads started since have ended. */
    public void assertNoneLeft() throws InterruptedException {
        Set<Thread> since = new HashSet<>(running());
        since.removeAll(before);
        for (Thread thread : since) {
            thread.join(PATIENCE_MILLIS);
        }
        assertThat(since.stream()
                        .filter(Thread::isAlive)
                        .map(thread -> thread.getName() + " "
                                + java.util.Arrays.stream(thread.getStackTrace())
                                        .limit(6)
                                        .toList()))
                .isEmpty();
    }

    private static Set<Thread> running() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("misstep-"))
                .collect(Collectors.toSet());
    }
}

package dev.misstep.cli;

import dev.misstep.build.Interval;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.report.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Progress as plain lines, for a file or a CI log: one when a step begins to work, one when it has ended. */
final class ProgressLines implements Progress {
    private final Console console;
    private final InstantSource clock;
    private static final long ANNOUNCE_MILLIS = 250;

    /** So many bytes take a moment to send. */
    private static final long WORTH_A_LINE = 1_000_000;

    private final RunningSteps steps = new RunningSteps();
    private final ScheduledExecutorService announcing = DaemonTimer.named("progress");
    private Instant begun;

    ProgressLines(Console console) {
        this.console = console;
        this.clock = console.surroundings().clock();
        this.begun = clock.instant();
    }

    @Override
    public synchronized void run(String title) {
        steps.clear();
        begun = clock.instant();
        console.say(title);
    }

    @Override
    public synchronized void note(String text) {
        line(text);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the timer
    public synchronized void started(String id, StepName name) {
        steps.started(id, name, clock.instant());
        if (name.step()) {
            announcing.schedule(() -> announce(id, name), ANNOUNCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A step that is still at work after a moment is worth a line; a hit is not. */
    private synchronized void announce(String id, StepName name) {
        if (steps.isRunning(id)) {
            line("running   " + name.text());
        }
    }

    @Override
    public void close() {
        announcing.shutdownNow();
    }

    @Override
    public synchronized void output(String id, StepName name, String text) {
        steps.output(id, text);
    }

    @Override
    public synchronized void advanced(String id, String piece, long current, long total, boolean completed) {
        steps.advanced(id, new WorkPiece(piece, current, total, completed));
    }

    @Override
    public synchronized void finished(String id, StepName name, Status status, @Nullable Double seconds) {
        long bytes = steps.transferred(id);
        List<String> output = steps.finished(id, name, status);
        if (bytes >= WORTH_A_LINE) {
            line(String.format(Locale.ROOT, "%-9s %s for %s", "sent", ByteSize.of(bytes), name.text()));
        }
        if (name.instruction() == null && status != Status.FAILED) {
            return;
        }
        String time = seconds == null || status.isHit() ? "" : String.format(Locale.ROOT, " in %.1fs", seconds);
        line(String.format(Locale.ROOT, "%-9s %s%s", status.label(), name.text(), time));
        if (status == Status.FAILED) {
            output.forEach(text -> line("| " + text));
        }
    }

    private void line(String text) {
        double elapsed = Interval.seconds(Duration.between(begun, clock.instant()));
        console.say(String.format(Locale.ROOT, "%6.1fs %s", elapsed, text));
    }
}

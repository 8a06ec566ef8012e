package dev.misstep.cli;

import dev.misstep.build.Interval;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Progress on a terminal: finished steps scroll by and stay, and below them a few lines are redrawn that tell what works
 * right now, for how long, and what it printed last.
 */
final class ProgressView implements Progress {
    private static final int MAX_RUNNING = 6;
    private static final long REDRAW_MILLIS = 120;

    private final Console console;
    private final InstantSource clock;
    private final RunningSteps steps = new RunningSteps();
    private final ScheduledExecutorService redraw = DaemonTimer.named("progress");
    private String title = "";
    private Instant begun;
    private int drawn;

    ProgressView(Console console) {
        this.console = console;
        this.clock = console.surroundings().clock();
        this.begun = clock.instant();
        redraw.scheduleAtFixedRate(this::draw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void run(String newTitle) {
        steps.clear();
        title = newTitle;
        begun = clock.instant();
        scroll(List.of(title));
    }

    @Override
    public synchronized void note(String text) {
        scroll(List.of("  " + text));
    }

    @Override
    public synchronized void started(String id, StepName name) {
        steps.started(id, name, clock.instant());
    }

    @Override
    public synchronized void output(String id, StepName name, String line) {
        steps.output(id, line);
    }

    @Override
    public synchronized void finished(String id, StepName name, Status status, @Nullable Double seconds) {
        List<String> output = steps.finished(id, name, status);
        boolean worthALine = name.step() || status == Status.FAILED;
        if (!worthALine) {
            return;
        }
        String result = seconds == null || status.isHit()
                ? status.label()
                : String.format(Locale.ROOT, "%s %.1fs", status.label(), seconds);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "  %-16s %s", result, name.text()));
        if (status == Status.FAILED) {
            output.forEach(line -> lines.add("    | " + line));
        }
        scroll(lines);
    }

    @Override
    public synchronized void close() {
        redraw.shutdownNow();
        erase(new StringBuilder());
    }

    private synchronized void draw() {
        StringBuilder text = new StringBuilder();
        erase(text);
        drawRunning(text);
        flush(text);
    }

    private void scroll(List<String> lines) {
        StringBuilder text = new StringBuilder();
        erase(text);
        lines.forEach(line -> text.append(fit(line)).append('\n'));
        drawRunning(text);
        flush(text);
    }

    private void drawRunning(StringBuilder text) {
        if (redraw.isShutdown() || title.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "  %s  %s: %d hit, %d ran", seconds(begun, now), title, steps.hits(), steps.ran()));
        for (RunningSteps.Running vertex : steps.all()) {
            if (lines.size() > MAX_RUNNING) {
                lines.add("    …");
                break;
            }
            String last = vertex.lastLine();
            lines.add(String.format(Locale.ROOT, "  %7s  %s", seconds(vertex.since, now), vertex.name.text())
                    + (last.isEmpty() ? "" : "  | " + last));
        }
        lines.forEach(line -> text.append(fit(line)).append('\n'));
        drawn = lines.size();
    }

    // cursor up, then clear to the end of the screen
    private void erase(StringBuilder text) {
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append("A\u001b[J");
            drawn = 0;
            if (redraw.isShutdown()) {
                flush(text);
            }
        }
    }

    private void flush(StringBuilder text) {
        console.surroundings().err().print(text);
        console.surroundings().err().flush();
    }

    private String fit(String line) {
        String safe = VisibleText.of(line);
        int width = console.columns() - 1;
        return safe.length() <= width ? safe : safe.substring(0, width - 1) + "…";
    }

    private static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1fs", Math.max(0, Interval.seconds(Duration.between(from, to))));
    }
}

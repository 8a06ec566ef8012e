package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Interval;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.report.Elision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
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
    private static final long MEASURE_MILLIS = 1000;

    private final Console console;
    private final InstantSource clock;
    private final RunningSteps steps = new RunningSteps();
    private final ExpectedEnd expected = new ExpectedEnd();
    private final ScheduledExecutorService redraw = DaemonTimer.named("progress");
    private String title = "";
    private Instant begun;
    private int drawn;

    @SuppressWarnings("FutureReturnValueIgnored") // they end with the timer
    ProgressView(Console console) {
        this.console = console;
        this.clock = console.surroundings().clock();
        this.begun = clock.instant();
        redraw.scheduleAtFixedRate(this::draw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        redraw.scheduleWithFixedDelay(console::measure, MEASURE_MILLIS, MEASURE_MILLIS, TimeUnit.MILLISECONDS);
        console.showThrough(this::above);
    }

    @Override
    public synchronized void run(String newTitle) {
        steps.clear();
        title = newTitle;
        begun = clock.instant();
        scroll(List.of(title));
    }

    @Override
    public boolean foretells() {
        return true;
    }

    @Override
    public synchronized void earlier(List<Build> builds) {
        builds.forEach(expected::learn);
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
    public synchronized void advanced(String id, String piece, long current, long total, boolean completed) {
        steps.advanced(id, new WorkPiece(piece, current, total, completed));
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

    /** A warning while the view is up goes where finished steps go, in full; below the view the next redraw would eat it. */
    private synchronized void above(String line) {
        StringBuilder text = new StringBuilder();
        erase(text);
        flush(text);
        console.surroundings().err().println(line);
        draw();
    }

    @Override
    public synchronized void close() {
        console.showThrough(null);
        redraw.shutdownNow();
        console.measure(); // for the report
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
        OptionalDouble left = expected.left(steps.all(), now);
        lines.add(String.format(
                Locale.ROOT,
                "  %s  %s: %d hit, %d ran%s",
                seconds(begun, now),
                title,
                steps.hits(),
                steps.ran(),
                left.isEmpty() ? "" : String.format(Locale.ROOT, ", about %.0f s left", left.getAsDouble())));
        for (RunningSteps.Running vertex : steps.all()) {
            if (lines.size() > MAX_RUNNING) {
                lines.add("    …");
                break;
            }
            lines.add(String.format(Locale.ROOT, "  %7s  %s", seconds(vertex.since, now), working(vertex)));
        }
        lines.forEach(line -> text.append(fit(line)).append('\n'));
        drawn = lines.size();
    }

    /** Its name and what it does; a long name leaves room for that. */
    private String working(RunningSteps.Running vertex) {
        String name = VisibleText.of(vertex.name.text());
        String last = vertex.doing();
        return last.isBlank() ? name : Elision.middle(name, console.columns() / 2) + "  | " + last;
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

    // A line that the terminal takes for wider than it is, or that was made for a window since narrowed, must not go on
    // in
    // the row below: as many rows are erased as lines were drawn. So the terminal cuts lines instead, until the flush.
    private void flush(StringBuilder text) {
        if (text.length() == 0) {
            return;
        }
        console.surroundings().err().print("\u001b[?7l" + text + "\u001b[?7h");
        console.surroundings().err().flush();
    }

    private String fit(String line) {
        return Elision.end(VisibleText.of(line), console.columns() - 1);
    }

    private static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1fs", Math.max(0, Interval.seconds(Duration.between(from, to))));
    }
}

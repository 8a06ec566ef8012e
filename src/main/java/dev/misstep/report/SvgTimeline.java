package dev.misstep.report;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The geometry of one build's timeline: a bar a vertex, steps apart from the builder's own work. Positions are percents of
 * the drawing's width, so that it fits any page; the template draws them.
 *
 * @param kind what the bars mean
 * @param ticks the axis, in seconds; empty where there are no seconds
 * @param steps rows of steps
 * @param overhead rows of everything else
 * @param leftOut how many short vertices are not drawn because there are too many
 */
public record SvgTimeline(Kind kind, List<Tick> ticks, List<Row> steps, List<Row> overhead, int leftOut) {
    /** More rows than this help nobody; the longest ones stay. */
    static final int ROWS_SHOWN = 300;

    /** Height of a row in CSS pixels, the same as in the style sheet. */
    public static final int ROW_HEIGHT = 24;

    /** A bar is never narrower than this, in percent, or a step of no length would vanish. */
    static final double NARROWEST_BAR = 0.5;

    private static final int TICKS = 6;

    /** What the source allows to be drawn. */
    public enum Kind {
        /** Bars stand where the work happened. */
        TIMES,
        /** Bars tell how long the work took; when it happened is not known. */
        DURATIONS,
        /** There are no seconds at all. */
        NONE
    }

    /** A mark of the axis: {@code x} and its label. */
    public record Tick(String x, String label) {}

    /**
     * A vertex.
     *
     * @param text its name as shown, on one line
     * @param tip all that is known of it
     * @param status the name of the CSS class of its colour
     * @param cell its status or its seconds
     * @param x where the bar begins, or {@code null} where there is no bar
     * @param ran whether it worked at all: those bars can be focused
     * @param critical whether it lies on the critical path
     */
    public record Row(
            String text,
            String tip,
            String status,
            String cell,
            @Nullable String x,
            String width,
            boolean ran,
            boolean critical) {}

    public SvgTimeline {
        ticks = List.copyOf(ticks);
        steps = List.copyOf(steps);
        overhead = List.copyOf(overhead);
    }

    /** Whether one of the bars lies on the critical path. */
    public boolean hasCritical() {
        return Stream.concat(steps.stream(), overhead.stream()).anyMatch(Row::critical);
    }

    /** Lays a build out. */
    public static SvgTimeline of(Build build, Timing timing) {
        Set<String> critical = timing.path() == null
                ? Set.of()
                : timing.path().stream().map(Vertex::id).collect(Collectors.toSet());
        Kind kind = kind(build);
        List<Vertex> kept = longest(build.vertices());
        double end = end(build, kind);
        Comparator<Vertex> byStart = Comparator.comparing(
                vertex -> kind == Kind.TIMES ? vertex.start() : null, Comparator.nullsLast(Double::compare));
        List<Row> steps = new ArrayList<>();
        List<Row> overhead = new ArrayList<>();
        kept.stream()
                .sorted(byStart)
                .forEach(vertex ->
                        (vertex.step() ? steps : overhead).add(row(vertex, kind, end, critical.contains(vertex.id()))));
        List<Tick> ticks = kind == Kind.NONE ? List.of() : ticks(end);
        return new SvgTimeline(kind, ticks, steps, overhead, build.vertices().size() - kept.size());
    }

    private static Kind kind(Build build) {
        if (build.clock() != Clock.NONE && build.vertices().stream().anyMatch(vertex -> vertex.start() != null)) {
            return Kind.TIMES;
        }
        return build.vertices().stream().anyMatch(vertex -> vertex.seconds() != null) ? Kind.DURATIONS : Kind.NONE;
    }

    /** At most {@link #ROWS_SHOWN} of them, in their order: all failures, then the longest. */
    static List<Vertex> longest(List<Vertex> vertices) {
        if (vertices.size() <= ROWS_SHOWN) {
            return vertices;
        }
        Set<Vertex> chosen = new HashSet<>(vertices.stream()
                .sorted(Comparator.comparing((Vertex vertex) -> vertex.status() != Status.FAILED)
                        .thenComparing(vertex -> -lengthOf(vertex)))
                .limit(ROWS_SHOWN)
                .toList());
        return vertices.stream().filter(chosen::contains).toList();
    }

    private static double end(Build build, Kind kind) {
        double end = kind == Kind.TIMES && build.seconds() != null ? build.seconds() : 0;
        for (Vertex vertex : build.vertices()) {
            Double start = kind == Kind.TIMES ? vertex.start() : Double.valueOf(0);
            if (start != null) {
                end = Math.max(end, start + lengthOf(vertex));
            }
        }
        return end > 0 ? end : 1;
    }

    private static double lengthOf(Vertex vertex) {
        return vertex.seconds() == null ? 0 : vertex.seconds();
    }

    private static Row row(Vertex vertex, Kind kind, double end, boolean critical) {
        Double start = kind == Kind.TIMES ? vertex.start() : Double.valueOf(0);
        boolean drawn = start != null && kind != Kind.NONE && (kind == Kind.TIMES || vertex.seconds() != null);
        double width = Math.max(NARROWEST_BAR, 100 * lengthOf(vertex) / end);
        double x = start == null ? 0 : Math.max(0, Math.min(100 - width, 100 * start / end));
        String name = SafeText.oneLine(vertex.name().text());
        return new Row(
                Elision.middle(name, 160),
                tip(vertex, kind, name) + (critical ? ", on the critical path" : ""),
                vertex.status().label(),
                Words.cell(vertex),
                drawn ? percent(x) : null,
                percent(Math.min(100, width)),
                vertex.status().isMiss() || vertex.status() == Status.PULLED,
                critical);
    }

    private static String tip(Vertex vertex, Kind kind, String name) {
        StringBuilder tip = new StringBuilder(Elision.middle(name, 400));
        tip.append(" – ").append(vertex.status().label());
        if (vertex.seconds() != null) {
            tip.append(", ").append(Durations.text(vertex.seconds()));
        }
        if (kind == Kind.TIMES && vertex.start() != null) {
            tip.append(", from ").append(Durations.text(Math.max(0, vertex.start())));
        }
        if (vertex.intervals() > 1) {
            tip.append(", in ").append(vertex.intervals()).append(" stretches drawn as one");
        }
        if (vertex.line() > 0) {
            tip.append(", log line ").append(vertex.line());
        }
        return tip.toString();
    }

    private static List<Tick> ticks(double end) {
        double step = niceStep(end / TICKS);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= end * 0.97; i++) {
            ticks.add(new Tick(percent(100 * i * step / end), tickLabel(i * step)));
        }
        return ticks;
    }

    /** {@code 0s}, {@code 0.05s}, {@code 20s}, {@code 1m 30s}. */
    private static String tickLabel(double seconds) {
        if (seconds >= 60) {
            return Durations.text(seconds);
        }
        return JsonFields.thousandths(seconds).toPlainString().replaceAll("\\.0$", "") + "s";
    }

    /** The smallest step of a clock's scale that is not smaller. */
    static double niceStep(double atLeast) {
        double[] clock = {1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600};
        for (double step = 0.01; step < 1; step *= 10) {
            for (int times : new int[] {1, 2, 5}) {
                if (step * times >= atLeast) {
                    return step * times;
                }
            }
        }
        for (double step : clock) {
            if (step >= atLeast) {
                return step;
            }
        }
        return Math.ceil(atLeast / 3600) * 3600;
    }

    /** Two decimals are a hundredth of a pixel's error on any screen. */
    static String percent(double value) {
        long hundredths = Math.round(value * 100);
        String cents = hundredths % 100 < 10 ? "0" + hundredths % 100 : String.valueOf(hundredths % 100);
        return hundredths / 100 + "." + cents + "%";
    }
}

package dev.misstep.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a status stream frame by frame as BuildKit's terminal display does (progressui/display.go, ttyDisplay). */
final class TtyPrinter {
    /**
     * How it writes.
     *
     * @param codes whether cursor codes are in the file
     * @param colours whether colours are
     * @param builder what stands at the end of a header, empty before BuildKit 0.12
     * @param cutsHeader whether a header is cut at the width, as from BuildKit 0.31
     */
    record Terminal(int width, int height, boolean codes, boolean colours, String builder, boolean cutsHeader) {}

    /** What a reader should find of a vertex. */
    static final class Printed {
        final String digest;
        /** The most of its name that any row showed. */
        String name = "";
        /** What its last row showed of it. */
        String lastName = "";
        /** Whether the last frame has a row of it. */
        boolean shown;
        /** The seconds of its last row. */
        String seconds = "";

        Printed(String digest) {
            this.digest = digest;
        }
    }

    private static final class Shown {
        /** In how many frames its output was shown. */
        int windows;

        final Printed printed;
        String name = "";
        final TreeMap<Instant, Instant> stops = new TreeMap<>();
        final TreeMap<Instant, Boolean> starts = new TreeMap<>();
        boolean cached;
        String error = "";
        final List<String> output = new ArrayList<>();
        final Map<String, SolveStatus.Progress> statuses = new LinkedHashMap<>();

        Shown(String digest) {
            printed = new Printed(digest);
        }

        boolean completed() {
            return !starts.isEmpty() && stops.keySet().containsAll(starts.keySet());
        }
    }

    private record Row(
            String name,
            String status,
            double seconds,
            boolean completed,
            String colour,
            @Nullable Shown of) {}

    private static final int WINDOW = 6;

    private final Terminal terminal;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, Shown> byDigest = new LinkedHashMap<>();
    private final List<Shown> begun = new ArrayList<>();
    private @Nullable Instant start;
    private Instant now = Instant.EPOCH;
    private int lines;
    private boolean repeated;

    TtyPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    String text() {
        return out.toString();
    }

    /** In order of first appearance, without what never had room for a row. */
    List<Printed> printed() {
        return begun.stream()
                .map(shown -> shown.printed)
                .filter(printed -> !printed.seconds.isEmpty())
                .toList();
    }

    void update(SolveStatus status) {
        for (SolveStatus.VertexUpdate update : status.vertexes()) {
            Shown shown = byDigest.computeIfAbsent(update.digest(), Shown::new);
            Instant started = update.started();
            if (started == null) {
                shown.name = shown.starts.isEmpty() ? update.name() : shown.name;
                continue;
            }
            start = start == null ? started : start;
            if (shown.starts.isEmpty()) {
                begun.add(shown);
            }
            passed(started);
            shown.name = update.name();
            shown.starts.put(started, true);
            Instant completed = update.completed();
            if (completed != null) {
                shown.stops.put(started, completed);
                passed(completed);
            }
            shown.cached = update.cached();
            shown.error = Objects.requireNonNullElse(update.error(), "");
        }
        for (SolveStatus.Progress progress : status.statuses()) {
            Objects.requireNonNull(byDigest.get(progress.vertex())).statuses.put(progress.id(), progress);
        }
        for (SolveStatus.LogChunk chunk : status.logs()) {
            passed(Objects.requireNonNull(chunk.timestamp()));
            String data = new String(chunk.data(), StandardCharsets.UTF_8).replaceAll("[\\r\\p{Cntrl}&&[^\\n]]", "");
            Shown shown = Objects.requireNonNull(byDigest.get(chunk.vertex()));
            shown.output.addAll(List.of(data.split("\n")));
        }
    }

    private void passed(Instant at) {
        now = at.isAfter(now) ? at : now;
    }

    /** One frame. */
    void print(boolean last) {
        List<Row> rows = rows();
        Set<Shown> windows = windows(rows);
        int hidden = windows.stream().mapToInt(shown -> window(shown).size()).sum();
        rows = last ? rows : wrapped(rows, terminal.height - 2 - hidden);
        code("\u001b[1A".repeat(lines + 1) + (repeated ? "" : "\u001b[1B") + "\u001b[0G\u001b[?25l");
        repeated = true;
        long completed = byDigest.values().stream().filter(Shown::completed).count();
        double seconds = start == null ? 0 : seconds(start, now);
        boolean finished = last && completed > 0 && completed == byDigest.size();
        String head = String.format(
                Locale.ROOT,
                "[+] Building %.1fs (%d/%d) %s",
                seconds,
                completed,
                byDigest.size(),
                finished ? "FINISHED" : "");
        String header = aligned(head, terminal.builder, terminal.width - (terminal.builder.isEmpty() ? 0 : 1));
        boolean cut = terminal.cutsHeader && header.length() > terminal.width;
        out.append(cut ? header.substring(0, terminal.width) : header).append('\n');
        begun.forEach(each -> each.printed.shown = false);
        int count = 0;
        for (Row row : rows) {
            count += print(row, windows);
        }
        for (int i = count; i < lines; i++) {
            out.append(terminal.codes ? " ".repeat(terminal.width) + "\n" : "");
        }
        code(count < lines ? "\u001b[" + (lines - count) + "A\u001b[0G" : "");
        code("\u001b[?25h");
        lines = count;
    }

    /** The blocks below the last frame. */
    void printErrors() {
        for (Shown shown : begun) {
            if (!shown.error.isEmpty() && !shown.error.endsWith("context canceled")) {
                out.append("------\n > ").append(shown.name).append(":\n");
                shown.output.forEach(line -> out.append("0.123 ").append(line).append('\n'));
                out.append("------\n");
            }
        }
    }

    private int print(Row row, Set<Shown> windows) {
        String timer = String.format(Locale.ROOT, " %3.1fs", row.seconds < 0.05 ? 0 : row.seconds);
        int left = terminal.width - 4 - (timer.length() + 1) - 1;
        boolean showStatus = !row.status.isEmpty() && left + row.status.length() > 20;
        left -= showStatus ? row.status.length() + 1 : 0;
        if (left < 12) {
            return 0;
        }
        String name = row.name.length() > left ? row.name.substring(0, left) : row.name;
        Shown shown = row.of;
        if (shown != null) {
            String bare =
                    name.replaceFirst("^(?:CACHED |ERROR |CANCELED )+", "").stripTrailing();
            Printed printed = shown.printed;
            printed.name = bare.length() > printed.name.length() ? bare : printed.name;
            printed.shown = true;
            printed.lastName = bare;
            printed.seconds = timer.strip().replace("s", "");
        }
        boolean painted = row.completed && terminal.colours;
        out.append(painted ? "\u001b[" + row.colour + "m" : "");
        out.append(aligned(" => " + name + (showStatus ? " " + row.status : ""), timer, terminal.width - 1));
        out.append('\n').append(painted ? "\u001b[0m" : "");
        int count = 1;
        if (shown != null && windows.contains(shown)) {
            shown.windows++;
            for (String line : window(shown)) {
                out.append(terminal.colours ? "\u001b[2m" : "")
                        .append(" => => # ")
                        .append(line);
                out.append('\n').append(terminal.colours ? "\u001b[0m" : "");
                count++;
            }
        }
        return count;
    }

    /** Those whose output is shown: as many as there is room for, those that printed most first. */
    private Set<Shown> windows(List<Row> rows) {
        int free = terminal.height
                - 2
                - (int) rows.stream().filter(row -> !row.completed).count();
        List<Shown> candidates = new ArrayList<>();
        for (Row row : rows) {
            if (!row.completed && row.of != null && !row.of.output.isEmpty()) {
                candidates.add(row.of);
            }
        }
        candidates.sort(Comparator.comparing(shown -> -shown.windows * 50
                - shown.output.stream().mapToInt(String::length).sum()));
        Set<Shown> windows = new LinkedHashSet<>();
        for (Shown shown : candidates) {
            if (free <= WINDOW + 3) {
                break;
            }
            windows.add(shown);
            free -= WINDOW + 3;
        }
        return windows;
    }

    /** The last lines of output as a terminal of ten columns less shows them. */
    private List<String> window(Shown shown) {
        int width = terminal.width - 10;
        List<String> lines = new ArrayList<>();
        for (String line : shown.output) {
            for (int from = 0; from == 0 || from < line.length(); from += width) {
                String part = line.substring(from, Math.min(line.length(), from + width));
                lines.add(part + " ".repeat(width - part.length()));
            }
        }
        return lines.subList(Math.max(0, lines.size() - WINDOW), lines.size()).stream()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Shown shown : begun) {
            double worked = 0;
            for (Instant from : shown.starts.keySet()) {
                worked += seconds(from, shown.stops.getOrDefault(from, now));
            }
            boolean canceled = shown.error.endsWith("context canceled");
            String failure = shown.error.isEmpty() ? "" : canceled ? "CANCELED " : "ERROR ";
            String colour = shown.error.isEmpty() ? "34" : canceled ? "33" : "31";
            String name = (shown.cached ? "CACHED " : "") + failure + shown.name;
            rows.add(new Row(name, "", worked, shown.completed(), colour, shown));
            for (SolveStatus.Progress progress : shown.statuses.values()) {
                String status = progress.total() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, "%.2fMB / %.2fMB", progress.current() / 1e6, progress.total() / 1e6);
                Instant end = progress.completed() == null ? now : progress.completed();
                double took = seconds(Objects.requireNonNull(progress.started()), end);
                rows.add(new Row("=> " + progress.id(), status, took, progress.completed() != null, "34", null));
            }
        }
        return rows;
    }

    /** The last rows, in place of which rows of what runs are shown that would not fit. */
    private static List<Row> wrapped(List<Row> rows, int limit) {
        if (limit < 0) {
            return List.of();
        }
        if (rows.size() <= limit) {
            return rows;
        }
        List<Row> tail = rows.subList(rows.size() - limit, rows.size());
        List<Row> hidden = rows.subList(0, rows.size() - limit).stream()
                .filter(row -> !row.completed)
                .toList();
        List<Row> kept = new ArrayList<>();
        int left = hidden.size();
        for (Row row : tail) {
            if (!row.completed || left <= 0) {
                kept.add(row);
            }
            left--;
        }
        int free = tail.size() - kept.size();
        List<Row> shown = new ArrayList<>(hidden.subList(hidden.size() - free, hidden.size()));
        shown.addAll(kept);
        return shown;
    }

    private void code(String codes) {
        out.append(terminal.codes ? codes : "");
    }

    private static String aligned(String left, String right, int width) {
        return String.format("%-" + Math.max(1, width - right.length() - 1) + "s %s", left, right);
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}

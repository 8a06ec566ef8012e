package dev.misstep.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a status stream as BuildKit's plain display does, era by era (util/progress/progressui at v0.4, v0.7, v0.8, v0.9,
 * v0.11 and v0.12). The choice that the display makes by the clock, which open group to show, is made by chance.
 */
final class PlainPrinter {
    /** What differs between the versions. */
    enum Era {
        /** docker 18.06 and 18.09: an event for each fact, no words that end a vertex; names cut. */
        A,
        /** docker 19.03: names cut, numbers by first mention, a last line without end is glued to its DONE. */
        B,
        /** docker 20.10: full names, each header followed by the vertex' digest. */
        C,
        /** buildx 0.6. */
        D,
        /** buildx 0.8: numbers by first print; output stored before that is printed as {@code #0}. */
        E,
        /** buildx 0.11 and later: begins with {@code #0 building with}. */
        F;

        boolean numbersByMention() {
            return compareTo(E) < 0;
        }

        boolean storesPrefix() {
            return compareTo(F) < 0;
        }
    }

    private static final class Shown {
        final String digest;
        String name = "";
        int index;
        final TreeMap<Instant, Instant> stops = new TreeMap<>();
        final Set<Instant> starts = new LinkedHashSet<>();
        boolean cached;
        String error = "";
        final List<String> logs = new ArrayList<>();
        boolean partial;
        int offset;
        final Map<String, SolveStatus.Progress> statuses = new LinkedHashMap<>();
        final Set<String> statusUpdates = new LinkedHashSet<>();
        /** What changed since the last print, for {@link Era#A}. */
        final List<String> events = new ArrayList<>();

        SolveStatus.@Nullable VertexUpdate previous;

        Shown(String digest) {
            this.digest = digest;
        }

        boolean started() {
            return !starts.isEmpty();
        }

        Instant lastStart() {
            return starts.stream().max(Comparator.naturalOrder()).orElseThrow();
        }

        boolean completed() {
            return started() && stops.containsKey(lastStart());
        }

        @Nullable
        Instant lastStop() {
            return stops.get(lastStart());
        }
    }

    private final Era era;
    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, Shown> byDigest = new LinkedHashMap<>();
    private final Set<String> updates = new LinkedHashSet<>();
    private final Map<String, String> lastDone = new HashMap<>();
    private final Map<String, Integer> reprints = new HashMap<>();
    private @Nullable Shown current;
    private boolean notFirst;
    private int nextIndex;

    PlainPrinter(Era era, Random random) {
        this.era = era;
        this.random = random;
    }

    String text() {
        return out.toString();
    }

    /** Digests by the number they were printed with. */
    Map<String, String> digests() {
        Map<String, String> digests = new HashMap<>();
        byDigest.forEach((digest, shown) -> digests.put(Integer.toString(shown.index), digest));
        return digests;
    }

    /** The seconds that the last DONE of a vertex told, as printed, or {@code null}. */
    @Nullable
    String lastDone(String digest) {
        return lastDone.get(digest);
    }

    /** How often a part of a line of that vertex was printed anew. */
    int reprints(String digest) {
        return reprints.getOrDefault(digest, 0);
    }

    void update(SolveStatus status) {
        for (SolveStatus.VertexUpdate update : status.vertexes()) {
            Shown shown = byDigest.computeIfAbsent(update.digest(), Shown::new);
            if (shown.index == 0 && era.numbersByMention()) {
                shown.index = ++nextIndex;
            }
            Instant started = update.started();
            if (started == null) {
                shown.name = shown.started() ? shown.name : update.name();
                continue;
            }
            shown.name = update.name();
            changed(shown, update);
            shown.starts.add(started);
            if (update.completed() != null) {
                shown.stops.put(started, update.completed());
            }
            shown.cached = update.cached();
            shown.error = update.error() == null ? "" : update.error();
            updates.add(shown.digest);
        }
        for (SolveStatus.Progress progress : status.statuses()) {
            Shown shown = known(progress.vertex());
            shown.statuses.put(progress.id(), progress);
            shown.statusUpdates.add(progress.id());
            updates.add(shown.digest);
        }
        for (SolveStatus.LogChunk chunk : status.logs()) {
            log(known(chunk.vertex()), chunk);
        }
    }

    /** In the order of triggerVertexEvent. */
    private static void changed(Shown shown, SolveStatus.VertexUpdate update) {
        SolveStatus.VertexUpdate old = shown.previous;
        shown.previous = update;
        if (old == null) {
            shown.events.add(label("digest") + update.digest());
        }
        if (old == null || !old.name().equals(update.name())) {
            shown.events.add(
                    label("name") + '"' + update.name().replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        Instant started = Objects.requireNonNull(update.started());
        if (old == null || !started.equals(old.started())) {
            shown.events.add(label("started") + time(started));
        }
        if (update.completed() != null) {
            shown.events.add(label("completed") + time(update.completed()));
            long micros = Duration.between(started, update.completed()).toNanos() / 1000;
            shown.events.add(label("duration") + (micros == 0 ? "0s" : micros / 1e3 + "ms"));
        }
        if ((old != null && old.cached()) != update.cached()) {
            shown.events.add(label("cached") + update.cached());
        }
        String error = update.error() == null ? "" : update.error();
        if (!error.equals(old == null || old.error() == null ? "" : old.error())) {
            shown.events.add(label("error") + '"' + error.replace("\"", "\\\"") + '"');
        }
    }

    private static String label(String label) {
        return String.format(Locale.ROOT, "%13s ", label + ":");
    }

    private static String time(Instant at) {
        return at.toString().replace('T', ' ').replace("Z", " +0000 UTC");
    }

    private Shown known(String digest) {
        return Objects.requireNonNull(byDigest.get(digest));
    }

    private void log(Shown shown, SolveStatus.LogChunk chunk) {
        String data = new String(chunk.data(), java.nio.charset.StandardCharsets.UTF_8);
        double seconds = Duration.between(shown.lastStart(), chunk.timestamp()).toMillis() / 1000.0;
        String time = String.format(Locale.ROOT, seconds < 10 ? "%.3f" : seconds < 100 ? "%.2f" : "%.1f", seconds);
        int from = 0;
        boolean first = true;
        while (from < data.length()) {
            int end = data.indexOf('\n', from);
            String piece = data.substring(from, end < 0 ? data.length() : end);
            if (shown.partial && !shown.logs.isEmpty() && first) {
                shown.logs.set(shown.logs.size() - 1, shown.logs.get(shown.logs.size() - 1) + piece);
            } else {
                shown.logs.add((era.storesPrefix() ? "#" + shown.index + " " : "") + time + " " + piece);
            }
            first = false;
            shown.partial = end < 0;
            from = end < 0 ? data.length() : end + 1;
        }
        updates.add(shown.digest);
    }

    /** One refresh of the display. */
    void print() {
        List<Shown> completed = new ArrayList<>();
        List<Shown> rest = new ArrayList<>();
        updates.forEach(digest -> {
            Shown shown = known(digest);
            (shown.completed() ? completed : rest).add(shown);
        });
        Shown before = current;
        boolean currentCompleted = before != null && completed.contains(before);
        if (before != null && currentCompleted) {
            print(before);
        }
        completed.sort(Comparator.comparing(Shown::lastStop));
        completed.stream().filter(shown -> shown != before).forEach(this::print);
        if (rest.isEmpty()) {
            if (before != null && before.started() && !before.completed()) {
                return;
            }
            byDigest.values().stream()
                    .filter(shown -> shown.started() && !shown.completed())
                    .findAny()
                    .ifPresent(this::print);
            return;
        }
        if (before != null && rest.contains(before)) {
            print(before);
        }
        Shown next = rest.get(random.nextInt(rest.size()));
        if (before == null || currentCompleted || random.nextInt(5) == 0) {
            print(next);
        }
    }

    private void print(Shown shown) {
        if (shown.index == 0) {
            shown.index = ++nextIndex;
        }
        String number = "#" + shown.index + " ";
        if (shown != current) {
            header(shown, number);
        }
        if (era == Era.A) {
            events(shown, number);
        }
        boolean open = statuses(shown, number);
        logs(shown, number);
        current = shown;
        if (era == Era.A && shown.completed()) {
            current = null;
            out.append('\n');
        } else if (shown.completed() && !(open && !era.numbersByMention())) {
            current = null;
            terminal(shown, number);
        }
        updates.remove(shown.digest);
    }

    private void header(Shown shown, String number) {
        Shown old = current;
        if (old != null) {
            if (old.partial) {
                out.append('\n');
            }
            reprints.merge(old.digest, old.offset > 0 ? 1 : 0, Integer::sum);
            old.offset = 0;
            out.append('#').append(era == Era.A ? shown.index : old.index).append(" ...\n");
        }
        if (notFirst || era == Era.A) {
            out.append('\n');
        } else if (era == Era.F) {
            out.append("#0 building with \"default\" instance using docker driver\n\n");
        }
        notFirst = true;
        boolean cut = (era == Era.A || era == Era.B) && shown.name.length() > 72;
        out.append(number)
                .append(cut ? shown.name.substring(0, 72) + "..." : shown.name)
                .append('\n');
        if (era == Era.C) {
            out.append(number).append(shown.digest).append('\n');
        }
    }

    private void events(Shown shown, String number) {
        if (!shown.events.isEmpty() && shown.offset > 0) {
            shown.offset = 0;
            reprints.merge(shown.digest, 1, Integer::sum);
        }
        shown.events.forEach(event -> out.append(number).append(event).append('\n'));
        shown.events.clear();
    }

    private boolean statuses(Shown shown, String number) {
        boolean open = false;
        for (SolveStatus.Progress progress : shown.statuses.values()) {
            if (shown.statusUpdates.contains(progress.id())) {
                out.append(number).append(progress.id());
                if (progress.total() > 0) {
                    out.append(String.format(
                            Locale.ROOT, " %.2fMB / %.2fMB", progress.current() / 1e6, progress.total() / 1e6));
                }
                out.append(progress.completed() == null ? " 0.2s\n" : " 0.4s done\n");
                open |= progress.completed() == null;
            }
        }
        shown.statusUpdates.clear();
        return open;
    }

    private void logs(Shown shown, String number) {
        for (int i = 0; i < shown.logs.size(); i++) {
            String line = shown.logs.get(i);
            if (i == 0 && shown.offset != 0) {
                out.append(line.substring(shown.offset));
            } else {
                out.append(era.storesPrefix() ? "" : number).append(line);
            }
            if (i != shown.logs.size() - 1 || !shown.partial) {
                out.append('\n');
            }
        }
        if (!shown.logs.isEmpty()) {
            String last = shown.logs.get(shown.logs.size() - 1);
            shown.logs.clear();
            shown.offset = 0;
            if (shown.partial) {
                shown.logs.add(last);
                shown.offset = last.length();
            }
        }
    }

    private void terminal(Shown shown, String number) {
        if (shown.partial && (era == Era.F || !shown.error.isEmpty())) {
            out.append('\n');
        }
        if (!shown.error.isEmpty()) {
            boolean canceled = shown.error.endsWith("context canceled");
            out.append(number).append(canceled ? "CANCELED" : "ERROR: " + shown.error);
        } else if (shown.cached) {
            out.append(number).append("CACHED");
        } else {
            double sum = 0;
            for (Instant start : shown.starts) {
                boolean counts = !era.numbersByMention() || start.equals(shown.lastStart());
                sum += counts ? Duration.between(start, shown.stops.get(start)).toMillis() / 1000.0 : 0;
            }
            String seconds = String.format(Locale.ROOT, "%.1f", sum);
            lastDone.put(shown.digest, seconds);
            out.append(number).append("DONE ").append(seconds).append('s');
        }
        out.append('\n');
        shown.logs.clear();
        shown.partial = false;
        shown.offset = 0;
    }
}

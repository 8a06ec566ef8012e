package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step over several builds.
 *
 * @param label the step's name, from the last build that has it
 * @param cells the step in each build, {@code null} where that build does not have it
 */
public record StepRow(String label, List<@Nullable Vertex> cells) {
    public StepRow {
        cells = Collections.unmodifiableList(new ArrayList<>(cells));
    }

    /** The rows for some builds: each step beside its counterparts, in the order of the builds' own steps. */
    static List<StepRow> of(List<Build> builds) {
        List<List<@Nullable Vertex>> rows = new ArrayList<>();
        IdentityHashMap<Vertex, List<@Nullable Vertex>> rowOf =
                new IdentityHashMap<>(); // two logs may hold equal vertices
        Set<List<@Nullable Object>> seen = new HashSet<>();
        for (int b = 0; b < builds.size(); b++) {
            Map<String, List<@Nullable Vertex>> found = counterparts(builds, b, rowOf, seen);
            int place = -1;
            for (Vertex step : StepOrder.of(builds.get(b))) {
                List<@Nullable Vertex> row = found.get(step.id());
                if (row == null || row.get(b) != null) {
                    row = new ArrayList<>(Collections.nCopies(builds.size(), null));
                    rows.add(++place, row);
                } else {
                    place = place(rows, row);
                }
                row.set(b, step);
                rowOf.put(step, row);
            }
        }
        return rows.stream().map(StepRow::row).toList();
    }

    private static Map<String, List<@Nullable Vertex>> counterparts(
            List<Build> builds,
            int b,
            IdentityHashMap<Vertex, List<@Nullable Vertex>> rowOf,
            Set<List<@Nullable Object>> seen) {
        Map<String, List<@Nullable Vertex>> found = new HashMap<>();
        List<Vertex> missing = new ArrayList<>();
        for (Vertex step : builds.get(b).steps()) {
            if (seen.contains(text(step)) || seen.contains(kind(step))) {
                missing.add(step);
            }
        }
        for (int earlier = b - 1; earlier >= 0 && !missing.isEmpty(); earlier--) {
            Alignment alignment = Alignment.of(builds.get(earlier), builds.get(b));
            missing.removeIf(step -> {
                Alignment.Match match = alignment.of(step);
                List<@Nullable Vertex> row = match == null ? null : rowOf.get(match.vertex());
                if (row != null) {
                    found.putIfAbsent(step.id(), row);
                }
                return row != null;
            });
        }
        for (Vertex step : builds.get(b).steps()) {
            seen.add(text(step));
            seen.add(kind(step));
        }
        return found;
    }

    /** What a step must share with an earlier one to be its counterpart: the text, or, where that was rewritten, this. */
    private static List<@Nullable Object> kind(Vertex step) {
        return Arrays.asList(StepKey.place(step), step.name().instruction());
    }

    private static List<@Nullable Object> text(Vertex step) {
        return Arrays.asList(step.name().command());
    }

    private static int place(List<List<@Nullable Vertex>> rows, List<@Nullable Vertex> row) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) == row) {
                return i;
            }
        }
        throw new IllegalArgumentException("a row that was never added");
    }

    private static StepRow row(List<@Nullable Vertex> cells) {
        String label = "";
        for (Vertex cell : cells) {
            label = cell == null ? label : cell.name().text();
        }
        return new StepRow(label, cells);
    }
}

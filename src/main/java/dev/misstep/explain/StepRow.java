package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    static List<StepRow> of(List<Build> builds) {
        Map<List<@Nullable Object>, List<@Nullable Vertex>> rows = new LinkedHashMap<>();
        for (int column = 0; column < builds.size(); column++) {
            Map<List<@Nullable Object>, Integer> seen = new HashMap<>();
            for (Vertex step : builds.get(column).steps()) {
                List<@Nullable Object> name = Arrays.asList(
                        step.name().target(),
                        step.name().platform(),
                        step.name().stage(),
                        step.name().command());
                int occurrence = seen.merge(name, 1, Integer::sum);
                rows.computeIfAbsent(
                                Arrays.asList(name, occurrence),
                                key -> new ArrayList<>(Collections.nCopies(builds.size(), null)))
                        .set(column, step);
            }
        }
        List<StepRow> result = new ArrayList<>();
        for (List<@Nullable Vertex> cells : rows.values()) {
            String label = "";
            for (Vertex cell : cells) {
                label = cell == null ? label : cell.name().text();
            }
            result.add(new StepRow(label, cells));
        }
        return List.copyOf(result);
    }
}

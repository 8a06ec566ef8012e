package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
        throw new IllegalStateException();
    }
}

package dev.misstep.log;

import dev.misstep.build.StepName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a classic build as its FROM lines tell them, and what each instruction builds on: the one before it in
 * its stage, or the last of the stage that its FROM or {@code --from} names.
 */
final class ClassicStages {
    private static final class Stage {
        final int index;

        @Nullable
        final String name;

        @Nullable
        VertexNotes last;

        Stage(int index, @Nullable String name) {
            this.index = index;
            this.name = name;
        }
    }

    private final List<Stage> stages = new ArrayList<>();
    private final Map<String, Stage> byName = new HashMap<>();
    private final Map<VertexNotes, Stage> stageOf = new HashMap<>();

    /** Whether no FROM was read yet. */
    boolean isEmpty() {
        return stages.isEmpty();
    }

    /** A FROM was read. */
    void begin(VertexNotes from, String base, @Nullable String name) {
        Stage parent = find(base);
        if (parent != null && parent.last != null) {
            from.inputs.add(parent.last.id);
        }
        Stage stage = new Stage(stages.size(), name == null ? null : name.toLowerCase(Locale.ROOT));
        stages.add(stage);
        if (stage.name != null) {
            byName.put(stage.name, stage);
        }
        put(from, stage);
    }

    /**
     * Another instruction was read.
     *
     * @param copiedFrom the stage or image its {@code --from} names, or {@code null}
     */
    void add(VertexNotes notes, @Nullable String copiedFrom) {
        Stage stage = stages.isEmpty() ? null : stages.get(stages.size() - 1);
        if (stage == null) {
            return; // a global ARG, or an excerpt that begins below its FROM
        }
        if (stage.last != null) {
            notes.inputs.add(stage.last.id);
        }
        Stage source = copiedFrom == null ? null : find(copiedFrom);
        if (source != null && source.last != null) {
            notes.inputs.add(source.last.id);
        }
        put(notes, stage);
    }

    /** Puts each vertex' stage into its name, once it is known how many stages there are. */
    void name(Collection<VertexNotes> vertices) {
        for (VertexNotes notes : vertices) {
            Stage stage = stageOf.get(notes);
            if (stage != null) {
                String name = stage.name != null || stages.size() == 1 ? stage.name : "stage-" + stage.index;
                notes.name = StepName.ofInstruction(notes.name.text(), name, notes.name.index(), notes.name.total());
            }
        }
    }

    private void put(VertexNotes notes, Stage stage) {
        stage.last = notes;
        stageOf.put(notes, stage);
    }

    private @Nullable Stage find(String reference) {
        Stage named = byName.get(reference.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        boolean number = reference.matches("\\d{1,4}");
        int index = number ? Integer.parseInt(reference) : -1;
        return index >= 0 && index < stages.size() ? stages.get(index) : null;
    }
}

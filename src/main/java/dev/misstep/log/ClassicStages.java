package dev.misstep.log;

import dev.misstep.build.StepName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a build whose log numbers the Dockerfile's instructions (classic, buildah, kaniko), and what each
 * instruction builds on: the one before it in its stage, or the last of the stage that its FROM, {@code --from} or
 * {@code --mount=…,from=} names.
 */
final class ClassicStages {
    private static final Pattern FROM =
            Pattern.compile("(?i)FROM\\s+(?:--\\S+\\s+){0,4}(\\S+)(?:\\s+AS\\s+(\\S+))?\\s*");
    private static final Pattern COPY_FROM = Pattern.compile("(?i)(?:COPY|ADD)\\s.*?--from=(\\S+).*", Pattern.DOTALL);
    private static final Pattern RUN_FLAG = Pattern.compile("\\s+(--\\S+)");
    private static final Pattern MOUNT_FROM = Pattern.compile("[=,]from=([^,]+)");
    private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{10,64}");

    /** How many flags of a RUN are looked at. */
    private static final int MAX_FLAGS = 20;

    private static final class Stage {
        final int index;

        @Nullable
        String name;

        @Nullable
        VertexNotes last;

        /** The image its last instruction gave, as far as it is printed, or {@code null}. */
        @Nullable
        String image;

        Stage(int index, @Nullable String name) {
            this.index = index;
            this.name = name;
        }
    }

    private final Map<Integer, Stage> stages = new HashMap<>();
    private final Map<String, Stage> byName = new HashMap<>();
    private final Map<VertexNotes, Stage> stageOf = new HashMap<>();
    private final Map<VertexNotes, List<Stage>> usedBy = new HashMap<>();

    /** Whether no stage was begun yet. */
    boolean isEmpty() {
        return stages.isEmpty();
    }

    /** The number, from 0, of the stage that a log begins next which does not number them. */
    int next() {
        return stages.size();
    }

    /** An instruction was read, in a log that has one stage after the other. */
    void read(VertexNotes notes) {
        read(notes, FROM.matcher(notes.name.text()).matches() ? next() : next() - 1);
    }

    /**
     * An instruction was read.
     *
     * @param index the number of its stage, from 0
     */
    void read(VertexNotes notes, int index) {
        String text = notes.name.text();
        Matcher from = FROM.matcher(text);
        if (from.matches()) {
            Stage parent = find(from.group(1));
            if (parent != null && parent.last != null) {
                notes.inputs.add(parent.last.id);
            }
            put(notes, begin(index, from.group(2)));
            return;
        }
        Stage stage = stages.get(index);
        if (stage == null) {
            return; // a global ARG, or an excerpt that begins below its FROM
        }
        if ("FROM".equals(notes.name.instruction())) {
            return; // "Step 9/19 : FROM base AS": the log ends before it says what the stage builds on
        }
        if (stage.last != null) {
            notes.inputs.add(stage.last.id);
        }
        List<Stage> used = new ArrayList<>();
        for (String source : sources(text)) {
            Stage other = find(source);
            if (other != null && other != stage) {
                used.add(other);
            }
        }
        if (!used.isEmpty()) {
            usedBy.put(notes, used);
        }
        put(notes, stage);
    }

    /** The numbers of the stages that must be over before that instruction can be. */
    List<Integer> usedBy(VertexNotes notes) {
        List<Integer> numbers = new ArrayList<>();
        usedBy.getOrDefault(notes, List.of()).forEach(stage -> numbers.add(stage.index));
        return numbers;
    }

    /**
     * A stage begins in a log that does not print its FROM as an instruction.
     *
     * @param name what the Dockerfile calls it, or {@code null}
     * @param base the number of the stage it builds on, or {@code null} where that is an image
     */
    void begin(int index, @Nullable String name, @Nullable Integer base) {
        Stage parent = base == null ? null : stages.get(base);
        Stage stage = begin(index, name);
        stage.last = parent == null ? null : parent.last;
    }

    /** What the Dockerfile calls that stage, where the log tells it later. */
    void name(int index, String name) {
        Stage stage = stages.get(index);
        if (stage != null) {
            stage.name = name.toLowerCase(Locale.ROOT);
            byName.put(stage.name, stage);
        }
    }

    /** The last instruction of that stage gave this image. */
    void gave(int index, String image) {
        Stage stage = stages.get(index);
        if (stage != null) {
            stage.image = image;
        }
    }

    /** Whether that image is what the last instruction of that stage gave. */
    boolean isImageOf(int index, String id) {
        Stage stage = stages.get(index);
        return stage != null && sameImage(stage.image, id);
    }

    /** Tells each vertex its stage and the stages it uses, once all of them are known. */
    void complete(Collection<VertexNotes> vertices) {
        boolean several = stages.keySet().stream().anyMatch(index -> index > 0);
        for (VertexNotes notes : vertices) {
            Stage stage = stageOf.get(notes);
            if (stage != null) {
                String name = stage.name != null || !several ? stage.name : "stage-" + stage.index;
                notes.name = StepName.ofInstruction(
                        notes.name.text(), notes.name.platform(), name, notes.name.index(), notes.name.total());
            }
            for (Stage used : usedBy.getOrDefault(notes, List.of())) {
                if (used.last != null) {
                    notes.inputs.add(used.last.id);
                }
            }
        }
    }

    private Stage begin(int index, @Nullable String name) {
        Stage stage = new Stage(index, name == null ? null : name.toLowerCase(Locale.ROOT));
        stages.put(index, stage);
        if (stage.name != null) {
            byName.put(stage.name, stage);
        }
        return stage;
    }

    private void put(VertexNotes notes, Stage stage) {
        stage.last = notes;
        stageOf.put(notes, stage);
    }

    /** The stages or images whose files an instruction asks for. */
    static List<String> sources(String text) {
        Matcher copy = COPY_FROM.matcher(text);
        if (copy.matches()) {
            return List.of(copy.group(1));
        }
        List<String> sources = new ArrayList<>();
        if (text.regionMatches(true, 0, "RUN ", 0, 4)) {
            Matcher flag = RUN_FLAG.matcher(text).region(3, text.length());
            for (int i = 0; i < MAX_FLAGS && flag.lookingAt(); i++) {
                Matcher mount = MOUNT_FROM.matcher(flag.group(1));
                String from = null;
                while (flag.group(1).startsWith("--mount=") && mount.find()) {
                    from = mount.group(1); // of several the last one counts
                }
                if (from != null) {
                    sources.add(from);
                }
                flag.region(flag.end(), text.length());
            }
        }
        return sources;
    }

    private @Nullable Stage find(String reference) {
        Stage named = byName.get(reference.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        if (reference.matches("\\d{1,4}")) {
            return stages.get(Integer.valueOf(reference));
        }
        if (IMAGE_ID.matcher(reference).matches()) {
            for (Stage stage : stages.values()) {
                if (sameImage(stage.image, reference)) {
                    return stage;
                }
            }
        }
        return null;
    }

    /** Builders print ids in full or cut to 10, 11 or 12 characters. */
    private static boolean sameImage(@Nullable String one, String other) {
        return one != null && IMAGE_ID.matcher(other).matches() && (one.startsWith(other) || other.startsWith(one));
    }
}

package dev.misstep.explain;

import dev.misstep.build.ShortHash;
import dev.misstep.build.Vertex;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Instruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A digest of all that goes into each step of a plan. Steps with equal ones are one to the builder, in whatever builds they
 * stand; of steps with different ones nothing follows. They are Misstep's own: those of the builder are in no log.
 */
final class StepKeys {
    private final Observed plan;
    private final boolean classic;
    private final Map<String, String> keys = new HashMap<>();
    /** What is in the files that are selected, of which there may be many, and many steps may select the same. */
    private final Map<CopySelection, Optional<String>> contents = new HashMap<>();

    private final String options;

    private StepKeys(Observed plan, boolean classic, String options) {
        this.plan = plan;
        this.classic = classic;
        this.options = options;
    }

    /**
     * By the ids of the plan's vertices; a step of which something is not known has none, nor has what builds on it.
     *
     * @param options what the user asked for besides, such as the platform
     */
    static Map<String, String> of(Observed plan, boolean classic, String options) {
        StepKeys keys = new StepKeys(plan, classic, options);
        plan.build().vertices().forEach(keys::add);
        return Map.copyOf(keys.keys);
    }

    private void add(Vertex vertex) {
        BuildInputs inputs = plan.inputs();
        String id = vertex.id();
        BuildInputs.StepSource source = inputs.steps().get(id);
        List<SeenArgument> arguments = inputs.arguments().get(id);
        List<SeenSetting> settings = inputs.settings().get(id);
        if (source == null || arguments == null || settings == null) {
            return;
        }
        StringJoiner key = new StringJoiner("\n");
        key.add(options);
        for (String input : vertex.inputs()) {
            String below = keys.get(input);
            if (below == null) {
                return;
            }
            key.add("on " + below);
        }
        String base = base(inputs.images().getOrDefault(id, List.of()), settings);
        Instruction instruction = source.instruction();
        String selected = selected(source.selection());
        if (selected == null) {
            return;
        }
        key.add(base).add(selected);
        if (!instruction.keyword().equals("FROM")) { // which is all that its image is
            key.add(inputs.expanded().getOrDefault(id, instruction.meaning()));
            arguments.forEach(argument -> key.add(argument.name() + "=" + argument.hash()));
            settings.stream()
                    .filter(setting -> !setting.name().equals(SeenSetting.BASE))
                    .forEach(setting -> key.add(setting.name() + "=" + setting.hash()));
        }
        keys.put(id, ShortHash.of(key.toString()));
    }

    private static String base(List<UsedImage> images, List<SeenSetting> settings) {
        StringJoiner base = new StringJoiner(" ");
        images.forEach(image -> base.add((image.copied() ? "of " : "at ") + image.identity()));
        if (images.stream().allMatch(UsedImage::copied)) {
            settings.stream()
                    .filter(setting -> setting.name().equals(SeenSetting.BASE))
                    .forEach(setting -> base.add("named " + setting.hash()));
        }
        return base.toString();
    }

    private @Nullable String selected(@Nullable CopySelection selection) {
        Snapshot snapshot = plan.inputs().snapshot();
        if (selection == null || snapshot == null) {
            return null;
        }
        if (!selection.fromContext()) {
            return "";
        }
        return contents.computeIfAbsent(selection, some -> content(some, snapshot))
                .orElse(null);
    }

    /** A digest of what is selected; empty where something of it could not be read. */
    private Optional<String> content(CopySelection selection, Snapshot snapshot) {
        SelectedContent content = new SelectedContent();
        for (String path : SelectedChanges.selected(selection, classic, snapshot)) {
            SnapshotEntry entry = snapshot.entries().get(path);
            if (entry == null || (entry.sha256() == null && entry.kind() == ContextEntry.Kind.FILE)) {
                return Optional.empty();
            }
            content.add(path, entry);
        }
        return Optional.of(content.digest());
    }
}

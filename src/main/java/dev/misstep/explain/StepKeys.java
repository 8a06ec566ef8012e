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

    private final String platform;

    private StepKeys(Observed plan, boolean classic, String platform) {
        this.plan = plan;
        this.classic = classic;
        this.platform = platform;
    }

    /**
     * By the ids of the plan's vertices; a step of which something is not known has none, nor has what builds on it.
     *
     * @param platform what is built for
     */
    static Map<String, String> of(Observed plan, boolean classic, String platform) {
        StepKeys keys = new StepKeys(plan, classic, platform);
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
        key.add(platform);
        for (String input : vertex.inputs()) {
            String below = keys.get(input);
            if (below == null) {
                return;
            }
            key.add("on " + below);
        }
        String base = base(inputs.images().getOrDefault(id, List.of()), settings);
        Instruction instruction = source.instruction();
        String selected = selected(source.selection(), instruction);
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

    private @Nullable String selected(@Nullable CopySelection selection, Instruction instruction) {
        Snapshot snapshot = plan.inputs().snapshot();
        if (selection == null || snapshot == null) {
            return null;
        }
        StringJoiner selected = new StringJoiner("\n");
        if (selection.fromContext()) {
            for (String path : SelectedChanges.selected(selection, classic, snapshot)) {
                SnapshotEntry entry = snapshot.entries().get(path);
                if (entry == null || (entry.sha256() == null && entry.kind() == ContextEntry.Kind.FILE)) {
                    return null;
                }
                selected.add(path + "\0" + entry.identity());
            }
        }
        return selected.toString();
    }
}

package dev.misstep.explain;

import dev.misstep.build.ShortHash;
import dev.misstep.build.Vertex;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.dockerfile.CopiedTree;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.SelectedPaths;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A digest of all that goes into each step of a plan. Steps with equal ones are one to the builder, in whatever builds they
 * stand; of steps with different ones nothing follows. They are Misstep's own: those of the builder are in no log.
 */
public final class StepKeys {
    private static final char BEHIND_ROUGH = '-';

    // "type=bind,from=deps,target=/d", but not "type=cache,from=scratch,target=/c"
    private static final Pattern FROM =
            Pattern.compile("(?:^|[,\"])from=(?!scratch(?:[,\"]|$))[^,\"]", Pattern.CASE_INSENSITIVE);

    private static final Set<String> IN_TEXT = Set.of("WORKDIR", "USER");

    /** @param context the name of another one, empty for the build's own */
    private record Selected(String context, CopySelection selection) {}

    /**
     * What a Dockerfile has of a step, in pieces of the text that is hashed.
     *
     * @param copied the images it takes files from, which may be equal whatever the image is
     * @param text of the instruction, and the same without the places of its files
     */
    private record Told(String above, String copied, String given, String text, String placeless) {}

    private record Hashed(String text, String hash) {}

    /** What plans that differ in their context alone have in common; used by one thread. */
    static final class Memory {
        private final Map<String, Told> told = new HashMap<>();
        private final Map<String, Hashed> last = new HashMap<>();

        private String hash(String step, String text) {
            Hashed before = last.get(step);
            if (before != null && before.text.equals(text)) {
                return before.hash;
            }
            String hash = ShortHash.of(text);
            last.put(step, new Hashed(text, hash));
            return hash;
        }
    }

    private final Memory memory;
    private final Observed plan;
    private final boolean classic;
    private final Map<String, List<String>> sources;
    /** Each step's digest, and that without what is copied from other stages. */
    private final Map<String, String> whole = new HashMap<>();

    /** What is in the files that are selected, of which there may be many, and many steps may select the same. */
    private final Map<Selected, Optional<String>> contents = new HashMap<>();

    private final Map<String, String> rough = new HashMap<>();

    private final Map<String, String> platforms;

    /**
     * The part of a key that has all but what a step, and those it stands on, copy from other stages and from images. The builder
     * compares what is copied, and not what it was made of: steps that are equal so far may be one to it.
     */
    public static String rough(String key) {
        int end = key.indexOf(BEHIND_ROUGH);
        return end < 0 ? key : key.substring(0, end);
    }

    /** The key of a step that took other files from other stages, and of no step that there is. */
    public static String ofOtherSources(String key) {
        return rough(key) + BEHIND_ROUGH + "other";
    }

    private StepKeys(
            Observed plan,
            Map<String, List<String>> sources,
            boolean classic,
            Map<String, String> platforms,
            Memory memory) {
        this.memory = memory;
        this.plan = plan;
        this.sources = sources;
        this.classic = classic;
        this.platforms = platforms;
    }

    /**
     * By the ids of the plan's vertices; a step of which something is not known has none, nor has what builds on it.
     *
     * @param sources by the id of a step: the steps that it takes files from, but does not stand on
     * @param platforms by the id of a step: what it is built for
     */
    static Map<String, String> of(
            Observed plan, Map<String, List<String>> sources, boolean classic, Map<String, String> platforms) {
        return of(plan, sources, classic, platforms, new Memory());
    }

    /** @param memory of no other plans but those of the same Dockerfile and options */
    static Map<String, String> of(
            Observed plan,
            Map<String, List<String>> sources,
            boolean classic,
            Map<String, String> platforms,
            Memory memory) {
        StepKeys keys = new StepKeys(plan, sources, classic, platforms, memory);
        plan.build().vertices().forEach(keys::add);
        Map<String, String> all = new HashMap<>();
        keys.whole.forEach((id, key) -> all.put(id, keys.rough.get(id) + BEHIND_ROUGH + key));
        return Map.copyOf(all);
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
        List<String> copied = sources.getOrDefault(id, List.of());
        StringJoiner below = new StringJoiner("\n");
        StringJoiner roughBelow = new StringJoiner("\n");
        for (String input : vertex.inputs()) {
            String key = whole.get(input);
            if (key == null) {
                return;
            }
            below.add(key);
            if (!copied.contains(input)) {
                roughBelow.add(String.valueOf(rough.get(input)));
            }
        }
        String selected = selected(source);
        if (selected == null) {
            return;
        }
        // of an image that is known by its name alone, another one has been built for each platform
        boolean named = source.instruction().keyword().equals("FROM")
                && inputs.images().getOrDefault(id, List.of()).isEmpty();
        below.add(named ? platforms.getOrDefault(id, "") : "");
        Told told = memory.told.computeIfAbsent(id, step -> told(step, source, arguments, settings));
        String own = "\n" + selected + told.given + "\n";
        whole.put(id, memory.hash(id, below + "\n\n" + told.above + told.copied + own + told.text));
        rough.put(id, memory.hash(id + " rough", roughBelow + "\n\n" + told.above + own + told.placeless));
    }

    private Told told(
            String id, BuildInputs.StepSource source, List<SeenArgument> arguments, List<SeenSetting> settings) {
        BuildInputs inputs = plan.inputs();
        Instruction instruction = source.instruction();
        String platform = classic || instruction.keyword().equals("RUN") ? platforms.getOrDefault(id, "") : "";
        List<UsedImage> images = inputs.images().getOrDefault(id, List.of());
        String above = platform + "\n" + base(images, settings);
        StringJoiner copied = new StringJoiner(" ");
        images.stream().filter(UsedImage::copied).forEach(image -> copied.add("of " + image.identity()));
        if (instruction.keyword().equals("FROM")) { // which is all that its image is
            return new Told(above, "", "", "", "");
        }
        String text = inputs.expanded().getOrDefault(id, instruction.meaning());
        String placeless = Objects.requireNonNullElse(source.placeless(), text);
        StringBuilder given = new StringBuilder();
        addGiven(each -> given.append('\n').append(each), instruction, source.placeless() != null, arguments, settings);
        // what lies in the context is known; what lies elsewhere, by its place alone
        return new Told(
                above, copied.toString(), given.toString(), isFromElsewhere(instruction) ? text : placeless, placeless);
    }

    private static boolean isFromElsewhere(Instruction instruction) {
        return instruction.flag("from").filter(from -> !from.isEmpty()).isPresent()
                || instruction.flagValues("mount").stream()
                        .anyMatch(mount -> FROM.matcher(mount).find());
    }

    /**
     * Of what BuildKit replaces variables in, only what comes out is in the key; and of what is set, the values, not the lines
     * it is set on. The text has the shell of a RUN, and the directory and the user of all others.
     */
    private static void addGiven(
            Consumer<String> own,
            Instruction instruction,
            boolean replaced,
            List<SeenArgument> arguments,
            List<SeenSetting> settings) {
        boolean run = instruction.keyword().equals("RUN");
        boolean environment = !replaced || run;
        Set<String> inText = !replaced ? Set.of() : run ? Set.of("SHELL", GivenOptions.NETWORK) : IN_TEXT;
        if (run && replaced) {
            own.accept(network(instruction, settings));
        }
        if (environment && !replaced) {
            arguments.forEach(argument -> own.accept(argument.name() + "=" + argument.hash()));
        }
        if (environment && replaced) { // to a RUN a variable is one, whatever set it
            SeenSetting.environment(arguments, settings)
                    .forEach((variable, hash) -> own.accept(SeenSetting.VARIABLE + variable + "=" + hash));
        }
        settings.stream()
                .filter(setting -> !setting.name().equals(SeenSetting.BASE))
                .filter(setting -> !setting.name().equals(SeenSetting.FRONTEND))
                .filter(setting -> !setting.name().equals(SeenSetting.PLATFORM))
                .filter(setting -> !replaced || !setting.name().startsWith(SeenSetting.VARIABLE))
                .filter(setting -> !inText.contains(setting.name()))
                .sorted(Comparator.comparing(SeenSetting::name))
                .forEach(setting -> own.accept(setting.name() + "=" + setting.hash()));
    }

    /** Where a RUN may reach, whether it says so or the build does. */
    private static String network(Instruction run, List<SeenSetting> settings) {
        String own = KeyText.network(run);
        return own.equals("default")
                ? settings.stream()
                        .filter(setting -> setting.name().equals(GivenOptions.NETWORK))
                        .map(SeenSetting::hash)
                        .findFirst()
                        .orElse("")
                : ShortHash.of(own);
    }

    private static String base(List<UsedImage> images, List<SeenSetting> settings) {
        StringJoiner base = new StringJoiner(" ");
        images.stream().filter(image -> !image.copied()).forEach(image -> base.add("at " + image.identity()));
        if (images.stream().allMatch(UsedImage::copied)) {
            settings.stream()
                    .filter(setting -> setting.name().equals(SeenSetting.BASE))
                    .forEach(setting -> base.add("named " + setting.hash()));
        }
        return base.toString();
    }

    /** A digest of all it takes from contexts; {@code null} where something of that is not known. */
    private @Nullable String selected(BuildInputs.StepSource source) {
        CopySelection own = source.selection();
        String selected = own == null || source.unseen()
                ? null
                : selected(own, "", plan.inputs().snapshot());
        for (Map.Entry<String, CopySelection> other : source.others().entrySet()) {
            String name = other.getKey();
            String content =
                    selected(other.getValue(), name, plan.inputs().others().get(name));
            selected = selected == null || content == null ? null : selected + "\n" + name + " " + content;
        }
        return selected;
    }

    private @Nullable String selected(CopySelection selection, String context, @Nullable Snapshot snapshot) {
        if (snapshot == null) {
            return null;
        }
        if (!selection.fromContext()) {
            return "";
        }
        return contents.computeIfAbsent(new Selected(context, selection), some -> content(some.selection(), snapshot))
                .orElse(null);
    }

    /** A digest of what is selected; empty where something of it could not be read. */
    private Optional<String> content(CopySelection selection, Snapshot snapshot) {
        List<List<CopiedTree>> trees = classic ? null : selection.trees(SelectedChanges.tree(snapshot));
        if (trees != null) {
            return content(trees, snapshot);
        }
        SelectedPaths selected = SelectedChanges.selected(selection, classic, snapshot);
        SelectedContent content = new SelectedContent();
        boolean followed = classic && snapshot.hasLinks();
        for (String path : followed ? selected.paths() : selected.single()) {
            SnapshotEntry entry = snapshot.entry(path);
            if (entry == null || entry.couldNotBeRead()) {
                return Optional.empty();
            }
            if (followed && entry.linkTarget() != null) {
                content.addFollowed(path, CopySelection.followedInClassic(SelectedChanges.tree(snapshot), path));
            } else {
                content.add(path, entry);
            }
        }
        for (String path : followed ? List.<String>of() : selected.whole()) {
            if (!addWhole(path, path, snapshot, content)) {
                return Optional.empty();
            }
        }
        return Optional.of(content.digest());
    }

    /** The same, wherever it lies. */
    private static Optional<String> content(List<List<CopiedTree>> sources, Snapshot snapshot) {
        SelectedContent content = new SelectedContent();
        for (int i = 0; i < sources.size(); i++) {
            for (CopiedTree tree : sources.get(i)) {
                if (!addWhole(i + "\0" + tree.name(), tree.path(), snapshot, content)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(content.digest());
    }

    private static boolean addWhole(String name, String path, Snapshot snapshot, SelectedContent content) {
        SnapshotEntry entry = snapshot.entry(path);
        String below = snapshot.digestBelow(path).orElse(null);
        if (below == null || (entry == null ? !path.isEmpty() : entry.couldNotBeRead())) {
            return false;
        }
        content.addWhole(name, entry, below);
        return true;
    }
}

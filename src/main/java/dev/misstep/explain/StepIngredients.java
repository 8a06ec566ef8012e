package dev.misstep.explain;

import dev.misstep.build.ImageName;
import dev.misstep.build.ShortHash;
import dev.misstep.context.GitLimits;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.BuildArguments;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.DeclaredArg;
import dev.misstep.dockerfile.Expansion;
import dev.misstep.dockerfile.ExpansionException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.InstructionFlag;
import dev.misstep.dockerfile.NamedContexts;
import dev.misstep.dockerfile.Setting;
import dev.misstep.dockerfile.Stage;
import dev.misstep.dockerfile.StageGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What goes into the cache key of an instruction, as far as its Dockerfile, its arguments and its images tell. */
final class StepIngredients {
    /** Instructions whose variables the classic builder replaces (moby, builder/dockerfile/evaluator.go). */
    private static final Set<String> EXPANDED_BY_CLASSIC =
            Set.of("ADD", "COPY", "ENV", "EXPOSE", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR");

    private final BuildArguments arguments;
    private final StageGraph graph;
    private final char escape;
    private final BuilderRules rules;
    private final boolean argumentsKnown;
    private final Map<String, SeenImage> images;
    private final NamedContexts contexts;
    private final KeyText texts;

    /**
     * The ingredients of one Dockerfile's instructions.
     *
     * @param argumentsKnown whether it is known which arguments were given; else what depends on one is not told
     * @param images by the names the Dockerfile has for them; one that is missing is not known
     * @param contexts those besides the first
     */
    StepIngredients(
            BuildArguments arguments,
            StageGraph graph,
            char escape,
            BuilderRules rules,
            boolean argumentsKnown,
            Map<String, SeenImage> images,
            NamedContexts contexts) {
        this.arguments = arguments;
        this.graph = graph;
        this.escape = escape;
        this.rules = rules;
        this.argumentsKnown = argumentsKnown;
        this.images = Map.copyOf(images);
        this.contexts = contexts;
        this.texts = new KeyText(arguments, graph, escape, rules, images.keySet());
    }

    /** Whether it is known which image has a name. */
    boolean knows(String name) {
        return images.containsKey(name);
    }

    /**
     * What went into steps.
     *
     * @param placed the instruction of each, by vertex id
     * @param git see {@link BuildInputs#git()}
     */
    BuildInputs of(Map<String, PlacedInstruction> placed, Snapshot snapshot, boolean noCache, @Nullable GitLimits git) {
        Map<String, BuildInputs.StepSource> steps = new HashMap<>();
        Map<String, String> written = new HashMap<>();
        Map<String, String> expanded = new HashMap<>();
        Map<String, List<SeenArgument>> seen = new HashMap<>();
        Map<String, List<SeenSetting>> settings = new HashMap<>();
        Map<String, List<UsedImage>> used = new HashMap<>();
        placed.forEach((id, step) -> {
            Stage stage = step.stage();
            Instruction instruction = step.instruction();
            String placeless = argumentsKnown && !rules.classic()
                    ? text(stage, instruction, false).map(ShortHash::of).orElse(null)
                    : null;
            SortedMap<String, CopySelection> others = others(stage, instruction);
            steps.put(
                    id,
                    new BuildInputs.StepSource(
                            instruction,
                            selection(stage, instruction),
                            placeless,
                            others,
                            isUnseen(stage, instruction, others)));
            written.put(id, ShortHash.of(instruction.meaning()));
            used.put(id, images(stage, instruction));
            if (argumentsKnown) {
                text(stage, instruction, true).ifPresent(text -> expanded.put(id, ShortHash.of(text)));
                seen.put(id, seen(arguments.argumentsSeenBy(stage, instruction).values()));
            }
            if (argumentsKnown || !settingsDepend(stage, instruction)) {
                settings.put(id, settings(stage, instruction));
            }
        });
        return new BuildInputs(
                snapshot, steps, written, expanded, seen, settings, used, noCache, Set.of(), Map.of(), git);
    }

    /**
     * All that a builder takes of the text of an instruction; empty where it would refuse it. What stages are called is no part
     * of it: what they are made of is compared by itself.
     *
     * @param places whether with where its files lie, of which BuildKit has the last name alone in its key
     *     (solver/llbsolver/ops/file.go and exec.go, CacheMap)
     */
    private Optional<String> text(Stage stage, Instruction instruction, boolean places) {
        try {
            return rules.classic()
                    ? textOfClassic(stage, instruction)
                    : Optional.of(texts.of(stage, instruction, variables(stage, instruction), places));
        } catch (ExpansionException e) {
            return Optional.empty();
        }
    }

    /** The classic builder takes the words of an instruction as they are, in their order. */
    private Optional<String> textOfClassic(Stage stage, Instruction instruction) throws ExpansionException {
        if (!EXPANDED_BY_CLASSIC.contains(instruction.keyword())) {
            return Optional.empty(); // it takes all others as they are written
        }
        Expansion expansion = Expansion.of(escape);
        Map<String, String> variables = variables(stage, instruction);
        StringJoiner text = new StringJoiner("\0");
        text.add(instruction.keyword());
        for (InstructionFlag flag : instruction.flags()) {
            String value = expansion.expand(String.valueOf(flag.value()), variables);
            text.add(flag.name() + "=" + (texts.isKnown(value, instruction) ? "" : value));
        }
        for (String word : instruction.arguments()) {
            text.add(expansion.expand(word, variables));
        }
        return Optional.of(text.toString());
    }

    /** What it takes from other contexts that are directories, by their names. */
    private SortedMap<String, CopySelection> others(Stage stage, Instruction instruction) {
        SortedMap<String, CopySelection> others = new TreeMap<>();
        for (StageGraph.Source source : graph.sources(instruction)) {
            if (source.stage() == null && contexts.isDirectory(source.name())) {
                CopySelection selection = selection(stage, instruction, source.name());
                if (selection != null) {
                    others.put(NamedContexts.withoutTag(source.name()), selection);
                }
            }
        }
        return others;
    }

    private boolean isUnseen(Stage stage, Instruction instruction, SortedMap<String, CopySelection> others) {
        boolean onContext = graph.isOnContext(stage) && !rules.isApart(instruction);
        return onContext
                || graph.sources(instruction).stream()
                        .anyMatch(source -> source.stage() == null
                                && contexts.have(source.name())
                                && !others.containsKey(NamedContexts.withoutTag(source.name())));
    }

    /** What it takes from the context; {@code null} where a variable the base image may set decides that. */
    @Nullable
    CopySelection selection(Stage stage, Instruction instruction) {
        return selection(stage, instruction, null);
    }

    /** @param from the other context it is about, or {@code null} for the build's own */
    private @Nullable CopySelection selection(Stage stage, Instruction instruction, @Nullable String from) {
        try {
            Map<String, String> variables = variables(stage, instruction);
            CopySelection selection = from == null
                    ? CopySelection.of(instruction, variables, escape)
                    : CopySelection.ofContext(instruction, variables, escape, from);
            boolean known = argumentsKnown && arguments.isImageKnown(stage); // what it does not set is empty
            return known || selection.unknownVariables().isEmpty() ? selection : null;
        } catch (ExpansionException e) {
            return null; // the builder refuses it
        }
    }

    /**
     * The images it stands on and copies from. Of what it stands on BuildKit's key has the layers, and for a RUN what the
     * image sets; the classic builder's has the image.
     */
    private List<UsedImage> images(Stage stage, Instruction instruction) {
        List<UsedImage> used = new ArrayList<>();
        boolean linked = rules.isApart(instruction);
        Stage bottom = arguments.bottom(stage).orElse(stage);
        SeenImage base = linked ? null : images.get(arguments.baseName(bottom).orElse(""));
        if (base != null) {
            String identity = rules.classic() ? base.id() : base.layers(); // what it sets is among the settings
            used.add(new UsedImage(bottom.base(), bottom.from().line(), false, ShortHash.of(identity), base.shortId()));
        }
        for (StageGraph.Source source : graph.sources(instruction)) {
            SeenImage image = source.stage() == null ? images.get(source.name()) : null;
            if (image != null) {
                used.add(new UsedImage(
                        source.name(), instruction.line(), true, ShortHash.of(image.layers()), image.shortId()));
            }
        }
        return used;
    }

    /** Whether a build argument may decide what the instructions above one set for it. */
    private boolean settingsDepend(Stage stage, Instruction instruction) {
        return arguments.settingsSeenBy(stage, instruction).stream()
                .anyMatch(setting -> !setting.arguments().isEmpty());
    }

    /** The classic builder has a step for each instruction, so that there nothing is set unseen. */
    private List<SeenSetting> settings(Stage stage, Instruction instruction) {
        if (rules.classic()) {
            return List.of();
        }
        List<SeenSetting> seen = new ArrayList<>();
        for (Setting setting : arguments.settingsSeenBy(stage, instruction)) {
            seen.add(new SeenSetting(
                    setting.name(),
                    setting.line(),
                    setting.text(),
                    ShortHash.of(value(setting)),
                    seen(setting.arguments())));
        }
        if (instruction.keyword().equals("RUN")) {
            String order = String.join(" ", arguments.environmentOrder(stage, instruction));
            seen.add(new SeenSetting(SeenSetting.ORDER, instruction.line(), order, ShortHash.of(order), List.of()));
        }
        String frontend = graph.frontend();
        SeenImage reader = frontend == null ? null : images.get(frontend);
        if (reader != null) {
            String name = arguments.frontend().isPresent() ? "BUILDKIT_SYNTAX" : frontend;
            String text = name + " (" + reader.shortId() + ")";
            seen.add(new SeenSetting(SeenSetting.FRONTEND, 1, text, ShortHash.of(reader.id()), List.of()));
        }
        return seen;
    }

    private static String value(Setting setting) {
        boolean image =
                setting.name().equals(SeenSetting.BASE) && !setting.value().equals("scratch");
        return image ? ImageName.full(setting.value()) : setting.value();
    }

    private static List<SeenArgument> seen(Collection<DeclaredArg> arguments) {
        List<SeenArgument> seen = new ArrayList<>();
        for (DeclaredArg argument : arguments) {
            String value = argument.value();
            if (value != null) {
                seen.add(new SeenArgument(argument.name(), argument.line(), ShortHash.of(value)));
            }
        }
        return seen;
    }

    /** Those of which the value is known. */
    private Map<String, String> variables(Stage stage, Instruction instruction) {
        Map<String, String> variables = new HashMap<>(arguments.variablesAt(stage, instruction));
        if (!argumentsKnown) {
            variables
                    .keySet()
                    .removeAll(arguments.argumentsSeenBy(stage, instruction).keySet());
            arguments.settingsSeenBy(stage, instruction).stream()
                    .filter(setting -> !setting.arguments().isEmpty())
                    .forEach(setting -> variables.remove(setting.variable()));
        }
        return variables;
    }
}

package dev.misstep.dockerfile;

import dev.misstep.build.CleanPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which build arguments and variables are in sight where, with their values (dockerfile2llb/convert.go, dispatchArg and
 * buildMetaArgs). Predefined arguments such as HTTP_PROXY count only where an ARG declares them: only then are they part
 * of a step's key. What the base image brings (its ENV) is known of the images that are given.
 */
public final class BuildArguments {
    static final String ENV = "ENV ";

    private final Dockerfile dockerfile;
    private final Map<String, String> given;
    private final SortedMap<String, String> globals = new TreeMap<>();
    private final Map<String, Integer> globalLines = new TreeMap<>();
    private final Expansion expansion;
    private final Map<String, ImageSettings> images;
    private final boolean inherited;

    /**
     * The arguments of a build on images of which nothing is known.
     *
     * @param given what {@code --build-arg} sets
     * @param platform what the builder sets by itself, see {@link PlatformArguments}; empty where that is not known
     */
    public BuildArguments(Dockerfile dockerfile, Map<String, String> given, Map<String, String> platform) {
        this(dockerfile, given, platform, Map.of(), true);
    }

    /**
     * The arguments of a build.
     *
     * @param given what {@code --build-arg} sets
     * @param platform what the builder sets by itself, see {@link PlatformArguments}; empty where that is not known
     * @param images what images set, by the names FROM has for them; one that is missing is not known
     * @param inherited whether a stage that is built on another has its arguments: with BuildKit, for they are variables of
     *     its state (dockerfile2llb/convert.go, dispatchArg); not with the classic builder, which begins each stage without
     *     (moby, builder/dockerfile/buildargs.go, ResetAllowed)
     */
    public BuildArguments(
            Dockerfile dockerfile,
            Map<String, String> given,
            Map<String, String> platform,
            Map<String, ImageSettings> images,
            boolean inherited) {
        this.dockerfile = dockerfile;
        this.inherited = inherited;
        this.images = Map.copyOf(images);
        this.given = Map.copyOf(given);
        this.expansion = Expansion.of(dockerfile.directives().escape());
        platform.forEach((name, value) -> globals.put(name, given.getOrDefault(name, value)));
        if (!given.containsKey("TARGETSTAGE")
                && "default".equals(globals.get("TARGETSTAGE"))
                && hasNamedEnd(dockerfile)) {
            globals.remove("TARGETSTAGE"); // newer builders set the last stage's name, older ones nothing
        }
        for (Instruction arg : dockerfile.globalArgs()) {
            for (String word : arg.arguments()) {
                String name = nameOf(word);
                String value = given.containsKey(name) ? given.get(name) : defaultOf(word, globals);
                globalLines.put(name, arg.line());
                if (value != null) {
                    globals.put(name, value);
                }
            }
        }
    }

    private static boolean hasNamedEnd(Dockerfile dockerfile) {
        return dockerfile.stages().get(dockerfile.stages().size() - 1).name() != null;
    }

    /** The frontend image that one of them names in place of {@code # syntax=}. */
    public Optional<String> frontend() {
        return Optional.ofNullable(given.get("BUILDKIT_SYNTAX"));
    }

    /** The arguments in sight of FROM that have a value. */
    public SortedMap<String, String> globals() {
        return Collections.unmodifiableSortedMap(globals);
    }

    /** What a stage is built on, with the arguments in its name replaced; empty where that cannot be done. */
    public Optional<String> baseName(Stage stage) {
        try {
            return Optional.of(expansion.expand(stage.base(), globals)).filter(name -> !name.isEmpty());
        } catch (ExpansionException e) {
            return Optional.empty();
        }
    }

    /**
     * What a stage is built for, which the stages built on it are too; empty where that is what the build is for
     * (dockerfile2llb/convert.go, toDispatchState).
     */
    public Optional<String> platform(Stage stage) {
        Stage bottom = bottom(stage).orElse(stage);
        return Optional.ofNullable(bottom.platform()).map(platform -> expanded(platform, globals));
    }

    /** The earlier stage that a stage is built on; empty where it is an image. */
    public Optional<Stage> baseStage(Stage stage) {
        Optional<String> base = baseName(stage);
        Stage found = null;
        for (Stage earlier : dockerfile.stages().subList(0, stage.index())) {
            if (earlier.name() != null && base.isPresent() && base.get().equals(earlier.name())) {
                found = earlier;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * The arguments whose values decide an instruction, sorted by name. RUN: all that are in scope, used or not, for all
     * are in its environment. Others: those they mention.
     */
    public SortedMap<String, DeclaredArg> argumentsSeenBy(Stage stage, Instruction instruction) {
        SortedMap<String, DeclaredArg> seen = new TreeMap<>();
        if (instruction.keyword().equals("FROM")) {
            for (String name : mentioned(List.of(stage.base(), String.valueOf(stage.platform())))) {
                Integer line = globalLines.get(name);
                if (line != null) {
                    seen.put(name, new DeclaredArg(name, line, globals.get(name)));
                }
            }
            return seen;
        }
        Scope scope = scope(stage, instruction);
        seen.putAll(scope.arguments);
        if (!instruction.keyword().equals("RUN")) {
            seen.keySet().retainAll(mentioned(ExpandedWords.of(instruction)));
        }
        return seen;
    }

    /** The variables an instruction can use, from ARG and ENV, sorted by name; those of the base image are not known. */
    public SortedMap<String, String> variablesAt(Stage stage, Instruction instruction) {
        return Collections.unmodifiableSortedMap(scope(stage, instruction).variables);
    }

    /**
     * What the instructions above one have set for it, by line: all of the environment for a RUN, for others what they
     * mention. Arguments are not among it, but an ENV or a WORKDIR made of one is.
     */
    public List<Setting> settingsSeenBy(Stage stage, Instruction instruction) {
        Scope scope = scope(stage, instruction);
        boolean run = instruction.keyword().equals("RUN");
        Map<String, Setting> seen = new TreeMap<>(scope.settings);
        if (!run) {
            SortedSet<String> mentioned = mentioned(ExpandedWords.of(instruction));
            seen.keySet().removeIf(name -> name.startsWith(ENV) && !mentioned.contains(name.substring(ENV.length())));
            seen.remove("SHELL");
        }
        if (instruction.json()) {
            seen.remove("SHELL");
        }
        if (!run && !instruction.keyword().equals("WORKDIR")) {
            seen.remove("USER");
        }
        List<String> words = instruction.arguments();
        if (!run && !words.isEmpty() && isAbsolute(words.get(words.size() - 1))) {
            seen.remove("WORKDIR");
        }
        return seen.values().stream()
                .sorted(Comparator.comparing(Setting::line).thenComparing(Setting::name))
                .toList();
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/") || path.startsWith("\"/");
    }

    private SortedSet<String> mentioned(List<String> words) {
        SortedSet<String> names = new TreeSet<>();
        for (String word : words) {
            try {
                Expansion.Result result = expansion.process(word, Map.of());
                names.addAll(result.unset());
            } catch (ExpansionException e) {
                // The builder will refuse it, or, for ${x:?}, only without a value: any name in it may count.
                names.addAll(VariableNames.in(word));
            }
        }
        return names;
    }

    private Scope scope(Stage stage, @Nullable Instruction until) {
        Scope scope = new Scope();
        Optional<Stage> base = baseStage(stage);
        if (base.isPresent()) {
            scope.inherit(scope(base.get(), null));
            if (!inherited) {
                scope.forgetArguments();
            }
        } else {
            beginOnImage(scope, stage);
        }
        for (Instruction instruction : carriedOut(stage)) {
            if (instruction.equals(until)) {
                break;
            }
            apply(scope, instruction);
        }
        return scope;
    }

    /** What a stage is made to do first by the ONBUILD of the stage or image it is built on, in order. */
    public List<Instruction> inherited(Stage stage) {
        Optional<Stage> base = baseStage(stage);
        if (base.isEmpty()) {
            return baseName(stage)
                    .map(images::get)
                    .map(image -> image.triggered(stage.from().line()))
                    .orElse(List.of());
        }
        return base.get().instructions().stream()
                .map(Instruction::trigger)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** All that a stage does but its FROM, in order: what it inherits, then its own instructions. */
    public List<Instruction> carriedOut(Stage stage) {
        List<Instruction> all = new ArrayList<>(inherited(stage));
        all.addAll(stage.instructions());
        return all;
    }

    private void beginOnImage(Scope scope, Stage stage) {
        baseName(stage).ifPresent(base -> {
            List<DeclaredArg> made =
                    List.copyOf(argumentsSeenBy(stage, stage.from()).values());
            scope.set(new Setting("FROM", stage.from().line(), stage.from().text(), base, made));
            ImageSettings image = base.equals("scratch") ? ImageSettings.SCRATCH : images.get(base);
            if (image != null) {
                image.begin(scope, stage.from());
            }
        });
    }

    /** Whether it is known what the image at the bottom of a stage sets. */
    public boolean isImageKnown(Stage stage) {
        return imageBelow(stage)
                .map(name -> name.equals("scratch") || images.containsKey(name))
                .orElse(false);
    }

    /** The image or {@code scratch} at the bottom of a stage, as named; empty where its name cannot be told. */
    public Optional<String> imageBelow(Stage stage) {
        return bottom(stage).flatMap(bottom -> baseName(bottom));
    }

    /** The stage that names it: this one, or one that this one is built on. */
    public Optional<Stage> bottom(Stage stage) {
        return baseStage(stage).map(this::bottom).orElse(Optional.of(stage));
    }

    /** The variables of the environment in sight of an instruction, in the order in which they were last set. */
    public List<String> environmentOrder(Stage stage, Instruction instruction) {
        return List.copyOf(scope(stage, instruction).order);
    }

    /** Where an instruction is carried out, as far as that is set; it may be relative to where an unknown image begins. */
    public Optional<String> directoryAt(Stage stage, Instruction instruction) {
        return Optional.ofNullable(scope(stage, instruction).settings.get("WORKDIR"))
                .map(Setting::value);
    }

    /** Who an instruction is carried out as, empty for whoever a container starts as; no value where an image decides. */
    public Optional<String> userAt(Stage stage, Instruction instruction) {
        return Optional.ofNullable(scope(stage, instruction).settings.get("USER"))
                .map(Setting::value);
    }

    /** What carries out a RUN that is no list; empty where an image decides of which nothing is known. */
    public Optional<List<String>> shellAt(Stage stage, Instruction instruction) {
        return Optional.ofNullable(scope(stage, instruction).settings.get("SHELL"))
                .map(setting -> List.of(setting.value().split("\0", -1)));
    }

    /** What the names of cache mounts begin with. */
    public String cacheNamespace() {
        return given.getOrDefault("BUILDKIT_CACHE_MOUNT_NS", "");
    }

    /** Where a WORKDIR leads; empty where that cannot be told. */
    public Optional<String> directory(Stage stage, Instruction workdir) {
        Scope scope = scope(stage, workdir);
        apply(scope, workdir);
        return Optional.ofNullable(scope.settings.get("WORKDIR")).map(Setting::value);
    }

    private void apply(Scope scope, Instruction instruction) {
        switch (instruction.keyword()) {
            case "ARG" -> instruction.arguments().forEach(word -> declare(scope, word, instruction.line()));
            case "ENV" -> setVariables(scope, instruction);
            case "WORKDIR", "USER" -> {
                String word = String.join(" ", instruction.arguments());
                String value = expanded(word, scope.variables);
                if (value != null) {
                    set(scope, instruction.keyword(), instruction, word, value);
                }
            }
            case "SHELL" -> set(scope, "SHELL", instruction, "", String.join("\0", instruction.arguments()));
            default -> {}
        }
    }

    private void setVariables(Scope scope, Instruction instruction) {
        Scope before = new Scope();
        before.copy(scope);
        for (String pair : instruction.arguments()) {
            String name = expanded(nameOf(pair), before.variables);
            String value = defaultOf(pair, before.variables);
            if (name != null && value != null) {
                setVariable(scope, before, name, value, pair);
                scope.keep(
                        name, setting(before, ENV + name, instruction, pair.substring(pair.indexOf('=') + 1), value));
                // "ENV VERSION=$VERSION" keeps the argument in the environment of what follows
                if (!mentioned(List.of(pair.substring(pair.indexOf('=') + 1))).contains(name)) {
                    scope.arguments.remove(name);
                }
            }
        }
    }

    /** What a variable is made of may come from the base image's ENV: then its value is not known here. */
    private void setVariable(Scope scope, Scope before, String name, String value, String pair) {
        scope.ordered(name);
        if (before.knows(unset(pair, before.variables))) {
            scope.variables.put(name, value);
        } else {
            scope.variables.remove(name);
        }
    }

    private SortedSet<String> unset(String pair, Map<String, String> variables) {
        try {
            return expansion
                    .process(pair.substring(pair.indexOf('=') + 1), variables)
                    .unset();
        } catch (ExpansionException e) {
            return VariableNames.in(pair);
        }
    }

    private void set(Scope scope, String name, Instruction instruction, String word, String value) {
        Setting setting = setting(scope, name, instruction, word, value);
        Setting above = scope.settings.get(name);
        if (name.equals("WORKDIR")) {
            String path = value;
            List<DeclaredArg> made = new ArrayList<>(setting.arguments());
            if (!value.startsWith("/")) { // one from the root stays as it is written, its slashes too: a RUN sees them
                path = CleanPath.of(above == null ? value : above.value() + "/" + value);
                made.addAll(above == null ? List.of() : above.arguments());
            }
            setting = new Setting(name, setting.line(), setting.text(), path, made);
        }
        scope.settings.put(name, setting);
    }

    private Setting setting(Scope scope, String name, Instruction instruction, String word, String value) {
        List<DeclaredArg> made = new ArrayList<>();
        for (String variable : mentioned(List.of(word))) {
            DeclaredArg argument = scope.arguments.get(variable);
            Setting set = scope.settings.get(ENV + variable);
            if (argument != null) {
                made.add(argument);
            }
            if (set != null) {
                made.addAll(set.arguments());
            }
        }
        return new Setting(name, instruction.line(), instruction.text(), value, made);
    }

    private void declare(Scope scope, String word, int line) {
        String name = nameOf(word);
        boolean hasDefault = !given.containsKey(name) && word.contains("=");
        String value = hasDefault ? defaultOf(word, scope.variables) : given.getOrDefault(name, globals.get(name));
        // without a value of its own it leaves an earlier one of that name as it is
        String effective = value == null ? scope.variables.get(name) : value;
        if (value != null) {
            setVariable(scope, scope, name, value, hasDefault ? word : name + "=");
            scope.settings.remove(ENV + name);
        }
        scope.arguments.put(name, new DeclaredArg(name, line, effective));
    }

    private static String nameOf(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }

    private @Nullable String defaultOf(String word, Map<String, String> variables) {
        int equals = word.indexOf('=');
        return equals < 0 ? null : expanded(word.substring(equals + 1), variables);
    }

    /** {@code null} where the builder would end here with an error. */
    private @Nullable String expanded(String word, Map<String, String> variables) {
        try {
            return expansion.expand(word, variables);
        } catch (ExpansionException e) {
            return null;
        }
    }
}

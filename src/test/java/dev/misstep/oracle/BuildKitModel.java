package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The steps of a build by BuildKit, worked out from what was generated and not from the Dockerfile's text. */
final class BuildKitModel {
    /** Where a stage has come to. */
    private static final class At {
        Tree tree = new Tree();
        Map<String, Variable> variables = new LinkedHashMap<>();
        String place = "/";
        String user = "";
        String shell = "[\"/bin/sh\", \"-c\"]";
        String key = "scratch";
        String definition = "scratch";
        String origin = "scratch";

        @Nullable
        Step step;

        int index;

        At copy() {
            At copy = new At();
            copy.tree = tree.copy();
            copy.variables = new LinkedHashMap<>(variables);
            copy.place = place;
            copy.user = user;
            copy.shell = shell;
            copy.key = key;
            copy.definition = definition;
            copy.origin = origin;
            copy.step = step;
            return copy;
        }

        void set(String name, Variable variable) {
            variables.remove(name); // the last one set comes last
            variables.put(name, variable);
        }
    }

    private final State state;
    private final Facts facts;
    private final Cache cache;
    private final Tree context;
    private final Map<Integer, At> ends = new HashMap<>();
    private final Map<String, Step> steps = new LinkedHashMap<>();

    private BuildKitModel(State state, Facts facts, Cache cache) {
        this.state = state;
        this.facts = facts;
        this.cache = cache;
        this.context = state.context();
    }

    /** Those that the build reaches; equal ones are one. */
    static List<Step> steps(State state, Facts facts, Cache cache) {
        BuildKitModel model = new BuildKitModel(state, facts, cache);
        model.end(state.targetStage());
        return List.copyOf(model.steps.values());
    }

    private At end(Stage stage) {
        At known = ends.get(stage.id());
        if (known == null) {
            known = walk(stage);
            ends.put(stage.id(), known);
        }
        return known;
    }

    private At end(int stage) {
        return end(state.stage(stage));
    }

    private At walk(Stage stage) {
        At at = start(stage);
        for (Line line : stage.lines()) {
            if (line instanceof Line.Run run) {
                run(stage, at, run);
            } else if (line instanceof Line.Copy copy) {
                copy(stage, at, copy);
            } else if (line instanceof Line.Workdir workdir) {
                workdir(stage, at, workdir);
            } else if (line instanceof Line.Setting setting) {
                set(at, setting);
            }
        }
        return at;
    }

    private At start(Stage stage) {
        if (stage.base() != null) {
            return end(stage.base()).copy();
        }
        At at = new At();
        String image = state.imageOf(stage);
        if (image != null) {
            at.tree = imageTree(image);
            at.set("BASEV", new Variable(base(image).variable(), "BASE", null, Map.of()));
            at.key = imageKey(image);
            at.definition = at.key + image;
            at.origin = at.key + " " + image;
            at.index = 1;
        }
        return at;
    }

    private BaseImage base(String image) {
        BaseImage base = state.images.get(image);
        if (base == null) {
            throw new Invalid("no image " + image);
        }
        return base;
    }

    private String imageKey(String image) {
        return "image " + base(image).marker();
    }

    private Tree imageTree(String image) {
        Tree tree = new Tree();
        tree.put("base/marker", Item.file(base(image).marker()));
        return tree;
    }

    private void set(At at, Line.Setting setting) {
        String value = setting.value();
        switch (setting.word()) {
            case "ENV" -> {
                String text = String.valueOf(value);
                Map<String, Variable> used = Variable.used(text, at.variables);
                at.set(setting.name(), new Variable(Variable.expand(text, at.variables), "ENV", text, used));
            }
            case "ARG" -> {
                Variable argument = argument(setting, at);
                if (argument != null) {
                    at.set(setting.name(), argument);
                }
            }
            case "USER" -> at.user = String.valueOf(value);
            case "SHELL" -> at.shell = String.valueOf(value);
            default -> {} // LABEL, EXPOSE: no part of any key
        }
    }

    private @Nullable Variable argument(Line.Setting setting, At at) {
        String given = state.given.get(setting.name());
        if (given != null) {
            return new Variable(given, "ARG", null, Map.of());
        }
        String text = setting.value();
        if (text == null) {
            text = state.globals.stream()
                    .filter(global -> global.name().equals(setting.name()))
                    .map(Line.Setting::value)
                    .findFirst()
                    .orElse(null);
        }
        return text == null
                ? null
                : new Variable(Variable.expand(text, at.variables), "ARG", text, Variable.used(text, at.variables));
    }

    private String place(At at, String path) {
        String expanded = Variable.expand(path, at.variables);
        String whole = expanded.startsWith("/") ? expanded : at.place + "/" + expanded;
        return "/" + whole.replaceAll("/+", "/").replaceAll("^/|/$", "");
    }

    private void workdir(Stage stage, At at, Line.Workdir line) {
        at.place = place(at, line.path());
        if (at.place.equals("/")) {
            return;
        }
        at.tree.directories(at.place.substring(1), Item.ROOT);
        Step.Made made = new Step.Made(
                Variable.used(line.path(), at.variables), "", at.place + " " + at.user, new TreeMap<>(), Map.of());
        advance(
                stage,
                at,
                line,
                "WORKDIR",
                line.path(),
                at.place,
                made,
                List.of(),
                List.of(at.place, at.user),
                List.of(),
                false);
    }

    private void run(Stage stage, At at, Line.Run line) {
        boolean exec = line.style() == Line.Style.EXEC;
        String command = line.command(state);
        List<String> environment = new ArrayList<>();
        at.variables.forEach((name, variable) -> environment.add(name + "=" + variable.value()));
        List<Step> sources = new ArrayList<>();
        NavigableMap<String, Item> files = new TreeMap<>();
        Map<String, String> contents = new LinkedHashMap<>();
        List<String> selectors = new ArrayList<>();
        Tree mounted = new Tree();
        Line.Mount mount = line.mount();
        if (mount != null) {
            At from = mount.stage() == null ? null : end(mount.stage());
            Tree tree = from == null ? context : from.tree;
            Selection selection = Selection.of(tree, mount.source(), List.of(), facts.owners());
            selectors.add(mount.source() + " " + (from == null ? "context" : from.definition));
            contents.put("mount", selection.signature());
            if (from == null) {
                files.putAll(selection.files());
            } else if (from.step != null) {
                sources.add(from.step);
            }
            mounted = tree;
        }
        String surroundings = at.place + " " + at.user + (exec ? "" : " " + at.shell);
        Step.Made made = new Step.Made(
                new LinkedHashMap<>(at.variables),
                String.join(" ", at.variables.keySet()),
                surroundings,
                files,
                contents);
        List<String> own = new ArrayList<>(environment);
        own.add(exec ? "exec" : at.shell);
        own.add(command);
        own.add(at.place);
        own.add(at.user);
        own.add(mount == null ? "" : mount.isFile() ? "/f" : "/m");
        own.addAll(contents.values());
        String raw = (exec ? "exec " : "") + command + (mount == null ? "" : " " + mount);
        Step step = advance(stage, at, line, "RUN", raw, raw, made, sources, own, selectors, false);
        write(at, line, step.key(), mounted);
    }

    private void write(At at, Line.Run line, String key, Tree mounted) {
        Tree tree = at.tree;
        String out = line.out(state);
        tree.directories(state.root(), Item.ROOT);
        switch (line.body()) {
            case NOTHING -> {}
            case DIRECTORY ->
                tree.directories(
                        state.root() + "/e" + line.id() + "/" + line.what().get(0), Item.ROOT);
            case CONSTANT -> tree.put(out, Item.file(line.what().get(0)));
            case VARIABLE -> {
                Variable variable = at.variables.get(line.what().get(0));
                tree.put(out, Item.file("v:" + (variable == null ? "" : variable.value())));
            }
            case RANDOM -> tree.put(out, Item.file(cache.output(key, state.noCache || !cache.has(key))));
            case CAT -> {
                StringBuilder text = new StringBuilder();
                line.what().forEach(path -> text.append(tree.read(path.substring(1))));
                tree.put(out, Item.file(text.toString()));
            }
            case MOUNTED -> tree.put(out, Item.file(mounted.read(mountedFile(line))));
        }
    }

    /** {@code cat /m/a}, or {@code cat /m} where the mount is a file. */
    private static String mountedFile(Line.Run line) {
        String source = Objects.requireNonNull(line.mount()).source();
        String below = line.what().get(0).substring("/m".length());
        return source.equals(".") ? below.substring(1) : source + below;
    }

    private void copy(Stage stage, At at, Line.Copy line) {
        List<String> excludes = line.flags().containsKey("exclude")
                ? List.of(String.valueOf(line.flags().get("exclude")))
                : List.of();
        Map<String, String> contents = new LinkedHashMap<>();
        NavigableMap<String, Item> files = new TreeMap<>();
        List<Step> sources = new ArrayList<>();
        List<String> own = new ArrayList<>();
        List<String> selectors = new ArrayList<>();
        String raw = line.word() + " " + line.stage() + " " + line.image() + " " + line.flags() + " "
                + String.join(" ", line.sources()) + " " + line.dest() + " " + line.heredoc();
        String dest = place(at, line.dest());
        Tree result = at.tree;
        String owner = line.flags().getOrDefault("chown", "");
        if (line.heredoc() != null) {
            String content = Variable.expand(line.heredoc(), at.variables) + "\n";
            own.add(content);
            contents.put("heredoc", content);
            Item file = Copying.changed(Item.file(content), line);
            result.directories(dest.substring(1), owner.isEmpty() ? Item.ROOT : owner);
            result.put(dest.substring(1) + "/h.txt", file);
        } else {
            At from = line.stage() == null ? null : end(line.stage());
            Tree tree = from != null ? from.tree : line.image() != null ? imageTree(line.image()) : context;
            if (from != null && from.step != null) {
                sources.add(from.step);
            }
            String origin = from != null ? from.definition : line.image() != null ? imageKey(line.image()) : "context";
            for (String source : line.sources()) {
                String path = Variable.expand(source, at.variables).replaceFirst("^/", "");
                Selection selection = Selection.of(tree, path, excludes, facts.owners());
                own.add(Tree.name(path));
                own.add(selection.signature());
                selectors.add(origin + " " + path);
                if (line.fromContext()) {
                    files.putAll(selection.files());
                } else {
                    contents.put((from == null ? "image " : "stage ") + contents.size(), selection.signature());
                }
                Copying.into(result, tree, path, selection, dest.substring(1), line, excludes, null);
            }
        }
        own.add(dest);
        own.add(line.word());
        own.add(new TreeMap<>(withoutLink(line.flags())).toString());
        Step.Made made = new Step.Made(
                Variable.used(raw, at.variables), "", line.dest().startsWith("/") ? "" : at.place, files, contents);
        String expanded = Variable.expand(raw, at.variables);
        boolean linked = facts.ownLayer() && line.linked() && !line.flags().containsKey("chmod");
        advance(stage, at, line, line.word(), raw, expanded, made, sources, own, selectors, linked);
    }

    private static Map<String, String> withoutLink(Map<String, String> flags) {
        Map<String, String> others = new TreeMap<>(flags);
        others.remove("link");
        return others;
    }

    /**
     * Adds a step and goes on from it.
     *
     * @param own what its key is made of, but for what it stands on
     * @param selectors where in what its contents lie: no part of the key
     */
    private Step advance(
            Stage stage,
            At at,
            Line line,
            String word,
            String raw,
            String expanded,
            Step.Made made,
            List<Step> sources,
            List<String> own,
            List<String> selectors,
            boolean linked) {
        at.index++;
        String text = line.render(state);
        Step step = add(new Step(
                lines(line),
                places(stage, at.index, word),
                word,
                text,
                raw,
                expanded,
                Digest.of(word, own, selectors, linked ? "scratch" : at.definition),
                Digest.of(word, own, linked ? "scratch" : at.key),
                made,
                linked ? "scratch" : at.origin,
                linked ? null : at.step,
                null,
                sources));
        if (linked && !(at.step == null && at.origin.equals("scratch"))) {
            step = add(new Step(
                    lines(line),
                    places(stage, at.index, "LINK"),
                    "LINK",
                    text,
                    raw,
                    expanded,
                    Digest.of("LINK", at.definition, step.definition()),
                    Digest.of("LINK", at.key, step.key()),
                    new Step.Made(Map.of(), "", "", new TreeMap<>(), Map.of()),
                    at.origin,
                    at.step,
                    step,
                    List.of()));
        }
        at.step = step;
        at.key = step.key();
        at.definition = step.definition();
        return step;
    }

    private static List<Integer> lines(Line line) {
        return new ArrayList<>(List.of(line.id()));
    }

    private List<String> places(Stage stage, int index, String word) {
        List<String> places = new ArrayList<>();
        places.add(stage.display(state) + " " + index + " " + word);
        if (state.stages.size() == 1) {
            places.add(" " + index + " " + word);
        }
        return places;
    }

    private Step add(Step step) {
        Step known = steps.get(step.definition());
        if (known == null) {
            steps.put(step.definition(), step);
            return step;
        }
        known.places().addAll(step.places());
        known.lines().addAll(step.lines());
        return known;
    }
}

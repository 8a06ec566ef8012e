package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The steps of a build by BuildKit, worked out from what was generated and not from the Dockerfile's text. */
final class BuildKitModel {
    private final State state;
    private final Facts facts;
    private final Cache cache;
    private final Tree context;
    private final Map<Integer, BuildKitEnd> ends = new HashMap<>();
    private final BuildKitSteps steps;
    private final Output output;

    private BuildKitModel(State state, Facts facts, Cache cache) {
        this.state = state;
        this.facts = facts;
        this.cache = cache;
        this.context = state.context();
        this.steps = new BuildKitSteps(state);
        this.output = new Output(state);
    }

    /** Those that the build reaches; equal ones are one. */
    static List<Step> steps(State state, Facts facts, Cache cache) {
        BuildKitModel model = new BuildKitModel(state, facts, cache);
        model.end(state.targetStage());
        return model.steps.all();
    }

    private BuildKitEnd end(Stage stage) {
        BuildKitEnd known = ends.get(stage.id());
        if (known == null) {
            known = walk(stage);
            ends.put(stage.id(), known);
        }
        return known;
    }

    private BuildKitEnd end(int stage) {
        return end(state.stage(stage));
    }

    private BuildKitEnd walk(Stage stage) {
        BuildKitEnd at = start(stage);
        String image = stage.base() == null ? state.imageOf(stage) : null;
        List<Line> lines =
                new ArrayList<>(image == null ? List.of() : state.image(image).triggers());
        lines.addAll(stage.lines());
        for (Line line : lines) {
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

    private BuildKitEnd start(Stage stage) {
        if (stage.base() != null) {
            return end(stage.base()).child();
        }
        BuildKitEnd at = new BuildKitEnd();
        String image = state.imageOf(stage);
        if (image != null) {
            at.tree = state.image(image).tree();
            state.image(image).environment().forEach(at::keep);
            at.keep("PATH", BaseImage.brought("set by the builder where an image does not"));
            at.key = imageKey(image);
            at.apart = at.key;
            at.definition = at.key + image;
            at.origin = at.key + " " + image;
            at.index = 1;
        }
        return at;
    }

    private String imageKey(String image) {
        return "image " + state.image(image).files();
    }

    private void set(BuildKitEnd at, Line.Setting setting) {
        String value = setting.value();
        switch (setting.word()) {
            case "ENV" -> {
                String text = String.valueOf(value);
                Map<String, Variable> used = Variable.used(text, at.variables);
                at.keep(setting.name(), new Variable(Variable.expand(text, at.variables), "ENV", text, used));
            }
            case "ARG" -> {
                Variable argument = state.argument(setting, at.variables);
                if (argument != null) {
                    at.set(setting.name(), argument);
                }
            }
            case "USER" -> at.user = String.valueOf(value);
            case "SHELL" -> at.shell = String.valueOf(value);
            default -> {} // LABEL, EXPOSE: no part of any key
        }
    }

    private void workdir(Stage stage, BuildKitEnd at, Line.Workdir line) {
        at.place = at.place(line.path());
        if (at.place.equals("/")) {
            return;
        }
        at.tree.directories(at.place.substring(1), Item.ROOT);
        Step.Made made = new Step.Made(
                Variable.used(line.path(), at.variables), "", at.place + " " + at.user, new TreeMap<>(), Map.of());
        steps.advance(
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

    private void run(Stage stage, BuildKitEnd at, Line.Run line) {
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
            BuildKitEnd from = mount.stage() == null ? null : end(mount.stage());
            Tree tree = from == null ? context : from.tree;
            Selection selection = Selection.of(tree, mount.source(), List.of(), facts.owners());
            selectors.add(mount.source() + " " + (from == null ? "context" : from.definition));
            contents.put(from == null ? "mount" : "stage mount", selection.signature());
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
        own.add(exec ? BuildKitEnd.SHELL : at.shell); // a list begins with the words of the usual one
        own.add(command);
        own.add(at.place);
        own.add(at.user);
        own.add(mount == null ? "" : mount.isFile() ? "/f" : "/m");
        Line.Aside aside = line.aside();
        own.add(aside == null ? "" : aside.key(facts.namesCaches()));
        own.addAll(contents.values());
        String raw = (exec ? "exec " : "") + command + (mount == null ? "" : " " + mount) + " " + aside;
        Step step = steps.advance(stage, at, line, "RUN", raw, raw, made, sources, own, selectors, false);
        String key = step.key();
        output.of(line, at.tree, at.variables, () -> cache.output(key, state.noCache || !cache.has(key)), mounted);
    }

    private void copy(Stage stage, BuildKitEnd at, Line.Copy line) {
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
        String dest = at.place(line.dest());
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
            BuildKitEnd from = line.stage() == null ? null : end(line.stage());
            Tree tree = from != null
                    ? from.tree
                    : line.image() != null ? state.image(line.image()).tree() : context;
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
        steps.advance(stage, at, line, line.word(), raw, expanded, made, sources, own, selectors, linked);
    }

    private static Map<String, String> withoutLink(Map<String, String> flags) {
        Map<String, String> others = new TreeMap<>(flags);
        others.remove("link");
        return others;
    }
}

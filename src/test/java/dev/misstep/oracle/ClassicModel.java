package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The steps of a build by the classic builder: each instruction makes an image, and is found again as a child of the image
 * above it. A stage looks for no more once something in it ran.
 */
final class ClassicModel {
    private final State state;
    private final Cache cache;
    private final Tree context;
    private final Map<Integer, ClassicEnd> ends = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Output output;

    private ClassicModel(State state, Cache cache) {
        this.state = state;
        this.cache = cache;
        this.context = Ignores.apply(state.disk(), state.ignore);
        this.output = new Output(state);
    }

    /** Those of all stages down to the target. What is made is in the cache afterwards. */
    static List<Step> steps(State state, Cache cache) {
        ClassicModel model = new ClassicModel(state, cache);
        Stage target = state.targetStage();
        for (Stage stage : state.stages) {
            model.ends.put(stage.id(), model.walk(stage));
            if (stage.equals(target)) {
                break;
            }
        }
        return List.copyOf(model.steps);
    }

    private ClassicEnd end(int stage) {
        ClassicEnd end = ends.get(stage);
        if (end == null) {
            throw new Invalid("no stage above");
        }
        return end;
    }

    private ClassicEnd walk(Stage stage) {
        ClassicEnd at = new ClassicEnd();
        String image = state.imageOf(stage);
        if (stage.base() != null) {
            at = end(stage.base()).child();
        } else if (image != null) {
            at.tree = state.image(image).tree();
            at.variables.putAll(state.image(image).environment());
            at.image = cache.image(image);
            at.definition = at.image;
            at.apart = at.image;
            at.origin = at.image + " " + image;
        } else {
            throw new Invalid("images from scratch cannot be told from those of others");
        }
        at.busted = state.noCache;
        for (Line line : stage.lines()) {
            if (line instanceof Line.Run run) {
                run(stage, at, run);
            } else if (line instanceof Line.Copy copy) {
                copy(stage, at, copy);
            } else if (line instanceof Line.Workdir workdir) {
                workdir(stage, at, workdir);
            } else if (line instanceof Line.Setting setting) {
                set(stage, at, setting);
            }
        }
        return at;
    }

    private static Step.Made made(Map<String, Variable> variables) {
        return new Step.Made(variables, "", "", new TreeMap<>(), Map.of());
    }

    private void set(Stage stage, ClassicEnd at, Line.Setting setting) {
        Map<String, Variable> known = at.known();
        String value = setting.value();
        String text = value == null ? "" : value;
        String expanded = Variable.expand(text, known);
        Map<String, Variable> used = Variable.used(text, known);
        String raw = setting.word() + " " + setting.name() + (value == null ? "" : "=" + text);
        if (setting.word().equals("ARG")) {
            Variable argument = state.argument(setting, known);
            at.arguments.remove(setting.name());
            if (argument != null) {
                at.arguments.put(setting.name(), argument);
            }
        } else if (setting.word().equals("ENV")) {
            at.variables.put(setting.name(), new Variable(expanded, "ENV", text, used));
        }
        advance(
                stage,
                at,
                setting,
                setting.word(),
                raw,
                setting.word() + " " + setting.name() + "=" + (value == null ? "none" : expanded),
                made(used),
                List.of());
    }

    private void workdir(Stage stage, ClassicEnd at, Line.Workdir line) {
        at.place = at.place(line.path());
        at.tree.directories(at.place.substring(1), Item.ROOT);
        advance(
                stage,
                at,
                line,
                "WORKDIR",
                line.path(),
                at.place,
                made(Variable.used(line.path(), at.known())),
                List.of());
    }

    private void run(Stage stage, ClassicEnd at, Line.Run line) {
        boolean exec = line.style() == Line.Style.EXEC;
        String command = (exec ? "exec " : "") + line.command(state);
        Map<String, Variable> arguments = new TreeMap<>(at.arguments);
        arguments.keySet().removeAll(at.variables.keySet());
        List<String> given = new ArrayList<>();
        arguments.forEach((name, variable) -> given.add(name + "=" + variable.value()));
        advance(stage, at, line, "RUN", command, command + given, made(arguments), List.of());
        output.of(line, at.tree, at.known(), () -> cache.output(at.image, false), new Tree());
    }

    private void copy(Stage stage, ClassicEnd at, Line.Copy line) {
        if (line.heredoc() != null) {
            throw new Invalid("no heredocs");
        }
        Map<String, Variable> known = at.known();
        Map<String, String> contents = new LinkedHashMap<>();
        NavigableMap<String, Item> files = new TreeMap<>();
        List<Step> sources = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        String dest = at.place(line.dest());
        ClassicEnd from = line.stage() == null ? null : end(line.stage());
        Tree tree = from != null
                ? from.tree
                : line.image() != null ? state.image(line.image()).tree() : context;
        if (from != null && from.step != null) {
            sources.add(from.step);
        }
        for (String source : line.sources()) {
            String path = Variable.expand(source, known).replaceFirst("^/", "");
            Selection selection = Selection.of(tree, path, List.of(), true);
            for (String match : selection.matches()) {
                hashes.add(hash(tree, match, line.fromContext()));
            }
            if (line.fromContext()) {
                selection.files().forEach((each, item) -> files.put(each, followed(tree, each, item)));
            } else {
                contents.put((from == null ? "image " : "stage ") + contents.size(), String.join(",", hashes));
            }
            Copying.into(at.tree, tree, path, selection, dest.substring(1), line, List.of(), Item.ROOT);
        }
        String raw = line.word() + " " + line.stage() + " " + line.image() + " " + line.flags() + " "
                + String.join(" ", line.sources()) + " " + line.dest();
        String text = line.word() + line.flags() + hashes + Variable.expand(line.dest(), known);
        Step.Made made = new Step.Made(Variable.used(raw, known), "", "", files, contents);
        advance(stage, at, line, line.word(), raw, text, made, sources);
    }

    /** Names are part of what is hashed, and the directory itself is. */
    /** Of a link in the context it is asked where it leads to alone, and not at all where that is nowhere. */
    private static Item followed(Tree tree, String path, Item item) {
        String end = item.is(Item.Kind.LINK) ? tree.resolve(path) : null;
        return item.is(Item.Kind.LINK) ? Item.link(end == null ? "" : end) : item;
    }

    private static String hash(Tree tree, String path, boolean context) {
        StringBuilder text = new StringBuilder();
        Item own = tree.get(path);
        if (own != null) {
            text.append(path).append(own.header(true));
        }
        if (own == null || own.is(Item.Kind.DIRECTORY)) {
            tree.below(path)
                    .forEach((each, item) -> text.append(each)
                            .append((context ? followed(tree, each, item) : item).header(true))
                            .append('\n'));
        }
        return Digest.of(text);
    }

    private Step advance(
            Stage stage,
            ClassicEnd at,
            Line line,
            String word,
            String raw,
            String text,
            Step.Made made,
            List<Step> sources) {
        at.index++;
        String lookup = at.image + " " + Digest.of(word, text);
        String found = at.busted ? null : cache.child(lookup);
        at.busted = found == null;
        String image = found == null ? cache.newChild(lookup) : found;
        at.definition = Digest.of(
                at.definition,
                word,
                text,
                sources.stream().map(Step::definition).toList());
        at.apart = Digest.of(at.apart, word, sources.isEmpty() ? text : raw);
        Step step = new Step(
                new ArrayList<>(List.of(line.id())),
                places(stage, at.index, word),
                word,
                line.render(state),
                raw,
                text,
                at.definition,
                image,
                at.apart,
                made,
                at.origin,
                at.step,
                null,
                sources);
        at.image = image;
        at.step = step;
        steps.add(step);
        return step;
    }

    private List<String> places(Stage stage, int index, String word) {
        List<String> places = new ArrayList<>(List.of(stage.display(state) + " " + index + " " + word));
        if (state.stages.size() == 1) {
            places.add(" " + index + " " + word);
        }
        return places;
    }
}

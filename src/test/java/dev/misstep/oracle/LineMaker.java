package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes up lines of a Dockerfile. */
final class LineMaker {
    static final List<String> ARGUMENTS = List.of("A1", "A2", "A3", "G1");
    static final List<String> VARIABLES = List.of("E1", "E2", "D1", "P1");

    /** The first id of a trigger. */
    private static final int TRIGGER = 90;

    private final Random random;
    private final Facts facts;
    private int next = 100;

    LineMaker(Random random, Facts facts) {
        this.random = random;
        this.facts = facts;
    }

    <T> T any(List<T> all) {
        if (all.isEmpty()) {
            throw new Invalid("nothing to choose from");
        }
        return all.get(random.nextInt(all.size()));
    }

    boolean classic() {
        return facts.classic();
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    String word() {
        return "w" + random.nextInt(30);
    }

    int id() {
        return next++;
    }

    /** A line for a place in a stage. */
    Line line(State state, Stage stage, List<Line> above) {
        boolean runs = canRun(state, stage);
        int dice = random.nextInt(100);
        if (dice < 35 && runs) {
            return run(state, stage, above);
        }
        if (dice < 75) {
            return copy(state, stage);
        }
        if (dice < 82) {
            return new Line.Workdir(id(), workdir(state));
        }
        if (dice < 95) {
            return setting(runs);
        }
        return new Line.Remark(id(), chance(50) ? "" : "# " + word());
    }

    /** A value of an ENV, at times that of the image; that of {@code P1} is a directory. */
    String value(String name) {
        if (name.equals("P1")) {
            return any(ProjectMaker.FOLDERS);
        }
        return chance(30) ? "i" + random.nextInt(2) : chance(30) ? "x${" + any(ARGUMENTS) + "}" : word();
    }

    String workdir(State state) {
        int dice = random.nextInt(10);
        return dice == 0
                ? "/"
                : dice < 3
                        ? "sub" + random.nextInt(3) + "-" + state.salt
                        : "/" + state.root() + "/w"
                                + (dice < 5 ? "${" + any(VARIABLES.subList(0, 3)) + "}" : random.nextInt(3));
    }

    static boolean canRun(State state, Stage stage) {
        Stage at = stage;
        while (at.base() != null) {
            at = state.stage(at.base());
        }
        return at.image() != null;
    }

    private Line setting(boolean runs) {
        return switch (random.nextInt(runs ? 9 : 6)) {
            case 0, 1 -> {
                String name = any(VARIABLES);
                yield new Line.Setting(id(), "ENV", name, value(name));
            }
            case 2, 3 -> new Line.Setting(id(), "ARG", any(ARGUMENTS), chance(40) ? null : word());
            case 4 -> new Line.Setting(id(), "LABEL", "l" + random.nextInt(3), word());
            case 5 -> new Line.Setting(id(), "EXPOSE", "", String.valueOf(8000 + random.nextInt(10)));
            case 6, 7 -> new Line.Setting(id(), "USER", "", any(List.of("0", "0:0")));
            default ->
                new Line.Setting(id(), "SHELL", "", any(List.of("[\"/bin/sh\", \"-c\"]", "[\"/bin/sh\", \"-ec\"]")));
        };
    }

    Line.Run run(State state, Stage stage, List<Line> above) {
        List<Line.Style> styles = new ArrayList<>(List.of(
                Line.Style.SHELL, Line.Style.SHELL, Line.Style.EXEC, Line.Style.CONTINUED, Line.Style.COMMENTED));
        if (facts.heredoc()) {
            styles.add(Line.Style.HEREDOC);
        }
        List<String> made = made(state, above);
        Line.Body body = any(List.of(
                Line.Body.NOTHING,
                Line.Body.CONSTANT,
                Line.Body.CONSTANT,
                Line.Body.CAT,
                Line.Body.CAT,
                Line.Body.CAT,
                Line.Body.VARIABLE,
                Line.Body.VARIABLE,
                Line.Body.RANDOM,
                Line.Body.DIRECTORY,
                Line.Body.MOUNTED,
                Line.Body.MOUNTED));
        if ((body == Line.Body.MOUNTED && !facts.mounts()) || (body == Line.Body.CAT && made.isEmpty())) {
            body = Line.Body.CONSTANT;
        }
        Line.Mount mount = body == Line.Body.MOUNTED ? mount(state, stage) : null;
        List<String> what = switch (body) {
            case CAT -> made.subList(0, 1 + random.nextInt(Math.min(3, made.size())));
            case VARIABLE -> List.of(any(chance(60) ? ARGUMENTS : VARIABLES));
            case MOUNTED -> List.of(Objects.requireNonNull(mount).isFile() ? "/f" : "/m/keep.txt");
            default -> List.of(word());
        };
        return new Line.Run(
                id(),
                any(styles),
                body,
                List.copyOf(what),
                mount,
                random.nextInt(3),
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                random.nextInt(5),
                random.nextInt(Line.SPELLINGS),
                facts.mounts() && chance(15) ? aside() : null);
    }

    Line.Aside aside() {
        return chance(40)
                ? new Line.Aside("secret", "", "run/t" + random.nextInt(2))
                : new Line.Aside("cache", "c" + random.nextInt(2), "k" + random.nextInt(2));
    }

    private Line.Mount mount(State state, Stage stage) {
        Stage from = earlier(state, stage);
        if (from != null && chance(40)) {
            return new Line.Mount(from.id(), "/" + any(outputs(state, from, false)));
        }
        return new Line.Mount(null, chance(20) ? "." : any(chance(50) ? files(state) : folders(state)));
    }

    /** ONBUILD instructions of an image, each with an id that it keeps; none for the classic builder, whose steps they are not. */
    List<Line> triggers(State state) {
        List<Line> triggers = new ArrayList<>();
        if (!facts.classic() && chance(60)) {
            String source = any(List.of("src", "keep.txt", "conf/keep.txt"));
            String dest = "/" + state.root() + "/t/";
            triggers.add(new Line.Copy(TRIGGER, "COPY", null, null, List.of(source), dest, Map.of(), false, null, 1));
        }
        if (!facts.classic() && chance(60)) {
            List<String> what = List.of(any(ARGUMENTS));
            triggers.add(new Line.Run(
                    TRIGGER + 1,
                    Line.Style.SHELL,
                    Line.Body.VARIABLE,
                    what,
                    null,
                    random.nextInt(3),
                    1,
                    1,
                    0,
                    0,
                    null));
        }
        return triggers;
    }

    /** Files that lines above have made, by their absolute paths, in a random order. */
    private List<String> made(State state, List<Line> above) {
        List<String> made = new ArrayList<>();
        for (Line line : above) {
            if (line instanceof Line.Run run) {
                made.add("/" + run.out(state));
            } else if (line instanceof Line.Copy copy && copy.dest().matches("/[^$]*")) {
                for (String source : copy.sources()) {
                    boolean file = source.matches(".*\\.[a-z]+") && !source.contains("*");
                    made.add(copy.dest() + (file ? Tree.name(source) : "keep.txt"));
                }
            }
        }
        Collections.shuffle(made, random);
        return made;
    }

    /** Paths of a stage worth copying. */
    private List<String> outputs(State state, Stage stage, boolean wildcards) {
        List<String> outputs = new ArrayList<>();
        for (Line line : stage.lines()) {
            if (line instanceof Line.Run run && run.body() != Line.Body.NOTHING && run.body() != Line.Body.DIRECTORY) {
                outputs.add(run.out(state));
            } else if (line instanceof Line.Copy copy && copy.dest().matches("/[^$]*")) {
                outputs.add(copy.dest().substring(1).replaceAll("/$", ""));
            }
        }
        if (wildcards && outputs.stream().anyMatch(path -> path.matches(".*/r\\d+"))) {
            outputs.add(state.root() + "/r*");
        }
        if (wildcards && !outputs.isEmpty()) {
            outputs.add(state.root());
        }
        return outputs;
    }

    private @Nullable Stage earlier(State state, Stage stage) {
        int end = state.stages.indexOf(stage);
        List<Stage> earlier = state.stages.subList(0, end < 0 ? state.stages.size() : end).stream()
                .filter(each -> !outputs(state, each, false).isEmpty())
                .toList();
        return earlier.isEmpty() ? null : any(earlier);
    }

    static List<String> files(State state) {
        return state.tree.paths(item -> item.is(Item.Kind.FILE));
    }

    static List<String> folders(State state) {
        return state.tree.paths(item -> item.is(Item.Kind.DIRECTORY)).stream()
                .filter(path -> state.tree.get(path + "/keep.txt") != null)
                .toList();
    }

    Line.Copy copy(State state, Stage stage) {
        int id = id();
        String dest = chance(85) ? "/" + state.root() + "/c" + id + "/" : "c" + id + "-" + state.salt + "/";
        if (chance(12)) {
            dest = dest.replaceFirst("/$", "\\${" + any(VARIABLES.subList(0, 3)) + "}/");
        }
        Map<String, String> flags = flags();
        String word = chance(15) ? "ADD" : "COPY";
        int lead = 1 + random.nextInt(2);
        Stage from = earlier(state, stage);
        if (from != null && chance(40)) {
            String source = any(outputs(state, from, true));
            return new Line.Copy(id, "COPY", from.id(), null, List.of(source), dest, flags, false, null, lead);
        }
        if (chance(6)) {
            String image = any(new ArrayList<>(state.images.keySet()));
            return new Line.Copy(id, "COPY", null, image, List.of("base/marker"), dest, flags, false, null, lead);
        }
        if (facts.heredoc() && chance(8)) {
            String content = word() + " ${" + any(VARIABLES) + "}";
            return new Line.Copy(id, "COPY", null, null, List.of(), dest, flags, false, content, lead);
        }
        if (chance(7)) {
            List<String> archives = state.tree.paths(item -> Archive.is(item.text()));
            return new Line.Copy(
                    id, "ADD", null, null, List.of(any(archives)), dest, new LinkedHashMap<>(), false, null, lead);
        }
        List<String> sources = sources(state);
        if (facts.exclude() && chance(12) && sources.size() == 1 && isFolder(state, sources.get(0))) {
            flags.put("exclude", "**/*." + any(List.of("tmp", "js")));
        }
        return new Line.Copy(id, word, null, null, sources, dest, flags, chance(15), null, lead);
    }

    private static boolean isFolder(State state, String path) {
        Item item = state.tree.get(path);
        return path.equals(".") || (item != null && item.is(Item.Kind.DIRECTORY));
    }

    Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        if (chance(10)) {
            flags.put("chown", any(List.of("1:1", "0:0", "7:9")));
        }
        if (facts.chmod() && chance(10)) {
            flags.put("chmod", any(List.of("755", "644", "700")));
        } else if (facts.link() && chance(12)) {
            flags.put("link", "");
        }
        return flags;
    }

    private List<String> sources(State state) {
        int dice = random.nextInt(100);
        if (dice < 35) {
            return List.of(any(files(state)));
        }
        if (dice < 41) {
            return List.of("${P1}/keep.txt");
        }
        if (dice < 55) {
            return List.of(any(folders(state)));
        }
        if (dice < 63) {
            return List.of(".");
        }
        if (dice < 80) {
            String folder = any(folders(state));
            return List.of(chance(30) ? "*.txt" : folder + "/*" + any(List.of(".txt", ".txt", "")));
        }
        if (dice < 85) {
            return List.of(any(state.tree.paths(item -> item.is(Item.Kind.LINK))));
        }
        return List.of(any(files(state)), any(chance(50) ? files(state) : folders(state)));
    }
}

package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A project as it is between two changes: the context, the Dockerfile, the images it is from and the options of the build. */
final class State {
    /** Goes into contents and places, so that no other project's cache is this one's. */
    final String salt;

    Tree tree = new Tree();
    List<String> ignore = new ArrayList<>();
    /** Whether the ignore file is the Dockerfile's own. */
    boolean ownIgnore;

    String dockerfile = "Dockerfile";
    List<Line.Setting> globals = new ArrayList<>();
    List<Stage> stages = new ArrayList<>();
    Map<String, BaseImage> images = new TreeMap<>();
    Map<String, String> given = new LinkedHashMap<>();

    @Nullable
    Integer target;

    boolean noCache;
    int header;
    /** How often the secret was replaced. */
    int secret;

    /** A file that gets another time and nothing else. */
    @Nullable
    String touched;

    State(String salt) {
        this.salt = salt;
    }

    State copy() {
        State copy = new State(salt);
        copy.tree = tree.copy();
        copy.ignore = new ArrayList<>(ignore);
        copy.ownIgnore = ownIgnore;
        copy.dockerfile = dockerfile;
        copy.globals = new ArrayList<>(globals);
        copy.stages = new ArrayList<>(stages);
        copy.images = new TreeMap<>(images);
        copy.given = new LinkedHashMap<>(given);
        copy.target = target;
        copy.noCache = noCache;
        copy.header = header;
        copy.secret = secret;
        return copy;
    }

    /** Where all that steps make lies. */
    String root() {
        return "o" + salt;
    }

    String imageName(String image) {
        return "misstep-oracle/" + salt + ":" + image;
    }

    Stage stage(int id) {
        return stages.stream().filter(stage -> stage.id() == id).findFirst().orElseThrow(() -> new Invalid("no stage"));
    }

    /** The image that a stage is from, by its argument or by its name; {@code null} if it is from a stage or scratch. */
    @Nullable
    String imageOf(Stage stage) {
        return stage.byArgument() ? base() : stage.image();
    }

    /** The value of the global argument that images are chosen by. */
    private @Nullable String base() {
        return given.getOrDefault(
                "BASE",
                globals.stream()
                        .filter(global -> global.name().equals("BASE"))
                        .map(Line.Setting::value)
                        .findFirst()
                        .orElseThrow(() -> new Invalid("no argument BASE")));
    }

    BaseImage image(String name) {
        BaseImage image = images.get(name);
        if (image == null) {
            throw new Invalid("no image " + name);
        }
        return image;
    }

    /** The value of an ARG in a stage, by what was given, its own default or that in front of the stages. */
    @Nullable
    Variable argument(Line.Setting setting, Map<String, Variable> known) {
        String value = given.get(setting.name());
        if (value != null) {
            return new Variable(value, "ARG", null, Map.of());
        }
        String text = setting.value();
        if (text == null) {
            text = globals.stream()
                    .filter(global -> global.name().equals(setting.name()))
                    .map(Line.Setting::value)
                    .findFirst()
                    .orElse(null);
        }
        return text == null
                ? null
                : new Variable(Variable.expand(text, known), "ARG", text, Variable.used(text, known));
    }

    Stage targetStage() {
        return target == null ? stages.get(stages.size() - 1) : stage(target);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        if (header > 0) {
            text.append("# project ").append(header).append('\n');
        }
        globals.forEach(global -> text.append(global.render(this)).append('\n'));
        stages.forEach(stage -> text.append(stage.render(this)));
        return text.toString();
    }

    String ignorePath() {
        return ownIgnore ? dockerfile + ".dockerignore" : ".dockerignore";
    }

    /** All that lies in the directory. */
    Tree disk() {
        Tree disk = tree.copy();
        disk.put(dockerfile, Item.file(text()));
        if (!ignore.isEmpty()) {
            disk.put(ignorePath(), Item.file(String.join("\n", ignore) + "\n"));
        }
        return disk;
    }

    /** What the builder sees. */
    Tree context() {
        return Ignores.apply(disk(), ignore);
    }
}

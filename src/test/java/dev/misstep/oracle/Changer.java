package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Changes a project at random, never to one that cannot be built. */
final class Changer {
    /**
     * What was done.
     *
     * @param state the project afterwards
     * @param what in words
     */
    record Changed(State state, List<String> what, Set<Change> kinds) {}

    private final Random random;
    private final Facts facts;
    private final LineMaker lines;
    private final FileChanges files;
    private final LineChanges text;
    private final List<State> history = new ArrayList<>();

    Changer(Random random, Facts facts, LineMaker lines) {
        this.random = random;
        this.facts = facts;
        this.lines = lines;
        this.files = new FileChanges(random, lines);
        this.text = new LineChanges(random, lines);
    }

    /** One to three changes. */
    Changed change(State before) {
        history.add(before);
        State state = before.copy();
        state.noCache = false;
        List<String> what = new ArrayList<>();
        Set<Change> kinds = new TreeSet<>();
        int count = 1 + random.nextInt(3);
        while (kinds.size() < count) {
            Change kind = kind();
            try {
                State next = state.copy();
                String said = one(kind, next);
                if (kind == Change.BACK) {
                    next = lines.any(history).copy();
                    next.noCache = state.noCache;
                }
                Model.steps(next, facts, new Cache());
                state = next;
                what.add(kind + ": " + said);
                kinds.add(kind);
            } catch (Invalid e) {
                // another one
            }
        }
        return new Changed(state, what, kinds);
    }

    private Change kind() {
        int all = 0;
        for (Change change : Change.values()) {
            all += change.weight;
        }
        int dice = random.nextInt(all);
        for (Change change : Change.values()) {
            dice -= change.weight;
            if (dice < 0) {
                return change;
            }
        }
        throw new AssertionError();
    }

    private String one(Change kind, State state) {
        if (kind == Change.FOLDER_MODE && !facts.classic()) {
            throw new Invalid("a BuildKit that was sent the directory before does not notice, another does");
        }
        if (kind == Change.SPELLING && facts.classic()) {
            throw new Invalid("it takes a RUN as it is written");
        }
        boolean mounted = kind == Change.ASIDE || kind == Change.SECRET;
        if ((mounted && !facts.mounts()) || (kind == Change.TRIGGER && facts.classic())) {
            throw new Invalid("there are none");
        }
        if (kind == Change.ATTRIBUTES && facts.classic()) {
            throw new Invalid("it is not sent any");
        }
        return switch (kind) {
            case CONTENT,
                    MODE,
                    FOLDER_MODE,
                    ATTRIBUTES,
                    LINK,
                    RENAME,
                    ADD,
                    REMOVE,
                    TYPE,
                    EMPTY_FOLDER,
                    TOUCH,
                    IGNORED_FILE,
                    IGNORE_FILE -> files.apply(kind, state);
            case ARGUMENT,
                    UNDECLARED,
                    DEFAULT,
                    VARIABLE,
                    LABEL,
                    USER,
                    SHELL,
                    WORKDIR,
                    COMMENT,
                    BLANKS,
                    SPELLING,
                    INSERT,
                    DELETE,
                    MOVE,
                    EDIT_RUN,
                    EDIT_COPY,
                    ASIDE,
                    SECRET,
                    RENAME_STAGE -> text.apply(kind, state);
            case RETAG -> image(state, lines.chance(40) ? "has another file" : "has another layer");
            case TRIGGER -> image(state, "has another trigger");
            case CONFIGURE_BASE -> image(state, "has another variable");
            case REBUILD_BASE -> image(state, "made again");
            case OTHER_BASE -> otherBase(state);
            case TARGET -> target(state);
            case NO_CACHE -> {
                state.noCache = true;
                yield "the cache is not used";
            }
            case PRUNE -> {
                if (facts.classic()) {
                    throw new Invalid("images are the cache");
                }
                yield "the cache is lost";
            }
            case BACK -> "an earlier state";
        };
    }

    private String image(State state, String how) {
        String name = lines.any(new ArrayList<>(state.images.keySet()));
        BaseImage image = Objects.requireNonNull(state.images.get(name));
        String version = name + random.nextInt(3) + " " + state.salt;
        BaseImage changed = switch (how.substring(how.lastIndexOf(' ') + 1)) {
            case "layer" -> image.marked(version);
            case "file" -> image.filled(random.nextInt(3));
            case "trigger" -> image.triggering(lines.triggers(state));
            case "variable" -> image.configured(name + random.nextInt(3));
            default -> image.again();
        };
        if (changed.equals(image)) {
            throw new Invalid("the same");
        }
        state.images.put(name, changed);
        return name + " " + how;
    }

    private String otherBase(State state) {
        if (lines.chance(30)) {
            String other = state.given.containsKey("BASE") && random.nextBoolean() ? "" : lines.any(List.of("a", "b"));
            if (other.isEmpty()) {
                state.given.remove("BASE");
            } else {
                state.given.put("BASE", other);
            }
            return "BASE=" + other;
        }
        int at = random.nextInt(state.stages.size());
        Stage stage = state.stages.get(at);
        if (stage.image() == null) {
            throw new Invalid("no image");
        }
        state.stages.set(at, stage.from(stage.image().equals("a") ? "b" : "a"));
        return "FROM of stage " + at;
    }

    private String target(State state) {
        Integer old = state.target;
        Stage stage = lines.any(state.stages);
        state.target = stage.equals(state.stages.get(state.stages.size() - 1)) ? null : Integer.valueOf(stage.id());
        if (Objects.equals(old, state.target)) {
            throw new Invalid("the same");
        }
        return stage.reference(state);
    }
}

package dev.misstep.oracle;

import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Changes to the files of a project. */
final class FileChanges {
    private static final List<String> IGNORES = List.of(
            "**/*.tmp",
            "docs",
            "*.json",
            "!docs/keep.txt",
            "lib/e.js",
            "conf",
            "!conf/app.Dockerfile",
            "src/sub",
            "# remark",
            "Dockerfile",
            ".dockerignore",
            "src/empty",
            "!src/sub/a.txt");

    private final Random random;
    private final LineMaker lines;

    FileChanges(Random random, LineMaker lines) {
        this.random = random;
        this.lines = lines;
    }

    String apply(Change kind, State state) {
        return switch (kind) {
            case CONTENT -> content(state, lines.any(LineMaker.files(state)));
            case MODE -> mode(state, lines.any(LineMaker.files(state)), List.of(0644, 0755, 0600));
            case FOLDER_MODE -> mode(state, lines.any(LineMaker.folders(state)), List.of(0755, 0700, 0775));
            case ATTRIBUTES -> attributes(state, lines.any(LineMaker.files(state)));
            case LINK -> link(state);
            case RENAME -> rename(state);
            case ADD -> add(state);
            case REMOVE -> remove(state);
            case TYPE -> type(state);
            case EMPTY_FOLDER -> emptyFolder(state);
            case TOUCH -> {
                String path = lines.any(LineMaker.files(state));
                state.touched = path;
                yield path;
            }
            case IGNORED_FILE -> ignored(state);
            case IGNORE_FILE -> ignore(state);
            default -> throw new AssertionError(kind);
        };
    }

    private String content(State state, String path) {
        Item item = Objects.requireNonNull(state.tree.get(path));
        String text = state.salt + " " + random.nextInt(1000) + (lines.chance(50) ? "\nmore" : "") + "\n";
        state.tree.put(path, item.withText(Archive.is(item.text()) ? Archive.of(text) : text));
        return path;
    }

    private String mode(State state, String path, List<Integer> modes) {
        Item item = Objects.requireNonNull(state.tree.get(path));
        int mode = lines.any(modes);
        if (mode == item.mode()) {
            throw new Invalid("the same");
        }
        state.tree.put(path, item.withMode(mode));
        return path + " " + Integer.toOctalString(item.mode()) + " -> " + Integer.toOctalString(mode);
    }

    /** The file is written too: that alone makes BuildKit look at its attributes again. */
    private String attributes(State state, String path) {
        Item item = Objects.requireNonNull(state.tree.get(path));
        String value = lines.any(List.of("", "one", "two"));
        if (value.equals(item.attribute())) {
            throw new Invalid("the same");
        }
        state.tree.put(path, item.withAttribute(value));
        return path + " '" + item.attribute() + "' -> '" + value + "'";
    }

    private String link(State state) {
        String path = lines.any(state.tree.paths(item -> item.is(Item.Kind.LINK)));
        Item item = Objects.requireNonNull(state.tree.get(path));
        String target = lines.any(List.of("keep.txt", "a.txt", "d.txt", "nowhere"));
        if (target.equals(item.text())) {
            throw new Invalid("the same");
        }
        state.tree.put(path, item.withText(target));
        return path + " " + item.text() + " -> " + target;
    }

    private String rename(State state) {
        String path = removable(state);
        String folder = Tree.parent(path);
        String to =
                lines.chance(50) ? folder + "/" + fresh() : lines.any(LineMaker.folders(state)) + "/" + Tree.name(path);
        Item item = Objects.requireNonNull(state.tree.get(path));
        if (state.tree.get(to) != null) {
            throw new Invalid("there");
        }
        state.tree.remove(path);
        state.tree.put(to, item);
        return path + " -> " + to;
    }

    private String fresh() {
        return "n" + random.nextInt(9) + lines.any(List.of(".txt", ".js", ".tmp"));
    }

    private String removable(State state) {
        return lines.any(LineMaker.files(state).stream()
                .filter(path -> path.contains("/") && !path.endsWith("keep.txt"))
                .toList());
    }

    private String add(State state) {
        String path = lines.any(LineMaker.folders(state)) + "/" + (lines.chance(20) ? "new/" : "") + fresh();
        if (state.tree.get(path) != null) {
            throw new Invalid("there");
        }
        state.tree.put(path, Item.file(state.salt + " " + random.nextInt(1000) + "\n"));
        return path;
    }

    private String remove(State state) {
        String path = removable(state);
        state.tree.remove(path);
        return path;
    }

    private String type(State state) {
        String path = removable(state);
        Item item = Objects.requireNonNull(state.tree.get(path));
        state.tree.remove(path);
        state.tree.put(path, lines.chance(50) ? Item.link("keep.txt") : Item.directory());
        return path + " was " + item.kind();
    }

    private String emptyFolder(State state) {
        String path = lines.any(LineMaker.folders(state)) + "/" + lines.any(List.of("empty", "void"));
        if (state.tree.get(path) == null) {
            state.tree.put(path, Item.directory());
            return path + " made";
        }
        if (!state.tree.children(path).isEmpty()) {
            throw new Invalid("not empty");
        }
        state.tree.remove(path);
        return path + " removed";
    }

    private String ignored(State state) {
        List<String> paths = LineMaker.files(state).stream()
                .filter(path -> Ignores.ignored(path, state.ignore))
                .toList();
        return content(state, lines.any(paths));
    }

    private String ignore(State state) {
        if (!state.ignore.isEmpty() && lines.chance(40)) {
            return "without " + state.ignore.remove(random.nextInt(state.ignore.size()));
        }
        if (state.ignore.isEmpty()) {
            state.ownIgnore = !lines.classic() && lines.chance(25);
        }
        String pattern = lines.any(IGNORES);
        if (state.ignore.contains(pattern)) {
            throw new Invalid("there");
        }
        state.ignore.add(pattern);
        return "with " + pattern;
    }
}

package dev.misstep.oracle;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** What a RUN leaves in the file system. */
final class Output {
    private final State state;

    Output(State state) {
        this.state = state;
    }

    /**
     * Writes it.
     *
     * @param random what it brings forth if that is never the same
     */
    void of(Line.Run line, Tree tree, Map<String, Variable> known, Supplier<String> random, Tree mounted) {
        String out = line.out(state);
        tree.directories(state.root(), Item.ROOT);
        switch (line.body()) {
            case NOTHING -> {}
            case DIRECTORY ->
                tree.directories(
                        state.root() + "/e" + line.id() + "/" + line.what().get(0), Item.ROOT);
            case CONSTANT -> tree.put(out, Item.file(line.what().get(0)));
            case VARIABLE -> {
                Variable variable = known.get(line.what().get(0));
                tree.put(out, Item.file("v:" + (variable == null ? "" : variable.value())));
            }
            case RANDOM -> tree.put(out, Item.file(random.get()));
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
}

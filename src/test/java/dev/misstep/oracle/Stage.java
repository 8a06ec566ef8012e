package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a Dockerfile.
 *
 * @param name {@code null} where it is known by its number
 * @param image name of the image it is from, or {@code null}
 * @param base id of the stage it is from, or {@code null}; from scratch where both are
 * @param byArgument whether FROM has the image by way of a global ARG
 */
record Stage(
        int id,
        @Nullable String name,
        @Nullable String image,
        @Nullable Integer base,
        boolean byArgument,
        List<Line> lines) {
    Stage {
        lines = List.copyOf(lines);
    }

    Stage with(List<Line> newLines) {
        return new Stage(id, name, image, base, byArgument, newLines);
    }

    Stage named(@Nullable String newName) {
        return new Stage(id, newName, image, base, byArgument, lines);
    }

    Stage from(String newImage) {
        return new Stage(id, name, newImage, base, byArgument, lines);
    }

    /** What a {@code --from} calls it. */
    String reference(State state) {
        return name == null ? String.valueOf(state.stages.indexOf(this)) : name;
    }

    /** Its name, where its number will not do. */
    String named() {
        if (name == null) {
            throw new Invalid("no name");
        }
        return name;
    }

    /** What a step of it is called after. */
    String display(State state) {
        return name == null ? "stage-" + state.stages.indexOf(this) : name;
    }

    String render(State state) {
        String from;
        if (image != null) {
            from = byArgument ? "${BASE}" : state.imageName(image);
        } else {
            from = base == null ? "scratch" : state.stage(base).named();
        }
        List<String> text = new ArrayList<>();
        text.add("FROM " + from + (name == null ? "" : " AS " + name));
        lines.forEach(line -> text.add(line.render(state)));
        return String.join("\n", text) + "\n";
    }
}

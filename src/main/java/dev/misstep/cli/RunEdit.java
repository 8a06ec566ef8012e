package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.engine.session.ShownFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A change that one run is made with: of the context, for the builder's eyes only, or of a build argument. */
sealed interface RunEdit permits FileEdit, ArgumentEdit {
    /** Understands {@code FILE}, {@code mode:FILE}, {@code touch:FILE}, {@code add:FILE}, {@code remove:FILE}, {@code arg:NAME}. */
    static RunEdit of(String argument, Path context, BuildContext tree, Surroundings surroundings) {
        return argument.startsWith(ArgumentEdit.PREFIX)
                ? ArgumentEdit.of(argument)
                : FileEdit.of(argument, context, tree, surroundings);
    }

    /** What the run is called by: {@code src/app.js edited}. */
    String title();

    /** What readers of the build are told, in one sentence. */
    String remark();

    /** What the builder is shown of the context, by path. */
    Map<String, ShownFile> shown(Path context, Instant now);

    /** The build arguments of the run. */
    Map<String, String> arguments(Map<String, String> given, Instant now);
}

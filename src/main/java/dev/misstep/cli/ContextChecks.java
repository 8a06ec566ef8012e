package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.UnreadIgnoreFile;
import dev.misstep.dockerfile.Directives;
import dev.misstep.engine.BuilderKind;
import dev.misstep.report.DoctorReport.Check;
import dev.misstep.report.DoctorReport.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is examined of a build context and its Dockerfile. */
final class ContextChecks {
    private final ContextDirectory directory;
    private final BuilderKind builder;

    ContextChecks(ContextDirectory directory, Map<String, String> environment) {
        this.directory = directory;
        this.builder = BuildOptions.usualBuilder(environment);
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.good("context", directory.root().toString()));
        checks.add(frontend());
        BuildContext tree = directory.walk(builder);
        checks.add(ignored(tree));
        for (UnreadIgnoreFile unread : directory.unreadIgnoreFiles(tree, builder)) {
            checks.add(new Check(State.DOUBTFUL, "ignore file", unread.file().toString(), unread.why()));
        }
        return checks;
    }

    private Check frontend() {
        Optional<String> syntax = Directives.syntaxOf(new String(directory.bytes(), StandardCharsets.UTF_8));
        return syntax.map(image -> new Check(
                        State.DOUBTFUL,
                        "frontend",
                        image + ", named by # syntax=",
                        "it is looked up at its registry in each build, and a newer one can make all steps run again; name it"
                                + " with its digest, or leave the line out if the engine's own will do"))
                .orElseGet(() -> Check.good("frontend", "the engine's own"));
    }

    private Check ignored(BuildContext tree) {
        return directory
                .ignoreFile(builder)
                .map(file -> Check.good(
                        "ignore file", file + ", " + tree.rules().lines().size() + " rules"))
                .orElseGet(() -> Check.good("ignore file", "none, all of the context counts"));
    }
}

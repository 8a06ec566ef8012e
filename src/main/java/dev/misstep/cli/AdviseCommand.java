package dev.misstep.cli;

import dev.misstep.advise.Advice;
import dev.misstep.advise.DockerfileText;
import dev.misstep.advise.Manifests;
import dev.misstep.advise.Project;
import dev.misstep.context.ContextEntry;
import dev.misstep.engine.BuilderKind;
import dev.misstep.report.AdviceReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep advise PATH}. */
final class AdviseCommand implements Callable<Integer> {
    /** A manifest of more bytes is not looked into. */
    private static final long LONGEST_MANIFEST = 1 << 20;

    private final MisstepCommand parent;
    private final Syntax syntax =
            new Syntax(this, "advise", "Tells what to change so that fewer steps run again, and why; builds nothing.");

    private final Argument<OutputOptions.Form> form = OutputOptions.form(syntax);
    private final BuildOptions options = new BuildOptions(syntax);
    private final Argument<String> path = syntax.parameter("PATH", "The build context's directory.");

    AdviseCommand(MisstepCommand parent) {
        this.parent = parent;
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        ContextDirectory directory = ContextDirectory.of(path.value(), options.file(), console.surroundings());
        AdviceReport report = new AdviceReport(directory.name(), Advice.of(project(directory, console)));
        OutputOptions.print(report, form.value(), console);
        return ExitStatus.DONE;
    }

    private Project project(ContextDirectory directory, Console console) {
        BuilderKind builder = options.builderKind(console.surroundings().environment());
        ContextContents contents = ContextContents.of(directory, options, console);
        Map<String, String> manifests = new TreeMap<>();
        for (ContextEntry entry : contents.tree().entries()) {
            boolean file = entry.kind() == ContextEntry.Kind.FILE && entry.size() <= LONGEST_MANIFEST;
            String text = file && Manifests.isOne(entry.path())
                    ? read(directory.root().resolve(entry.path()))
                    : null;
            if (text != null) {
                manifests.put(entry.path(), text);
            }
        }
        Optional<Path> ignored = directory.ignoreFile(builder);
        Path ignoring = ignored.orElse(directory.root().resolve(".dockerignore"));
        Map<String, String> unread = new TreeMap<>();
        directory
                .unreadIgnoreFiles(contents.tree(), builder)
                .forEach(file -> unread.put(fromHere(file.file(), console), file.why()));
        DockerfileText text = DockerfileText.of(
                fromHere(directory.dockerfile(), console), new String(directory.bytes(), StandardCharsets.UTF_8));
        return new Project(
                directory.read() == null && isHere(directory.dockerfile(), console) ? text : text.unpatchable(),
                contents.dockerfile(),
                builder == BuilderKind.CLASSIC,
                contents.use(),
                contents.commits(),
                manifests,
                new Project.IgnoreFile(fromHere(ignoring, console), ignored.isPresent() ? read(ignoring) : null),
                unread);
    }

    private static boolean isHere(Path file, Console console) {
        return file.startsWith(here(console));
    }

    private static Path here(Console console) {
        Path here = console.surroundings().workingDirectory();
        try {
            return here.toRealPath();
        } catch (IOException e) {
            return here; // gone, and then nothing lies in it
        }
    }

    /** How a file is called where the user is, and a patch is applied. */
    private static String fromHere(Path file, Console console) {
        Path shown = isHere(file, console) ? here(console).relativize(file) : file;
        return shown.toString().replace('\\', '/');
    }

    /** A file's text; {@code null} where it cannot be read, which the build will tell. */
    private static @Nullable String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        }
    }
}

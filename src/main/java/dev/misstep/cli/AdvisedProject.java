package dev.misstep.cli;

import dev.misstep.advise.DockerfileText;
import dev.misstep.advise.Manifests;
import dev.misstep.advise.Project;
import dev.misstep.advise.TypicalEdits;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A project as it lies there, read for advice.
 *
 * @param dockerfile the Dockerfile's content
 * @param files what patches may be for
 */
record AdvisedProject(
        ContextDirectory directory, Project project, ContextContents contents, byte[] dockerfile, AdvisedFiles files) {
    /** A manifest of more bytes is not looked into. */
    private static final long LONGEST_MANIFEST = 1 << 20;

    static AdvisedProject read(ContextDirectory directory, BuildOptions options, Console console) {
        BuilderKind builder = options.builderKind(console.surroundings().environment());
        ContextContents contents = ContextContents.of(directory, options, console);
        Path base = base(directory, console);
        Optional<Path> ignored = directory.ignoreFile(builder);
        Path ignoring =
                ignored.map(file -> inside(file, base)).orElse(directory.root().resolve(IgnoreFileChoice.NAME));
        byte[] dockerfile = directory.bytes();
        byte @Nullable [] rules = ignored.isPresent() ? bytes(ignoring) : null;
        DockerfileText text =
                DockerfileText.of(name(directory.dockerfile(), base), new String(dockerfile, StandardCharsets.UTF_8));
        boolean patchable = directory.read() == null && directory.dockerfile().startsWith(base);
        Map<String, String> unread = new TreeMap<>();
        directory
                .unreadIgnoreFiles(contents.tree(), builder)
                .forEach(file -> unread.put(name(file.file(), base), file.why()));
        Project project = new Project(
                patchable ? text : text.unpatchable(),
                contents.dockerfile(),
                builder == BuilderKind.CLASSIC,
                contents.use(),
                contents.commits(),
                manifests(directory, contents),
                new Project.IgnoreFile(
                        name(ignoring, base), rules == null ? null : new String(rules, StandardCharsets.UTF_8)),
                unread);
        Map<String, Path> places =
                Map.of(text.name(), directory.dockerfile(), project.ignored().name(), ignoring);
        Map<String, byte[]> read = new TreeMap<>(Map.of(text.name(), dockerfile));
        if (rules != null) {
            read.put(project.ignored().name(), rules);
        }
        return new AdvisedProject(directory, project, contents, dockerfile, new AdvisedFiles(places, read));
    }

    /** What people change between two builds. */
    TypicalEdits edits() {
        return new TypicalEdits(
                project,
                contents.tree().entries().stream()
                        .filter(entry -> entry.kind() == ContextEntry.Kind.FILE)
                        .map(ContextEntry::path)
                        .collect(Collectors.toSet()));
    }

    /** The images that it builds on. */
    Set<String> bases(EngineConnection engine, BuildOptions options, Console console) {
        Surroundings surroundings = console.surroundings();
        return new ReadDockerfile(
                        engine,
                        options,
                        options.buildArgs(surroundings.environment()),
                        options.builderKind(surroundings.environment()))
                .facts(contents.dockerfile())
                .images();
    }

    private static Map<String, String> manifests(ContextDirectory directory, ContextContents contents) {
        Map<String, String> manifests = new TreeMap<>();
        for (ContextEntry entry : contents.tree().entries()) {
            boolean file = entry.kind() == ContextEntry.Kind.FILE && entry.size() <= LONGEST_MANIFEST;
            byte[] content = file && Manifests.isOne(entry.path())
                    ? bytes(directory.root().resolve(entry.path()))
                    : null;
            if (content != null) {
                manifests.put(entry.path(), new String(content, StandardCharsets.UTF_8));
            }
        }
        return manifests;
    }

    /** Where patches are applied: where the user is, unless the project lies elsewhere. */
    private static Path base(ContextDirectory directory, Console console) {
        Path here = console.surroundings().workingDirectory();
        try {
            here = here.toRealPath();
        } catch (IOException e) {
            return directory.root(); // gone, and then nothing lies in it
        }
        return directory.root().startsWith(here) ? here : directory.root();
    }

    /** What a link leads to, which is what a patch is for; the link itself where that lies out of reach. */
    private static Path inside(Path file, Path base) {
        try {
            Path real = file.toRealPath();
            return real.startsWith(base) ? real : file;
        } catch (IOException e) {
            return file; // gone meanwhile, which will be told of it
        }
    }

    /** How a file is called where a patch is applied. */
    private static String name(Path file, Path base) {
        Path shown = file.startsWith(base) ? base.relativize(file) : file;
        return shown.toString().replace('\\', '/');
    }

    /** What a file holds; {@code null} where it cannot be read, which the build will tell. */
    private static byte @Nullable [] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return null;
        }
    }
}

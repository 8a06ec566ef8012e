package dev.misstep.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files a LOG argument stands for.
 *
 * @param name as a report shows it
 * @param path {@code null} never; {@link #STDIN} for standard input
 * @param named whether the user named this very file, so that it is an error if it holds no build
 */
record LogFiles(String name, Path path, boolean named) {
    static final String STDIN = "-";

    /** A file stands for itself, a directory for every file below it, sorted by path. */
    static List<LogFiles> of(String argument, Surroundings surroundings) {
        if (argument.equals(STDIN)) {
            return List.of(new LogFiles(STDIN, Path.of(STDIN), true));
        }
        Path path = surroundings.resolve(argument);
        if (!Files.isDirectory(path)) {
            return List.of(new LogFiles(argument, path, true));
        }
        try (Stream<Path> below = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            List<LogFiles> files = new ArrayList<>();
            below.filter(file -> Files.isRegularFile(file, new LinkOption[0]))
                    .sorted()
                    .forEach(file -> files.add(new LogFiles(name(argument, path.relativize(file)), file, false)));
            return files;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new UserError(
                    ExitStatus.INPUT, argument, "cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    boolean isStdin() {
        return name.equals(STDIN);
    }

    private static String name(String directory, Path file) {
        return directory.endsWith("/") ? directory + file : directory + "/" + file;
    }
}

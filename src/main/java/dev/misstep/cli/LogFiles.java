package dev.misstep.cli;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
    static List<LogFiles> of(String argument, Console console) {
        if (argument.equals(STDIN)) {
            return List.of(new LogFiles(STDIN, Path.of(STDIN), true));
        }
        if (argument.isBlank()) { // "$LOG" that was never set, not all that lies here
            throw new UserError(ExitStatus.USAGE, "LOG", "is empty; name a file, a directory, or - for standard input");
        }
        Path path = console.surroundings().resolve(argument);
        if (!Files.isDirectory(path)) {
            return List.of(new LogFiles(argument, path, true));
        }
        TreeSet<Path> below = new TreeSet<>();
        try {
            Files.walkFileTree(
                    path, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile()) {
                                below.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        /** A directory that may not be opened, or a link back up: the others are read. */
                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            if (!(e instanceof FileSystemLoopException)) {
                                console.warn(
                                        name(argument, path.relativize(file)),
                                        "cannot be read (" + IoSentence.of(e) + ")");
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, argument, "cannot be read (" + IoSentence.of(e) + "); check its permissions", e);
        }
        return below.stream()
                .map(file -> new LogFiles(name(argument, path.relativize(file)), file, false))
                .toList();
    }

    boolean isStdin() {
        return name.equals(STDIN);
    }

    private static String name(String directory, Path file) {
        return directory.endsWith("/") ? directory + file : directory + "/" + file;
    }
}

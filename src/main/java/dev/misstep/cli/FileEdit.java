package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.ContextEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A change to one file that only the builder sees. Blanks and line ends are put at its end: nearly every text format takes
 * those without a change of meaning, and which ones they are spells out the time, so that no two edits are alike and none
 * is found in the cache.
 *
 * @param path relative to the context, with {@code /}
 */
record FileEdit(String path) {
    private static final int BITS = 48;

    /**
     * The edit of a file the user named.
     *
     * @param argument relative to the context, or else to the working directory
     */
    static FileEdit of(String argument, Path context, BuildContext tree, Surroundings surroundings) {
        Path inContext = context.resolve(argument).normalize();
        Path file = Files.exists(inContext) ? inContext : surroundings.resolve(argument);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(ExitStatus.INPUT, "--edit " + argument, "no such file in the context " + context);
        }
        if (!file.startsWith(context) || file.equals(context)) {
            throw new UserError(
                    ExitStatus.USAGE, "--edit " + argument, "is not in the context " + context + "; name a file of it");
        }
        String path = context.relativize(file).toString().replace('\\', '/');
        boolean seen = tree.entries().stream()
                .anyMatch(entry -> entry.path().equals(path) && entry.kind() == ContextEntry.Kind.FILE);
        if (!seen) {
            throw new UserError(
                    ExitStatus.INPUT,
                    "--edit " + argument,
                    "is no file the builder is given; it is a directory or link, or an ignore rule leaves it out");
        }
        return new FileEdit(path);
    }

    /** The file's content with the change, for one run. */
    byte[] content(Path context, Instant now) {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.write(Files.readAllBytes(context.resolve(path)));
            content.write(marker(now).getBytes(StandardCharsets.US_ASCII));
            return content.toByteArray();
        } catch (IOException e) {
            throw new UserError(ExitStatus.INPUT, "--edit " + path, "cannot be read (" + IoSentence.of(e) + ")", e);
        }
    }

    static String marker(Instant now) {
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        StringBuilder marker = new StringBuilder("\n");
        for (int bit = BITS - 1; bit >= 0; bit--) {
            marker.append((micros >> bit & 1) == 1 ? ' ' : '\n');
        }
        return marker.append('\n').toString();
    }
}

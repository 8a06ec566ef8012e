package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.ContextEntry;
import dev.misstep.engine.session.ShownFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A change to one file that only the builder sees.
 *
 * @param path relative to the context, with {@code /}
 * @param mode the permission bits of the file itself, or of one that is added
 */
record FileEdit(Kind kind, String path, int mode) implements RunEdit {
    private static final int BITS = 48;
    private static final int EXECUTABLE = 0111;
    private static final int OWNER_EXECUTES = 0100;

    /** What is changed. */
    enum Kind {
        /**
         * Blanks and line ends are put at its end: nearly every text format takes those without a change of meaning, and which
         * ones they are spells out the time, so that no two edits are alike and none is found in the cache.
         */
        CONTENT("edited", "with changed content"),
        /** It can be executed where it could not, or the other way round. */
        MODE("with another mode", "with another mode"),
        /** Its time alone, which no builder looks at. */
        TOUCH("touched", "as if written just now"),
        ADD("added", "which is not there"),
        REMOVE("removed", "as if it were not there");

        private final String done;
        private final String how;

        Kind(String done, String how) {
            this.done = done;
            this.how = how;
        }

        private String prefix() {
            return name().toLowerCase(Locale.ROOT) + ":";
        }
    }

    /**
     * The edit of a file the user named.
     *
     * @param argument relative to the context, or else to the working directory, with {@code mode:}, {@code touch:}, {@code
     *     add:} or {@code remove:} before it for another change than of its content
     */
    static FileEdit of(String argument, Path context, BuildContext tree, Surroundings surroundings) {
        Kind kind = Kind.CONTENT;
        String named = argument;
        if (!Files.exists(context.resolve(argument), LinkOption.NOFOLLOW_LINKS)) {
            for (Kind other : Kind.values()) {
                if (other != Kind.CONTENT && argument.startsWith(other.prefix())) {
                    kind = other;
                    named = argument.substring(other.prefix().length());
                }
            }
        }
        Path inContext = context.resolve(named).normalize();
        boolean there = Files.exists(inContext, LinkOption.NOFOLLOW_LINKS);
        Path file = there || kind == Kind.ADD ? inContext : surroundings.resolve(named);
        if (kind == Kind.ADD && there) {
            throw new UserError(ExitStatus.USAGE, "--edit " + argument, "is there already; leave out add:");
        }
        if (kind != Kind.ADD && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(ExitStatus.INPUT, "--edit " + argument, "no such file in the context " + context);
        }
        if (!file.startsWith(context) || file.equals(context)) {
            throw new UserError(
                    ExitStatus.USAGE, "--edit " + argument, "is not in the context " + context + "; name a file of it");
        }
        String path = context.relativize(file).toString().replace('\\', '/');
        if (kind == Kind.ADD) {
            if (tree.rules().excludes(path)) {
                throw new UserError(
                        ExitStatus.INPUT,
                        "--edit " + argument,
                        "is no file the builder is given; an ignore rule leaves it out");
            }
            return new FileEdit(kind, path, ShownFile.ADDED_FILE);
        }
        Optional<ContextEntry> entry = tree.entries().stream()
                .filter(each -> each.path().equals(path))
                .filter(each -> each.kind() == ContextEntry.Kind.FILE)
                .findFirst();
        if (entry.isEmpty()) {
            throw new UserError(
                    ExitStatus.INPUT,
                    "--edit " + argument,
                    "is no file the builder is given; it is a directory or link, or an ignore rule leaves it out");
        }
        return new FileEdit(kind, path, entry.get().mode());
    }

    @Override
    public String title() {
        return path + " " + kind.done;
    }

    @Override
    public String remark() {
        return "the builder was shown " + path + " " + kind.how;
    }

    @Override
    public Map<String, String> arguments(Map<String, String> given, Instant now) {
        return given;
    }

    @Override
    public Map<String, ShownFile> shown(Path context, Instant now) {
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        ShownFile file = switch (kind) {
            case CONTENT -> ShownFile.withContent(content(context, now), nanos);
            case MODE ->
                ShownFile.withPermissions((mode & OWNER_EXECUTES) == 0 ? mode | EXECUTABLE : mode & ~EXECUTABLE);
            case TOUCH -> ShownFile.writtenAt(nanos);
            case ADD -> ShownFile.withContent(marker(now).getBytes(StandardCharsets.US_ASCII), nanos);
            case REMOVE -> ShownFile.REMOVED;
        };
        return Map.of(path, file);
    }

    /** The file's content with the change, for one run. */
    private byte[] content(Path context, Instant now) {
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

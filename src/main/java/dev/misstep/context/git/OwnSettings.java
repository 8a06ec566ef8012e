package dev.misstep.context.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Looks at a repository's own settings before JGit does: they may lead out of the repository, to files that never end, and a
 * sparse checkout lacks files that a revision has. No such repository is read.
 */
final class OwnSettings {
    private static final long LONGEST = 1 << 20;
    // "[include] path = …", "[includeIf "gitdir:…"]", "attributesFile = …"
    private static final Pattern LEADS_OUT = Pattern.compile("\\[\\s*include|(?m:^|\\])\\s*attributesfile\\s*=");
    private static final Pattern SPARSE =
            Pattern.compile("(?m:(?:^|\\])\\s*sparsecheckout\\s*(?:=\\s*\"?(?:true|yes|on|1)\\b.*)?$)");

    private OwnSettings() {}

    /** @param directory the {@code .git}, or that of a linked working tree */
    static void check(Path directory) throws GitException {
        try {
            Path common = common(directory);
            for (Path folder : directory.equals(common) ? List.of(directory) : List.of(directory, common)) {
                check(folder, "config");
                check(folder, "config.worktree");
                isThere(folder.resolve("info/attributes"));
                isThere(folder.resolve("objects/info/alternates"));
            }
        } catch (IOException | InvalidPathException e) {
            throw new GitException("is in a git repository that cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static void check(Path folder, String name) throws IOException, GitException {
        String settings = text(folder.resolve(name)).toLowerCase(Locale.ROOT);
        if (LEADS_OUT.matcher(settings).find()) {
            throw new GitException("is in a git repository whose " + name
                    + " includes other files, which are not read; use a fresh clone");
        }
        if (SPARSE.matcher(settings).find()) {
            throw new GitException(
                    "is a sparse checkout, which has not all files of a revision; use a clone without it");
        }
    }

    /** For a linked working tree, the directory of the repository itself. */
    private static Path common(Path directory) throws IOException, GitException {
        String told = text(directory.resolve("commondir")).strip();
        return told.isEmpty() ? directory : directory.resolve(told).normalize();
    }

    private static String text(Path file) throws IOException, GitException {
        return isThere(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }

    /** Whether there is such a file, which must be one that can be read whole. */
    private static boolean isThere(Path file) throws IOException, GitException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
            throw new GitException("is in a git repository whose " + file.getFileName()
                    + " is no plain file of a usual size; use a fresh clone");
        }
        return true;
    }
}

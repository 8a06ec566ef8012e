package dev.misstep.context.git;

import dev.misstep.context.GitLimits;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.Attributes;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/** The files of one revision. Paths are relative to the repository, with {@code /}. */
public final class GitTree {
    /** What makes git write a file otherwise than it keeps it (gitattributes, "EFFECTS"). */
    private static final List<String> CONVERSIONS =
            List.of("text", "eol", "crlf", "ident", "filter", "working-tree-encoding");

    /** Longer files are not looked at for the ends of their lines. */
    private static final int LOOKED_AT = 16 << 20;

    /** No disk's paths go deeper, and JGit looks for attributes by recursion. */
    static final int DEEPEST = 1_000;

    private final Repository repository;
    private final ObjectId tree;

    GitTree(Repository repository, ObjectId tree) {
        this.repository = repository;
        this.tree = tree;
    }

    /**
     * A context as git has it.
     *
     * @param snapshot with a digest of git's own id in place of each content's: to be compared with no other than git's
     */
    public record Context(Snapshot snapshot, GitLimits limits) {}

    /**
     * The content of a file; empty where there is none of that name, or it is no file. A builder would follow a link, to
     * wherever it leads: of such a revision nothing is told.
     */
    public Optional<byte[]> content(String path) throws GitException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, tree)) {
            int type = walk == null ? 0 : walk.getRawMode(0) & FileMode.TYPE_MASK;
            if (walk != null && type == FileMode.TYPE_SYMLINK) {
                throw new GitException("has a symbolic link " + path + ", which is not followed; leave out --rev");
            }
            return walk != null && type == FileMode.TYPE_FILE
                    ? Optional.of(bytes(walk.getObjectId(0)))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Whether a file of two trees may be the same but for the ends of its lines, which git may convert. So may one be that
     * is too long to be looked at, or that a partial clone lacks.
     */
    public boolean mayDifferInLineEndsOnly(GitTree other, String path) throws GitException {
        Optional<byte[]> mine = shortContent(path);
        Optional<byte[]> others = other.shortContent(path);
        return mine.isEmpty()
                || others.isEmpty()
                || Arrays.equals(withoutReturns(mine.get()), withoutReturns(others.get()));
    }

    private Optional<byte[]> shortContent(String path) throws GitException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, tree)) {
            ObjectLoader content = walk == null ? null : repository.open(walk.getObjectId(0));
            return content == null || content.getSize() > LOOKED_AT
                    ? Optional.empty()
                    : Optional.of(content.getCachedBytes(LOOKED_AT));
        } catch (MissingObjectException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, e);
        }
    }

    private static byte[] withoutReturns(byte[] content) {
        byte[] kept = new byte[content.length];
        int length = 0;
        for (byte b : content) {
            if (b != '\r') {
                kept[length++] = b;
            }
        }
        return Arrays.copyOf(kept, length);
    }

    /**
     * A directory as a build context.
     *
     * @param directory empty for the whole repository
     */
    public Context context(String directory, IgnoreRules rules) throws GitException {
        SortedMap<String, SnapshotEntry> entries = new TreeMap<>();
        Set<String> converted = new HashSet<>();
        Set<String> submodules = new HashSet<>();
        String prefix = directory.isEmpty() ? "" : directory + "/";
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            walk.setAttributesNodeProvider(repository.createAttributesNodeProvider());
            if (!directory.isEmpty()) {
                walk.setFilter(PathFilter.create(directory));
            }
            while (walk.next()) {
                String whole = walk.getPathString();
                if (whole.startsWith(prefix)) {
                    if (!TreeItem.isUtf8(walk.getRawPath())) {
                        throw new GitException(
                                "has file names that are not UTF-8, which cannot be compared; leave out --rev");
                    }
                    String path = whole.substring(prefix.length());
                    if ((walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_GITLINK) {
                        submodules.add(path);
                    } else if (!rules.excludes(path)) {
                        entries.put(path, entry(walk));
                        addDirectories(path, entries);
                        if (!walk.isSubtree() && isConverted(walk.getAttributes())) {
                            converted.add(path);
                        }
                    }
                }
                if (walk.getDepth() > DEEPEST) {
                    throw new GitException("has directories nested more than " + DEEPEST + " deep; leave out --rev");
                }
                if (walk.isSubtree()) {
                    walk.enterSubtree(); // after that, the walk is at what is in it
                }
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(directory, e);
        }
        return new Context(new Snapshot(entries), new GitLimits(converted, submodules));
    }

    private SnapshotEntry entry(TreeWalk walk) throws IOException {
        int mode = walk.getRawMode(0);
        ObjectId blob = walk.getObjectId(0);
        if (mode == FileMode.TYPE_TREE) {
            return TreeItem.DIRECTORY;
        }
        return mode == FileMode.TYPE_SYMLINK ? TreeItem.link(bytes(blob)) : TreeItem.file(mode, blob);
    }

    /** A directory is sent with what is taken back below it, excluded or not. */
    private static void addDirectories(String path, SortedMap<String, SnapshotEntry> entries) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (entries.putIfAbsent(path.substring(0, slash), TreeItem.DIRECTORY) != null) {
                return; // those above it are there
            }
        }
    }

    private static boolean isConverted(Attributes attributes) {
        for (String name : CONVERSIONS) {
            Attribute attribute = attributes.get(name);
            if (attribute != null
                    && (attribute.getState() == Attribute.State.SET
                            || attribute.getState() == Attribute.State.CUSTOM)) {
                return true;
            }
        }
        return false;
    }

    private byte[] bytes(ObjectId blob) throws IOException {
        return repository.open(blob).getBytes();
    }

    ObjectId id() {
        return tree;
    }

    /** JGit tells of damage with exceptions of all kinds. */
    static GitException unreadable(String path, Exception e) {
        String what = e instanceof MissingObjectException
                ? "has content that this clone lacks; git fetch it whole"
                : "cannot be read (" + e.getMessage() + ")";
        return new GitException((path.isEmpty() ? "" : path + " ") + what, e);
    }
}

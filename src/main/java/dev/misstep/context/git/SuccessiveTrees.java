package dev.misstep.context.git;

import dev.misstep.context.IgnoreRules;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A build context in one commit after the other. Two directories of one tree id are equal, so that of each commit is read only
 * what differs from the one before. Used by one thread.
 */
public final class SuccessiveTrees implements AutoCloseable {
    /**
     * A directory as it was last.
     *
     * @param names what lies straight in it
     * @param kept what its tree's id would be without all that is left out; {@code null} where nothing of it is in the context
     */
    private record Folder(
            ObjectId id, Map<String, Name> names, @Nullable ObjectId kept) {}

    /** @param excluded whether the ignore rules leave it out */
    private record Name(TreeItem item, boolean excluded) {}

    private record Text(ObjectId id, String text) {}

    private static final ObjectId EMPTY = new ObjectInserter.Formatter().idFor(new TreeFormatter());
    private static final Snapshot.Folder GONE = new Snapshot.Folder(new TreeMap<>(), "");

    private final TreeListings listings;
    private final String directory;
    private final Map<String, Text> texts = new HashMap<>();
    private final TreeMap<String, Folder> folders = new TreeMap<>();
    private @Nullable IgnoreRules rules;
    private Snapshot snapshot = Snapshot.EMPTY;

    SuccessiveTrees(Repository repository, String directory) {
        this.listings = new TreeListings(repository);
        this.directory = directory;
    }

    /**
     * The text of a file; empty where there is none of that name, or it is no file.
     *
     * @param path in the repository
     */
    public Optional<String> text(GitTree tree, String path) throws GitException {
        try {
            TreeItem item = listings.at(tree.id(), path);
            if (item != null && item.isLink()) {
                throw new GitException("has a symbolic link " + path + ", which is not followed");
            }
            if (item == null || !item.isFile()) {
                return Optional.empty();
            }
            Text known = texts.get(path);
            if (known == null || !known.id.equals(item.id())) {
                known = new Text(item.id(), new String(listings.content(item.id()), StandardCharsets.UTF_8));
                texts.put(path, known);
            }
            return Optional.of(known.text);
        } catch (IOException | RuntimeException e) {
            throw GitTree.unreadable(path, e);
        }
    }

    /**
     * The context as that commit has it, but for what the rules leave out; empty where it has no such directory. Of
     * submodules it has the commits. For files a digest of git's own id stands in place of that of the content.
     *
     * @param now those of the commit; the same object as before where they are the same
     */
    public Optional<Snapshot> context(GitTree tree, IgnoreRules now) throws GitException {
        if (rules != now) {
            forget();
        }
        rules = now;
        boolean read = false;
        try {
            TreeItem root = listings.at(tree.id(), directory);
            if (root == null || !root.isTree()) {
                return Optional.empty();
            }
            Map<String, Snapshot.Folder> changed = new HashMap<>();
            update("", root.id(), 0, now, changed);
            snapshot = snapshot.withFolders(changed);
            read = true;
            return Optional.of(snapshot);
        } catch (IOException | RuntimeException e) {
            throw GitTree.unreadable(directory, e);
        } finally {
            if (!read) {
                forget(); // it may have been read in part
            }
        }
    }

    private void forget() {
        folders.clear();
        snapshot = Snapshot.EMPTY;
        rules = null;
    }

    /** @return see {@link Folder#kept} */
    private @Nullable ObjectId update(
            String path, ObjectId id, int depth, IgnoreRules now, Map<String, Snapshot.Folder> changed)
            throws IOException, GitException {
        Folder known = folders.get(path);
        if (known != null && known.id.equals(id)) {
            return known.kept;
        }
        if (depth > GitTree.DEEPEST) {
            throw new GitException("has directories nested more than " + GitTree.DEEPEST + " deep");
        }
        Map<String, Name> names = new HashMap<>();
        SortedMap<String, SnapshotEntry> entries = new TreeMap<>();
        TreeFormatter kept = new TreeFormatter();
        boolean whole = true;
        for (TreeItem item : listings.of(join(directory, path), id)) {
            String child = join(path, item.name());
            Name before = known == null ? null : known.names.get(item.name());
            boolean out = before == null ? now.excludes(child) : before.excluded;
            names.put(item.name(), new Name(item, out));
            if (item.isTree()) {
                boolean skipped = out && now.skipsBelow(child);
                ObjectId inside = skipped ? null : update(child, item.id(), depth + 1, now, changed);
                if (!out || inside != null) {
                    entries.put(item.name(), TreeItem.DIRECTORY);
                    kept.append(item.name(), FileMode.TREE, inside == null ? EMPTY : inside);
                }
                whole &= item.id().equals(inside);
            } else if (out) {
                whole = false;
            } else {
                SnapshotEntry same = before != null && before.item.equals(item) ? snapshot.entry(child) : null;
                entries.put(item.name(), same == null ? entry(item) : same);
                kept.append(item.name(), FileMode.fromBits(item.mode()), item.id());
            }
        }
        if (known != null) {
            known.names.forEach((name, before) -> {
                Name after = names.get(name);
                if (before.item.isTree() && (after == null || !after.item.isTree())) {
                    remove(join(path, name), changed);
                }
            });
        }
        ObjectId own = entries.isEmpty() ? null : whole ? id : new ObjectInserter.Formatter().idFor(kept);
        changed.put(path, new Snapshot.Folder(entries, own == null ? "" : own.name()));
        folders.put(path, new Folder(id, names, own));
        return own;
    }

    private SnapshotEntry entry(TreeItem item) throws IOException {
        if (item.isSubmodule()) {
            return TreeItem.submodule(item.id());
        }
        return item.isLink() ? TreeItem.link(listings.content(item.id())) : TreeItem.file(item.mode(), item.id());
    }

    private void remove(String path, Map<String, Snapshot.Folder> changed) {
        // "0" is what follows "/"
        Map<String, Folder> below = folders.subMap(path + "/", path + "0");
        List<String> gone = new ArrayList<>(below.keySet());
        gone.add(path);
        for (String folder : gone) {
            if (folders.remove(folder) != null) {
                changed.put(folder, GONE);
            }
        }
    }

    private static String join(String above, String name) {
        return above.isEmpty() || name.isEmpty() ? above + name : above + "/" + name;
    }

    @Override
    public void close() {
        listings.close();
    }
}

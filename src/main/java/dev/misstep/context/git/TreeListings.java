package dev.misstep.context.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/** What lies in the directories of a repository. Of each the state that was asked for last is kept. */
final class TreeListings implements AutoCloseable {
    private record Listing(ObjectId id, List<TreeItem> items) {}

    private final ObjectReader reader;
    private final Map<String, Listing> last = new HashMap<>();

    TreeListings(Repository repository) {
        this.reader = repository.newObjectReader();
    }

    /**
     * What lies straight in a directory, in git's order.
     *
     * @param path what it is kept under
     * @param id of its tree
     */
    List<TreeItem> of(String path, ObjectId id) throws IOException, GitException {
        Listing known = last.get(path);
        if (known != null && known.id.equals(id)) {
            return known.items;
        }
        List<TreeItem> items = new ArrayList<>();
        CanonicalTreeParser tree = new CanonicalTreeParser(null, reader, id);
        for (; !tree.eof(); tree.next()) {
            byte[] name = new byte[tree.getNameLength()];
            tree.getName(name, 0);
            if (!TreeItem.isUtf8(name)) {
                throw new GitException("has file names that are not UTF-8, which cannot be compared");
            }
            items.add(new TreeItem(
                    new String(name, StandardCharsets.UTF_8), tree.getEntryRawMode(), tree.getEntryObjectId()));
        }
        last.put(path, new Listing(id, List.copyOf(items)));
        return items;
    }

    /** What is at a path; {@code null} where nothing is. An empty path is the tree itself. */
    @Nullable
    TreeItem at(ObjectId tree, String path) throws IOException, GitException {
        TreeItem found = new TreeItem("", FileMode.TYPE_TREE, tree);
        String above = "";
        for (String name : path.isEmpty() ? new String[0] : path.split("/")) {
            if (!found.isTree()) {
                return null;
            }
            TreeItem inside = null;
            for (TreeItem item : of(above, found.id())) {
                inside = item.name().equals(name) ? item : inside;
            }
            if (inside == null) {
                return null;
            }
            found = inside;
            above = above.isEmpty() ? name : above + "/" + name;
        }
        return found;
    }

    byte[] content(ObjectId blob) throws IOException {
        return reader.open(blob, Constants.OBJ_BLOB).getBytes();
    }

    @Override
    public void close() {
        reader.close();
    }
}

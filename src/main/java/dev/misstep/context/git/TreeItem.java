package dev.misstep.context.git;

import dev.misstep.context.ContextEntry;
import dev.misstep.context.SnapshotEntry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What git has of one name in a directory.
 *
 * @param mode as in the tree, its kind too
 */
record TreeItem(String name, int mode, ObjectId id) {
    static final SnapshotEntry DIRECTORY = new SnapshotEntry(ContextEntry.Kind.DIRECTORY, 0755, 0, null, null);

    private static final int LINK_MODE = 0777;
    private static final String REST = "0".repeat(24);

    boolean isTree() {
        return kind() == FileMode.TYPE_TREE;
    }

    boolean isSubmodule() {
        return kind() == FileMode.TYPE_GITLINK;
    }

    boolean isLink() {
        return kind() == FileMode.TYPE_SYMLINK;
    }

    boolean isFile() {
        return kind() == FileMode.TYPE_FILE;
    }

    private int kind() {
        return mode & FileMode.TYPE_MASK;
    }

    /** A file, with a digest of git's own id in place of its content's. */
    static SnapshotEntry file(int mode, ObjectId blob) {
        int permissions = FileMode.EXECUTABLE_FILE.equals(mode) ? 0755 : 0644;
        return new SnapshotEntry(ContextEntry.Kind.FILE, permissions, 0, digest(blob), null);
    }

    static SnapshotEntry link(byte[] target) {
        String text = new String(target, StandardCharsets.UTF_8);
        return new SnapshotEntry(ContextEntry.Kind.SYMLINK, LINK_MODE, 0, null, text);
    }

    /** A directory of which it is known only whether it is the same. */
    static SnapshotEntry submodule(ObjectId commit) {
        return new SnapshotEntry(ContextEntry.Kind.SUBMODULE, 0755, 0, null, null, digest(commit));
    }

    /** As long as a digest is: git's own has 40 digits. */
    private static String digest(ObjectId id) {
        return id.name() + REST;
    }

    static boolean isUtf8(byte[] name) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}

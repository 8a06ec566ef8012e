package dev.misstep.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A directory that is made to hold a tree. What does not change is not written. */
final class WorkTree {
    private final Path root;
    private Tree there = new Tree();

    WorkTree(Path root) {
        this.root = root;
    }

    void become(Tree tree, @Nullable String touched) throws IOException {
        for (String path : new TreeSet<>(there.items().keySet()).descendingSet()) {
            Item now = tree.get(path);
            Item then = there.get(path);
            if (now == null || then == null || now.kind() != then.kind()) {
                Files.deleteIfExists(root.resolve(path));
                there.items().remove(path);
            }
        }
        for (String path : tree.items().keySet()) {
            Item item = tree.items().get(path);
            if (item != null && !item.equals(there.get(path))) {
                write(root.resolve(path), item);
            }
        }
        there = tree.copy();
        if (touched != null && tree.get(touched) != null) {
            Files.setLastModifiedTime(root.resolve(touched), FileTime.from(Instant.now()));
        }
    }

    private static void write(Path file, Item item) throws IOException {
        switch (item.kind()) {
            case FILE -> {
                Files.writeString(file, item.text());
                attach(file, item.attribute());
            }
            case DIRECTORY -> {
                if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(file);
                }
            }
            case LINK -> {
                Files.deleteIfExists(file);
                Files.createSymbolicLink(file, Path.of(item.text()));
            }
        }
        if (!item.is(Item.Kind.LINK)) {
            Files.setPosixFilePermissions(file, permissions(item.mode()));
        }
    }

    private static void attach(Path file, String value) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        if (!value.isEmpty()) {
            view.write(Item.ATTRIBUTE, StandardCharsets.UTF_8.encode(value));
        } else if (view.list().contains(Item.ATTRIBUTE)) {
            view.delete(Item.ATTRIBUTE);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's read down, as the bits are
        for (int i = 0; i < all.length; i++) {
            if ((mode >> (all.length - 1 - i) & 1) == 1) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}

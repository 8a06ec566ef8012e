package dev.misstep.engine.session;

import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the builder is told of one path (tonistiigi/fsutil, types/stat.proto). Nobody owns it: the builder is told user and
 * group 0 of all, as the docker command does.
 *
 * @param path relative to the directory, with {@code /}
 * @param mode Go's {@code os.FileMode}: permissions, and bits of Go's own for what it is
 * @param size in bytes; 0 for directories
 * @param modified nanoseconds since 1970
 * @param link a link's target, or the path of the same file that was told before; empty for all else
 * @param device major and minor number, or 0
 * @param attributes extended attributes by name
 */
public record FileStat(
        String path,
        int mode,
        long size,
        long modified,
        String link,
        long deviceMajor,
        long deviceMinor,
        Map<String, byte[]> attributes) {
    static final int DIRECTORY = 1 << 31;
    static final int SYMLINK = 1 << 27;
    static final int DEVICE = 1 << 26;
    static final int PIPE = 1 << 25;
    static final int SETUID = 1 << 23;
    static final int SETGID = 1 << 22;
    static final int CHARACTER_DEVICE = 1 << 21;
    static final int STICKY = 1 << 20;
    static final int PERMISSIONS = 0777;

    private static final int TYPES = DIRECTORY | SYMLINK | DEVICE | PIPE | CHARACTER_DEVICE;

    public FileStat {
        attributes = new TreeMap<>(attributes);
    }

    boolean isDirectory() {
        return (mode & DIRECTORY) != 0;
    }

    boolean isLink() {
        return (mode & SYMLINK) != 0;
    }

    /** Whether the builder may ask for its content. */
    boolean hasContent() {
        return (mode & TYPES) == 0;
    }

    /** The same under the path it was told of before; its content is that one's. */
    FileStat linkedTo(String earlier) {
        return new FileStat(path, mode, 0, modified, earlier, deviceMajor, deviceMinor, attributes);
    }

    /** Go's bits for a mode as {@code stat(2)} has it. */
    static int goMode(int unix) {
        int bits = unix & PERMISSIONS;
        bits |= (unix & 04000) == 0 ? 0 : SETUID;
        bits |= (unix & 02000) == 0 ? 0 : SETGID;
        bits |= (unix & 01000) == 0 ? 0 : STICKY;
        return switch (unix & 0170000) {
            case 0040000 -> bits | DIRECTORY;
            case 0120000 -> bits | SYMLINK;
            case 0010000 -> bits | PIPE;
            case 0060000 -> bits | DEVICE;
            case 0020000 -> bits | DEVICE | CHARACTER_DEVICE;
            default -> bits; // of a socket the builder's client clears the bit (fsutil, stat.go)
        };
    }

    /** The permissions as {@code chmod(2)} takes them. */
    static int unixPermissions(int mode) {
        int bits = mode & PERMISSIONS;
        bits |= (mode & SETUID) == 0 ? 0 : 04000;
        bits |= (mode & SETGID) == 0 ? 0 : 02000;
        bits |= (mode & STICKY) == 0 ? 0 : 01000;
        return bits;
    }

    /** What a builder tells; attributes are left out. */
    static FileStat read(ProtoReader stat) throws MalformedStatusException {
        String path = "";
        String link = "";
        long mode = 0;
        long size = 0;
        long modified = 0;
        while (stat.next()) {
            switch (stat.field()) {
                case 1 -> path = stat.string();
                case 2 -> mode = stat.varint();
                case 5 -> size = stat.varint();
                case 6 -> modified = stat.varint();
                case 7 -> link = stat.string();
                default -> {
                    // owners, which are not kept, and devices, which are not made
                }
            }
        }
        return new FileStat(path, (int) mode, size, modified, link, 0, 0, Map.of());
    }

    ProtoWriter proto() {
        ProtoWriter stat = new ProtoWriter()
                .text(1, path)
                .number(2, Integer.toUnsignedLong(mode))
                .number(5, size)
                .number(6, modified)
                .text(7, link)
                .number(8, deviceMajor)
                .number(9, deviceMinor);
        attributes.forEach((name, value) ->
                stat.message(10, new ProtoWriter().text(1, name).bytes(2, value)));
        return stat;
    }

    /** What it is on the disk, for telling that two names are one file; {@code null} where that is not known. */
    public record Found(FileStat stat, @Nullable Object file) {}
}

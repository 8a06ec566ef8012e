package dev.misstep.context;

/**
 * What a disk tells of a path without opening it.
 *
 * @param mode permission bits with setuid, setgid and sticky
 * @param size in bytes
 * @param modified nanoseconds since 1970
 * @param changed the inode's change time in nanoseconds since 1970, or 0 where the file system has none
 * @param inode or 0
 */
public record FileStamp(ContextEntry.Kind kind, int mode, long size, long modified, long changed, long inode) {
    /** Whether all is as it was, so that the content is too, unless it changed within one tick of the disk's clock. */
    boolean isAsIn(FileStamp other) {
        return kind == other.kind
                && mode == other.mode
                && size == other.size
                && modified == other.modified
                && changed == other.changed
                && inode == other.inode;
    }
}

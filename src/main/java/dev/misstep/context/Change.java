package dev.misstep.context;

import java.util.Locale;

/** What happened to a path of the context between two snapshots. */
public enum Change {
    CONTENT,
    /** Only the permission bits. */
    MODE,
    /** Only the extended attributes. */
    ATTRIBUTES,
    ADDED,
    REMOVED,
    /** A file became a directory, a link, or the other way round. */
    TYPE,
    /** A symbolic link points elsewhere. */
    LINK;

    /** The name used in reports, in lower case. Of what is kept beside a file's content, reports know but one word. */
    public String label() {
        return this == ATTRIBUTES ? MODE.label() : name().toLowerCase(Locale.ROOT);
    }
}

package dev.misstep.log.source;

/**
 * How much is unpacked. A log of one GiB is beyond what any builder writes, while a few KiB can be made to inflate to
 * more than any disk holds.
 *
 * @param member bytes that one member may inflate to
 * @param total bytes that all of one file may inflate to, each layer of compression counted
 * @param ratio how many times larger than its packed form a member may become, once it is larger than {@code free}
 * @param free bytes that may be inflated at any ratio
 * @param spooled bytes of an archive that are kept, in memory or in a temporary file, to read its members in order
 * @param members members of all archives in one file
 * @param archives how deep archives may lie in archives
 * @param layers how often something may be packed in all: {@code a.log.gz} in a {@code .tar.gz} is three
 */
record Limits(long member, long total, long ratio, long free, long spooled, int members, int archives, int layers) {
    private static final long GIB = 1L << 30;

    static final Limits DEFAULT = new Limits(GIB, 4 * GIB, 250, 64L << 20, 2 * GIB, 10_000, 3, 8);
}

package dev.misstep.log.wrapper;

import org.jspecify.annotations.Nullable;

/**
 * {@code [2024-04-02T17:00:12.122Z] [+] Building 0.7s (10/14)}: Dev Containers stamp what they hear of a builder at once, and
 * not each line of it. The other rows of a frame, and most lines of the plain display, stand as they were written.
 */
final class DevContainers implements Decoration {
    private static final Stamps STAMPS = new Stamps(Stamps.Shape.BRACKETED);
    private static final String HEADER = "[+] Building ";
    private static final String ROW = " => ";

    /** Stamped lines of the plain display that show it: a message of several lines may hold one. */
    private static final int ENOUGH = 3;

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        boolean frame = false;
        boolean row = false;
        int stamped = 0;
        boolean bare = false;
        for (String line : excerpt.lines()) {
            if (line.startsWith("[2")) {
                Stamp stamp = STAMPS.stamp(line);
                if (stamp != null && stamp.digits() == 3 && stamp.offset() == 0) {
                    int text = stamp.end() + 2;
                    frame |= line.startsWith(HEADER, text);
                    stamped += isOfVertex(line, text) ? 1 : 0;
                }
            } else {
                row |= line.startsWith(ROW);
                bare |= isOfVertex(line, 0);
            }
        }
        boolean found = (frame && row) || (stamped >= ENOUGH && bare);
        return found ? new Found("dev-containers", Writer.TRANSPORT, true, () -> STAMPS.open(" ")) : null;
    }

    private static boolean isOfVertex(String line, int from) {
        return line.startsWith("#", from) && line.length() > from + 1 && Form.isDigit(line.charAt(from + 1));
    }
}

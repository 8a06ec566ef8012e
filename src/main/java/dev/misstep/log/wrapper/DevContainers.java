package dev.misstep.log.wrapper;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code [2024-04-02T17:00:12.122Z] [+] Building 0.7s (10/14)}: Dev Containers stamp what they hear of a builder at once, and
 * not each line of it. The other rows of a frame, and most lines of the plain display, stand as they were written. What they
 * hear may end within a row, which then goes on behind the next stamp.
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
        return found ? new Found("dev-containers", Writer.TRANSPORT, true, Joining::new) : null;
    }

    private static boolean isOfVertex(String line, int from) {
        return line.startsWith("#", from) && line.length() > from + 1 && Form.isDigit(line.charAt(from + 1));
    }

    /** Takes stamps off, and joins the two parts of a row. */
    private static final class Joining implements Unwrapper {
        private static final LazyPattern WHOLE = new LazyPattern(" => .*\\d\\.\\ds\\s*");

        private final Unwrapper stamps = STAMPS.open(" ");
        private @Nullable LogLine begun;

        @Override
        public void accept(LogLine line, Consumer<LogLine> lines) {
            stamps.accept(line, inner -> {
                boolean stamped = !inner.text().equals(line.text());
                LogLine before = begun;
                begun = null;
                if (before != null && stamped && !inner.text().startsWith(ROW)) {
                    String row = before.text() + inner.text();
                    if (WHOLE.matcher(row).matches()) {
                        lines.accept(before.withText(row));
                        return;
                    }
                }
                end(before, lines);
                if (inner.text().startsWith(ROW) && !WHOLE.matcher(inner.text()).matches()) {
                    begun = inner;
                } else {
                    lines.accept(inner);
                }
            });
        }

        @Override
        public void end(Consumer<LogLine> lines) {
            LogLine before = begun;
            begun = null;
            end(before, lines);
        }

        private static void end(@Nullable LogLine row, Consumer<LogLine> lines) {
            if (row != null) {
                lines.accept(row);
            }
        }
    }
}

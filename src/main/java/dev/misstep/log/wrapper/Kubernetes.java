package dev.misstep.log.wrapper;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code 2024-05-01T12:34:56.123456789Z stdout F text}: a container's log as Kubernetes has it on disk (CRI). {@code P}
 * says that the line goes on with the next one of that stream, of which a runtime writes 16 KiB at once.
 */
final class Kubernetes extends LineDecoration {
    /** Longest line put together. */
    private static final int MAX_LINE = 8 << 20;

    Kubernetes() {
        super("kubernetes", Writer.TRANSPORT);
    }

    @Override
    boolean wraps(String line) {
        Stamp stamp = Stamp.dated(line, 0);
        return stamp != null && tag(line, stamp.end()) > 0;
    }

    @Override
    Unwrapper open() {
        return new Joining();
    }

    /** The place of the {@code F} or {@code P}, which other tags may follow behind colons; 0 where there is none. */
    private static int tag(String line, int from) {
        if (!line.startsWith(" stdout ", from) && !line.startsWith(" stderr ", from)) {
            return 0;
        }
        int at = from + " stdout ".length();
        boolean tagged = at < line.length() && (line.charAt(at) == 'F' || line.charAt(at) == 'P');
        boolean ended = tagged && (Form.blankAt(line, at + 1) || line.charAt(at + 1) == ':');
        return ended ? at : 0;
    }

    /** Holds the parts of a line back until it is whole. */
    private static final class Joining implements Unwrapper {
        private final WallClock clock = new WallClock();
        private final Part[] parts = {new Part(), new Part()};

        @Override
        public void accept(LogLine line, Consumer<LogLine> lines) {
            String text = line.text();
            Stamp stamp = Stamp.dated(text, 0);
            int tag = stamp == null ? 0 : tag(text, stamp.end());
            if (stamp == null || tag == 0) {
                lines.accept(line);
                return;
            }
            Part part = parts[text.startsWith(" stderr", stamp.end()) ? 1 : 0];
            int blank = text.indexOf(' ', tag);
            part.add(line, blank < 0 ? "" : text.substring(blank + 1));
            if (text.charAt(tag) == 'F' || part.text.length() > MAX_LINE) {
                part.handOn(clock, stamp, lines);
            }
        }

        @Override
        public void end(Consumer<LogLine> lines) {
            for (Part part : parts) {
                part.handOn(clock, null, lines);
            }
        }
    }

    private static final class Part {
        private @Nullable LogLine first;
        private final StringBuilder text = new StringBuilder();

        void add(LogLine line, String more) {
            first = first == null ? line : first;
            text.append(more);
        }

        /** @param stamp when its last part was written */
        void handOn(WallClock clock, @Nullable Stamp stamp, Consumer<LogLine> lines) {
            LogLine line = first;
            if (line != null) {
                lines.accept(line.withText(text.toString(), stamp == null ? null : clock.at(stamp)));
            }
            first = null;
            text.setLength(0);
        }
    }
}

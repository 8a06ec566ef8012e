package dev.misstep.log.wrapper;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Times on lines of their own before the text they belong to, or behind it: what is left of a table's columns where a log
 * was copied from a page.
 */
final class TimesOnOwnLines implements Decoration {
    /** Lines of an excerpt that is no whole log. */
    private static final int LONG = 400;

    private enum Place {
        BEFORE,
        BEHIND,
        /** It cannot be told which, so that they are no clock. */
        EITHER
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        List<String> lines = excerpt.written();
        int times = 0;
        for (String line : lines) {
            times += OwnLineTime.parse(line) == null ? 0 : 1;
        }
        if (times == 0 || times * 4 < lines.size()) {
            return null;
        }
        int beginnings = 0;
        int before = 0;
        int behind = 0;
        boolean timeBefore = false;
        boolean beginningBefore = false;
        for (String line : lines) {
            boolean time = OwnLineTime.parse(line) != null;
            behind += time && beginningBefore ? 1 : 0;
            beginningBefore = !time && (BuildText.beginning(line) >= 0 || BuildText.terminal(line) >= 0);
            beginnings += beginningBefore ? 1 : 0;
            before += beginningBefore && timeBefore ? 1 : 0;
            timeBefore = time;
        }
        int neighbours = Math.max(before, behind);
        if (beginnings == 0 || neighbours * 5 < beginnings * 4) {
            return null;
        }
        Place place = place(lines, before, behind, excerpt.lines().size() >= LONG);
        return new Found("timestamps", Writer.ANYBODY, true, () -> open(place));
    }

    private static Place place(List<String> lines, int before, int behind, boolean cut) {
        if (Math.min(before, behind) * 5 < Math.max(before, behind) * 4) {
            return before > behind ? Place.BEFORE : Place.BEHIND;
        }
        if (OwnLineTime.parse(lines.get(0)) != null) {
            return Place.BEFORE;
        }
        boolean last = OwnLineTime.parse(lines.get(lines.size() - 1)) != null;
        return last && !cut ? Place.BEHIND : Place.EITHER;
    }

    private static Unwrapper open(Place place) {
        return place == Place.BEHIND ? new Behind() : new Before(place == Place.BEFORE);
    }

    private static final class Before implements Unwrapper {
        private final WallClock clock = new WallClock();
        private final boolean isClock;
        private @Nullable Instant stamp;

        Before(boolean isClock) {
            this.isClock = isClock;
        }

        @Override
        public void accept(LogLine line, Consumer<LogLine> lines) {
            Stamp time = OwnLineTime.parse(line.text());
            if (time != null) {
                stamp = isClock ? clock.at(time) : null;
            } else {
                lines.accept(stamp == null ? line : line.withText(line.text(), stamp));
                stamp = null;
            }
        }
    }

    private static final class Behind implements Unwrapper {
        private final WallClock clock = new WallClock();
        private @Nullable LogLine held;

        @Override
        public void accept(LogLine line, Consumer<LogLine> lines) {
            Stamp time = OwnLineTime.parse(line.text());
            LogLine before = held;
            held = time == null ? line : null;
            if (before != null) {
                lines.accept(time == null ? before : before.withText(before.text(), clock.at(time)));
            }
        }

        @Override
        public void end(Consumer<LogLine> lines) {
            if (held != null) {
                lines.accept(held);
                held = null;
            }
        }
    }
}

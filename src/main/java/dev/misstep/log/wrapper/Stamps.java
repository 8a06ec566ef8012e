package dev.misstep.log.wrapper;

import org.jspecify.annotations.Nullable;

/**
 * A time and a blank, or another separator, before each line: {@code 2024-05-01T12:34:56.123456789Z text} by
 * {@code docker logs -t} (nine digits, always) or Kubernetes (zeros at the end cut), {@code [2024-05-01T12:34:56.789Z]}
 * by Jenkins (timestamper, GlobalDecorator), {@code [2024-05-01T12:34:56Z]} by Buildkite's agent, {@code 12:34:56  text}
 * copied from a page of Jenkins; and what anybody's scripts print.
 */
final class Stamps implements Decoration {
    /** What stands around the time. */
    enum Shape {
        BARE,
        BRACKETED
    }

    private final Shape shape;

    Stamps(Shape shape) {
        this.shape = shape;
    }

    @Override
    public boolean mayBeProved() {
        return false;
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        Separator separators = new Separator();
        Kinds kinds = new Kinds();
        for (String line : excerpt.lines()) {
            Stamp stamp = stamp(line);
            if (stamp != null) {
                kinds.add(stamp);
                separators.add(line, textStart(stamp));
            }
        }
        if (kinds.all == 0) {
            return null;
        }
        String separator = separators.found();
        return kinds.found(shape, separator, () -> open(separator));
    }

    /** @param separator what stands between time and text */
    Unwrapper open(String separator) {
        WallClock clock = new WallClock();
        return (line, lines) -> {
            String text = line.text();
            Stamp stamp = stamp(text);
            String rest = stamp == null ? null : Separator.behind(text, textStart(stamp), separator);
            lines.accept(stamp == null || rest == null ? line : line.withText(rest, clock.at(stamp)));
        };
    }

    /** The time that a line begins with; {@code null} where it begins with none. */
    @Nullable
    Stamp stamp(String line) {
        int from = shape == Shape.BRACKETED ? 1 : 0;
        if (line.length() <= from + 8 || !Form.isDigit(line.charAt(from))) {
            return null;
        }
        if (from == 1 && line.charAt(0) != '[') {
            return null;
        }
        Stamp stamp = line.charAt(from + 2) == ':' ? Stamp.clock(line, from) : Stamp.dated(line, from);
        boolean closed = stamp != null && (from == 0 || line.startsWith("]", stamp.end()));
        return closed ? stamp : null;
    }

    private int textStart(Stamp stamp) {
        return shape == Shape.BRACKETED ? stamp.end() + 1 : stamp.end();
    }

    /** How the stamps of an excerpt look. */
    private static final class Kinds {
        private int all;
        private int utc;
        private int nine;
        private int three;
        private int none;
        private int many;
        private int dateless;

        void add(Stamp stamp) {
            all++;
            utc += stamp.offset() == 0 ? 1 : 0;
            nine += stamp.digits() == 9 ? 1 : 0;
            three += stamp.digits() == 3 ? 1 : 0;
            none += stamp.digits() == 0 ? 1 : 0;
            many += stamp.digits() > 6 ? 1 : 0;
            dateless += stamp.day() == Stamp.UNKNOWN ? 1 : 0;
        }

        Found found(Shape shape, String separator, java.util.function.Supplier<Unwrapper> opener) {
            if (shape == Shape.BRACKETED && utc == all && three == all) {
                return new Found("jenkins", Writer.LIKELY_CI, false, opener);
            }
            if (shape == Shape.BRACKETED && utc == all && none == all) {
                return new Found("buildkite", Writer.LIKELY_CI, false, opener);
            }
            if (shape == Shape.BARE && dateless == all && separator.equals("  ")) {
                return new Found("jenkins", Writer.LIKELY_CI, false, opener);
            }
            if (shape == Shape.BARE && utc == all && many > all / 2) {
                return new Found(nine == all ? "docker-logs" : "kubernetes", Writer.TRANSPORT, false, opener);
            }
            return new Found("timestamps", Writer.ANYBODY, false, opener);
        }
    }
}

package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes all that was put around the lines of one log off them: the wrappers found in its first lines, the outermost
 * first, then terminal codes.
 */
public final class Unwrapping {
    /** The name of no wrapper in reports. */
    public static final String NONE = "none";

    /** How many wrappers may lie around each other. */
    private static final int MAX_DEPTH = 5;

    private final List<Wrapper> wrappers;
    private final List<Unwrapper> unwrappers = new ArrayList<>();
    private final List<Consumer<LogLine>> inlets = new ArrayList<>();

    private Unwrapping(List<Wrapper> wrappers, Consumer<LogLine> lines) {
        this.wrappers = wrappers;
        wrappers.forEach(wrapper -> unwrappers.add(wrapper.open()));
        Consumer<LogLine> next = line -> lines.accept(line.withoutCodes());
        inlets.add(next);
        for (int i = unwrappers.size() - 1; i >= 0; i--) {
            Unwrapper unwrapper = unwrappers.get(i);
            Consumer<LogLine> inner = next;
            next = line -> unwrapper.accept(line, inner);
            inlets.add(0, next);
        }
    }

    /**
     * Looks for wrappers.
     *
     * @param head the first lines of a log
     * @param lines hears each line of the log, freed of them
     */
    public static Unwrapping of(List<String> head, Consumer<LogLine> lines) {
        List<Wrapper> found = new ArrayList<>();
        Set<Wrapper> left = EnumSet.allOf(Wrapper.class);
        List<String> texts = head;
        for (Wrapper next = first(left, texts); next != null; next = first(left, texts)) {
            found.add(next);
            left.remove(next);
            texts = unwrapped(next, texts);
            if (found.size() == MAX_DEPTH) {
                break;
            }
        }
        return new Unwrapping(found, lines);
    }

    /** Takes a line as it stands in the log. */
    public void accept(long number, String text) {
        inlets.get(0).accept(new LogLine(number, text, null));
    }

    /** The log has ended. */
    public void end() {
        for (int i = 0; i < unwrappers.size(); i++) {
            unwrappers.get(i).end(inlets.get(i + 1));
        }
    }

    /** Whether nothing was found around the lines. */
    public boolean isNone() {
        return wrappers.isEmpty();
    }

    /** The name of the outermost wrapper in reports: {@code github-actions}; {@link #NONE} where there is none. */
    public String label() {
        return wrappers.isEmpty() ? NONE : wrappers.get(0).label();
    }

    private static @Nullable Wrapper first(Set<Wrapper> candidates, List<String> lines) {
        return candidates.stream()
                .filter(wrapper -> wrapper.wrapsMostOf(lines))
                .findFirst()
                .orElse(null);
    }

    private static List<String> unwrapped(Wrapper wrapper, List<String> lines) {
        List<String> texts = new ArrayList<>();
        Unwrapper unwrapper = wrapper.open();
        lines.forEach(line -> unwrapper.accept(new LogLine(1, line, null), inner -> texts.add(inner.text())));
        unwrapper.end(inner -> texts.add(inner.text()));
        return texts;
    }
}

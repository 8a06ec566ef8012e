package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some lines of a log, in order, in which decoration is looked for.
 *
 * @param lines as they stand there, or freed of what lies around the decoration looked for
 * @param begins whether a build can begin with a line: it tells what is decoration from what a builder prints itself
 */
record Excerpt(List<String> lines, Predicate<String> begins) {
    /**
     * Lines that are free of one decoration.
     *
     * @param carrying how many had it
     */
    record Freed(Excerpt excerpt, int carrying) {}

    Excerpt {
        lines = List.copyOf(lines);
    }

    /** The lines that are not blank. */
    List<String> written() {
        List<String> written = new ArrayList<>(lines.size());
        for (String line : lines) {
            if (!line.isBlank()) {
                written.add(line);
            }
        }
        return written;
    }

    /** How many of the lines can begin a build. */
    int beginnings() {
        int count = 0;
        for (String line : lines) {
            if (begins.test(Ansi.strip(line))) {
                count++;
            }
        }
        return count;
    }

    /** The same lines freed of one decoration. */
    Freed freedBy(Unwrapper unwrapper) {
        List<String> texts = new ArrayList<>(lines.size());
        int carrying = 0;
        long number = 0;
        for (String line : lines) {
            int before = texts.size();
            unwrapper.accept(new LogLine(++number, line, null), inner -> texts.add(inner.text()));
            boolean same = texts.size() == before + 1 && texts.get(before).equals(line);
            carrying += same ? 0 : 1;
        }
        unwrapper.end(inner -> texts.add(inner.text()));
        return new Freed(new Excerpt(texts, begins), carrying);
    }
}

package dev.misstep.log.wrapper;

import dev.misstep.log.wrapper.WrapperSearch.Layer;
import dev.misstep.log.wrapper.WrapperSearch.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes all that was put around the lines of one log off them, the outermost first, then terminal codes. What that is
 * has to be looked for in its first lines, and, as long as no build has begun in them, in those that follow: a job may
 * do much before it builds.
 */
public final class Unwrapping {
    /** The name of no wrapper in reports. */
    public static final String NONE = "none";

    /** How many times marks are looked for behind what is not taken off yet: a job begins with them. */
    private static final int MARKED = 25;

    private final Consumer<LogLine> lines;
    private final Predicate<String> begins;
    private final Set<Wrapper> left = EnumSet.allOf(Wrapper.class);
    private final List<Layer> layers = new ArrayList<>();
    private final List<Unwrapper> unwrappers = new ArrayList<>();
    private final CiMarks marks = new CiMarks();
    private int looks;
    private boolean settled;

    /**
     * @param lines hears each line of the log, freed of what was found so far
     * @param begins whether a build can begin with a line that is free of decoration
     */
    public Unwrapping(Consumer<LogLine> lines, Predicate<String> begins) {
        this.lines = lines;
        this.begins = begins;
    }

    /** Whether what lies around the lines is known, so that none have to be looked at ahead any more. */
    public boolean settled() {
        return settled;
    }

    /** Looks for wrappers in the lines that come next, which have still to be taken; returns them freed of what it found. */
    public List<String> look(List<String> ahead) {
        if (looks > MARKED && layers.isEmpty() && !BuilderWords.in(ahead)) {
            ahead.forEach(marks::add);
            return ahead; // a job that does much else
        }
        Excerpt excerpt = new Excerpt(ahead, begins);
        for (Layer layer : layers) {
            excerpt = excerpt.freedBy(layer.found().opener().get()).excerpt();
        }
        Reading reading = WrapperSearch.search(excerpt, left);
        for (Layer layer : reading.layers()) {
            left.remove(layer.wrapper());
            layers.add(layer);
            unwrappers.add(layer.found().opener().get());
        }
        reading.inner().lines().forEach(marks::add);
        settled = reading.beginnings() > 0;
        looks++;
        if (!settled && looks <= MARKED) {
            markBehind(reading.inner());
        }
        return reading.inner().lines();
    }

    /** Looks for marks behind what is taken off only once a build begins behind it. */
    private void markBehind(Excerpt excerpt) {
        for (Wrapper candidate : left) {
            Decoration.Found found = candidate.decoration.seenIn(excerpt);
            if (found != null) {
                excerpt.freedBy(found.opener().get()).excerpt().lines().forEach(marks::add);
            }
        }
    }

    /**
     * Takes a line as it stands in the log.
     *
     * @param stamp when it came, or {@code null} where only what is around it may tell
     */
    public void accept(long number, String text, @Nullable Instant stamp) {
        pass(0, new LogLine(number, text, stamp));
    }

    /** The log has ended. */
    public void end() {
        for (int i = 0; i < unwrappers.size(); i++) {
            int inner = i + 1;
            unwrappers.get(i).end(line -> pass(inner, line));
        }
    }

    /** Whether nothing was found around the lines. */
    public boolean isNone() {
        return layers.isEmpty();
    }

    /**
     * The name in reports of what lies around the lines: that of the outermost CI, else of the one whose own lines were
     * seen, else of what else was found; {@link #NONE} where there is nothing.
     */
    public String label() {
        String ci = label(Decoration.Writer.CI);
        if (ci != null) {
            boolean azure = ci.equals(CiMarks.GITHUB) && marks.has(CiMarks.AZURE) && !marks.has(CiMarks.GITHUB);
            return azure ? CiMarks.AZURE : ci;
        }
        String marked = marks.first();
        if (marked != null) {
            return marked;
        }
        for (Decoration.Writer writer : Decoration.Writer.values()) {
            String label = label(writer);
            if (label != null) {
                return label;
            }
        }
        return NONE;
    }

    private @Nullable String label(Decoration.Writer writer) {
        for (Layer layer : layers) {
            if (layer.found().writer() == writer) {
                return layer.found().label();
            }
        }
        return null;
    }

    private void pass(int layer, LogLine line) {
        if (layer == unwrappers.size()) {
            lines.accept(line.bare());
        } else {
            unwrappers.get(layer).accept(line, inner -> pass(layer + 1, inner));
        }
    }
}

package dev.misstep.context;

import dev.misstep.build.Blank;
import dev.misstep.build.CleanPath;
import dev.misstep.build.PathPatterns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code .dockerignore} leaves out of the build context. Anchored at the root, the last match wins, and unlike git
 * a file below an excluded directory can be taken back.
 */
public final class IgnoreRules {
    /** Nothing is left out. */
    public static final IgnoreRules NONE = new IgnoreRules(PathPatterns.of(List.of()), List.of());

    /** Longer lines end the build (Go's {@code bufio.Scanner}). */
    private static final int LONGEST_LINE = 65535;

    private final PathPatterns patterns;
    private final List<Line> lines;

    /**
     * One pattern of the file.
     *
     * @param number its line, from 1
     * @param pattern as the builder reads it: cleaned, with its {@code !}
     */
    public record Line(int number, String pattern) {}

    private IgnoreRules(PathPatterns patterns, List<Line> lines) {
        this.patterns = patterns;
        this.lines = List.copyOf(lines);
    }

    /**
     * Reads an ignore file (moby/patternmatcher, ignorefile).
     *
     * @throws IgnoreSyntaxException where the builder would refuse it
     */
    public static IgnoreRules parse(String text) throws IgnoreSyntaxException {
        String rest = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : rest.split("\n", -1)) {
            number++;
            if (line.length() > LONGEST_LINE / 4 && line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
                throw new IgnoreSyntaxException(number, "bufio.Scanner: token too long");
            }
            String pattern = line.startsWith("#") ? "" : cleaned(Blank.trim(line));
            if (!pattern.isEmpty()) {
                try {
                    PathPatterns.of(List.of(pattern));
                } catch (IllegalArgumentException e) {
                    throw new IgnoreSyntaxException(number, String.valueOf(e.getMessage()));
                }
                lines.add(new Line(number, pattern));
            }
        }
        return new IgnoreRules(PathPatterns.of(lines.stream().map(Line::pattern).toList()), lines);
    }

    private static String cleaned(String trimmed) {
        boolean negated = trimmed.startsWith("!");
        String pattern = negated ? Blank.trim(trimmed.substring(1)) : trimmed;
        if (!pattern.isEmpty()) {
            pattern = CleanPath.of(pattern);
            pattern = pattern.length() > 1 && pattern.startsWith("/") ? pattern.substring(1) : pattern;
        }
        return negated ? "!" + pattern : pattern;
    }

    /** The patterns, in the order of the file. */
    public List<Line> lines() {
        return lines;
    }

    /**
     * Whether a path is left out. A directory that is can still hold files that are not, and is then sent with them.
     *
     * <p>Decided as the builder's walk decides it, from the root down (moby/patternmatcher, {@code
     * MatchesUsingParentResults}); {@code MatchesOrParentMatches} differs for a pattern repeated behind its {@code !}.
     *
     * @param path relative to the context, with {@code /}
     */
    public boolean excludes(String path) {
        return !patterns.isEmpty() && patterns.match(path).matched();
    }

    /** What the walk knows of a path, given what it knows of the directory the path lies in. */
    PathPatterns.Match match(String path, PathPatterns.@Nullable Match parent) {
        return patterns.match(path, parent);
    }

    /** Whether an excluded directory need not be looked into. */
    public boolean skipsBelow(String directory) {
        return !patterns.mayTakeBackBelow(directory);
    }
}

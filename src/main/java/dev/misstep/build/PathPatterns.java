package dev.misstep.build;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of patterns in which the last match wins and {@code !} takes back, as builders apply it to a tree: from the root
 * down, each directory handing its matches to what it holds (moby/patternmatcher, {@code MatchesUsingParentResults}). It
 * is what decides of an ignore file and of {@code COPY --exclude} and {@code --parents}.
 */
public final class PathPatterns {
    private static final Match NOTHING = new Match(false, new BitSet());

    private final List<PathPattern> patterns;

    private PathPatterns(List<PathPattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /**
     * What is known of one path.
     *
     * @param matched whether the last word is a match
     */
    public record Match(boolean matched, BitSet byPattern) {
        public Match {
            byPattern = (BitSet) byPattern.clone();
        }

        @Override
        public BitSet byPattern() {
            return (BitSet) byPattern.clone();
        }
    }

    /**
     * Reads patterns; blank ones are dropped, the others cleaned as Go's {@code filepath.Clean} does.
     *
     * @throws IllegalArgumentException with the builder's own words, for instance {@code illegal exclusion pattern: "!"}
     */
    public static PathPatterns of(List<String> lines) {
        List<PathPattern> patterns = new ArrayList<>();
        for (String line : lines) {
            String text = Blank.trim(line);
            if (text.isEmpty()) {
                continue;
            }
            text = CleanPath.of(text);
            boolean negated = text.startsWith("!");
            if (negated && text.length() == 1) {
                throw new IllegalArgumentException("illegal exclusion pattern: \"!\"");
            }
            patterns.add(new PathPattern(negated ? text.substring(1) : text, negated));
        }
        return new PathPatterns(patterns);
    }

    /** Whether it has the same patterns in the same order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPatterns others && patterns.equals(others.patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode();
    }

    /** Whether there is no pattern at all. */
    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /**
     * Whether a path matches, given what is known of its parent.
     *
     * @param path relative, with {@code /}
     * @param parent of the directory it lies in, or {@code null} at the root
     */
    public Match match(String path, @Nullable Match parent) {
        if (patterns.isEmpty()) {
            return NOTHING;
        }
        BitSet bits = new BitSet(patterns.size());
        boolean matched = false;
        for (int i = 0; i < patterns.size(); i++) {
            PathPattern pattern = patterns.get(i);
            boolean inherited = parent != null && parent.byPattern.get(i);
            if (!inherited && pattern.negated() != matched) {
                continue;
            }
            if (inherited || pattern.matches(path)) {
                bits.set(i);
                matched = !pattern.negated();
            }
        }
        return new Match(matched, bits);
    }

    /** The same for a path of which only the name is known. */
    public Match match(String path) {
        Match match = null;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            match = match(path.substring(0, slash), match);
        }
        return match(path, match);
    }

    /**
     * Whether something below a directory that matches could be taken back, so that it has to be looked into. True for
     * every directory as soon as one {@code !} has a wildcard other than a last {@code *} or {@code **} (tonistiigi/fsutil,
     * filter.go).
     */
    public boolean mayTakeBackBelow(String directory) {
        return mayDecideBelow(directory, true);
    }

    /**
     * Whether something below a directory that does not match could match, so that it has to be looked into. True for every
     * directory as soon as one pattern has a wildcard other than a last {@code *} or {@code **} (tonistiigi/fsutil, filter.go).
     */
    public boolean mayMatchBelow(String directory) {
        return mayDecideBelow(directory, false);
    }

    private boolean mayDecideBelow(String directory, boolean negated) {
        String below = directory + "/";
        for (PathPattern pattern : patterns) {
            if (pattern.negated() == negated) {
                String stem = withoutLastGlob(pattern.text());
                if (stem.chars().anyMatch(c -> "*[]?^\\".indexOf(c) >= 0) || (stem + "/").startsWith(below)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String withoutLastGlob(String text) {
        String stem = text.endsWith("/**") ? text.substring(0, text.length() - 3) : text;
        return stem.endsWith("/*") ? stem.substring(0, stem.length() - 2) : stem;
    }
}

package dev.misstep.build;

/**
 * The simple wildcards of {@code COPY} and of each line of an ignore file: {@code *}, {@code ?}, {@code [a-z]} and
 * {@code \x}, as Go's {@code path.Match} reads them. None but a class crosses a {@code /}.
 */
public final class PathGlob {
    private final int[] pattern;

    private PathGlob(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with Go's own words where the pattern is not well-formed
     */
    public static PathGlob of(String pattern) {
        PathGlob glob = new PathGlob(pattern);
        glob.checkSyntax();
        return glob;
    }

    /** Whether a name holds wildcards at all; {@code \*} is none (BuildKit, solver/llbsolver/ops/file.go). */
    public static boolean isWild(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?' || c == '[') {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the whole path matches. As in Go only the last star that was met takes more where the rest does not fit, so
     * that a path costs no more than its length times that of the pattern.
     */
    public boolean matches(String path) {
        int[] name = path.codePoints().toArray();
        int at = 0;
        int pos = 0;
        int behindStar = -1;
        int taken = 0;
        while (at < pattern.length || pos < name.length) {
            int behind = pos < name.length ? behind(at, name[pos]) : -1;
            if (at < pattern.length && pattern[at] == '*') {
                behindStar = ++at;
                taken = pos;
            } else if (behind >= 0) {
                at = behind;
                pos++;
            } else if (behindStar >= 0 && taken < name.length && name[taken] != '/') {
                at = behindStar;
                pos = ++taken;
            } else {
                return false;
            }
        }
        return true;
    }

    /** The position behind the part that stands at one and matches that character, or -1 where it does not. */
    private int behind(int at, int c) {
        if (at == pattern.length) {
            return -1;
        }
        boolean matches = switch (pattern[at]) {
            case '[' -> classHolds(at, classEnd(at), c);
            case '?' -> c != '/';
            case '\\' -> pattern[at + 1] == c;
            default -> pattern[at] == c;
        };
        if (!matches) {
            return -1;
        }
        return switch (pattern[at]) {
            case '[' -> classEnd(at);
            case '\\' -> at + 2;
            default -> at + 1;
        };
    }

    private void checkSyntax() {
        for (int at = 0; at < pattern.length; at++) {
            if (pattern[at] == '[') {
                at = classEnd(at) - 1;
            } else if (pattern[at] == '\\' && ++at == pattern.length) {
                throw malformed();
            }
        }
    }

    /** The position behind the {@code ]} that closes the class beginning at {@code open}. */
    private int classEnd(int open) {
        int at = bodyOf(open);
        boolean any = false;
        while (!(any && at < pattern.length && pattern[at] == ']')) {
            at = behindMember(at);
            if (pattern[at] == '-') {
                at = behindMember(at + 1);
            }
            any = true;
        }
        return at + 1;
    }

    private boolean classHolds(int open, int end, int c) {
        boolean negated = bodyOf(open) == open + 2;
        boolean found = false;
        int at = bodyOf(open);
        while (at < end - 1) {
            int low = member(at);
            int high = low;
            at = behindMember(at);
            if (pattern[at] == '-') {
                high = member(at + 1);
                at = behindMember(at + 1);
            }
            found |= low <= c && c <= high;
        }
        return found != negated;
    }

    private int bodyOf(int open) {
        return open + 1 < pattern.length && pattern[open + 1] == '^' ? open + 2 : open + 1;
    }

    private int member(int at) {
        return pattern[at] == '\\' ? pattern[at + 1] : pattern[at];
    }

    private int behindMember(int at) {
        if (at >= pattern.length || pattern[at] == '-' || pattern[at] == ']') {
            throw malformed();
        }
        int behind = pattern[at] == '\\' ? at + 2 : at + 1;
        if (behind >= pattern.length) {
            throw malformed();
        }
        return behind;
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("syntax error in pattern");
    }
}

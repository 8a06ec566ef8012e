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

    /** Whether the whole path matches. */
    public boolean matches(String path) {
        return matches(0, path.codePoints().toArray(), 0);
    }

    private boolean matches(int p, int[] name, int n) {
        int at = p;
        int pos = n;
        while (at < pattern.length) {
            if (pattern[at] == '*') {
                int rest = at + 1;
                for (int end = pos; end <= name.length; end++) {
                    if (matches(rest, name, end)) {
                        return true;
                    }
                    if (end < name.length && name[end] == '/') {
                        return false;
                    }
                }
                return false;
            }
            if (pos == name.length) {
                return false;
            }
            if (pattern[at] == '[') {
                int end = classEnd(at);
                if (!classHolds(at, end, name[pos])) {
                    return false;
                }
                at = end;
            } else if (pattern[at] == '?') {
                if (name[pos] == '/') {
                    return false;
                }
                at++;
            } else {
                at += pattern[at] == '\\' ? 1 : 0;
                if (pattern[at] != name[pos]) {
                    return false;
                }
                at++;
            }
            pos++;
        }
        return pos == name.length;
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

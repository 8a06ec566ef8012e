package dev.misstep.cli;

/**
 * Two revisions of git.
 *
 * @param base the earlier one, as the user wrote it
 * @param head the later one
 */
record RevisionRange(String base, String head) {
    private static final String OPTION = "--rev";

    /** Reads {@code BASE..HEAD}; a side left out is {@code HEAD}, as in git. */
    static RevisionRange parse(String text) {
        int dots = text.indexOf("..");
        String base = dots < 0 ? "" : text.substring(0, dots).strip();
        String head = dots < 0 ? "" : text.substring(dots + 2).strip();
        if (dots < 0 || (base + head).isEmpty() || head.startsWith(".") || head.contains("..")) {
            throw new UserError(
                    ExitStatus.USAGE, OPTION, "'" + text + "' is not BASE..HEAD; name two revisions, as main~1..main");
        }
        return new RevisionRange(base.isEmpty() ? "HEAD" : base, head.isEmpty() ? "HEAD" : head);
    }
}

package dev.misstep.cli;

/**
 * Files of one directory in which no build was found. A directory may hold a hundred thousand that are no logs, and nobody reads
 * as many warnings: the first ones are named, the others counted.
 */
final class WithoutBuild {
    /** What is said of each of them. */
    static final String SENTENCE = "holds no build that Misstep can read";

    /** How many are named. */
    static final int NAMED = 1000;

    private final Console console;
    private int others;
    private int named;

    WithoutBuild(Console console) {
        this.console = console;
    }

    /** @param file its name in warnings */
    void add(String file) {
        if (named < NAMED) {
            named++;
            console.error(new UserError(ExitStatus.INPUT, file, SENTENCE));
        } else {
            others++;
        }
    }

    /**
     * Tells how many were not named.
     *
     * @param directory what they lie in
     */
    void end(String directory) {
        if (others > 0) {
            console.warn(
                    directory,
                    others == 1
                            ? "one more file holds no build that Misstep can read"
                            : others + " more files hold no build that Misstep can read");
        }
    }
}

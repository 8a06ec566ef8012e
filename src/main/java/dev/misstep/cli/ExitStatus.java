package dev.misstep.cli;

/** The exit statuses scripts rely on. */
final class ExitStatus {
    static final int DONE = 0;
    /** A gate said no. */
    static final int GATE = 1;
    /** Wrong usage. */
    static final int USAGE = 2;
    /** Input that cannot be read, or holds no build. */
    static final int INPUT = 3;
    /** No engine. */
    static final int NO_ENGINE = 4;
    /** The build itself failed; the analysis is printed all the same. */
    static final int BUILD_FAILED = 5;
    /** A bug in Misstep. */
    static final int BUG = 70;
    /** Stopped by Ctrl-C, as shells report it. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}

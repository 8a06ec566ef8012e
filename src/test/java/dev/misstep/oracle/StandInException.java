package dev.misstep.oracle;

/** A Dockerfile that cannot be built with stand-ins for what it needs. The message says why. */
final class StandInException extends Exception {
    private static final long serialVersionUID = 1;

    StandInException(String reason) {
        super(reason);
    }
}

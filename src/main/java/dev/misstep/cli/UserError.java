package dev.misstep.cli;

/** A mistake a user can mend: one line that says where, what, and what to do. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param where the file, option or engine it is about
     * @param what what is wrong, and what to do
     */
    UserError(int status, String where, String what) {
        super(where + ": " + what);
        this.status = status;
    }

    UserError(int status, String where, String what, Throwable cause) {
        super(where + ": " + what, cause);
        this.status = status;
    }

    int status() {
        return status;
    }
}

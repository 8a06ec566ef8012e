package dev.misstep.cli;

import java.util.List;

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

    /** Prints all but the last and throws that; does nothing where there is none. */
    static void throwLast(List<UserError> errors, Console console) {
        for (UserError error : errors.subList(0, Math.max(0, errors.size() - 1))) {
            console.error(error);
        }
        if (!errors.isEmpty()) {
            throw errors.get(errors.size() - 1);
        }
    }

    int status() {
        return status;
    }
}

package dev.misstep.oracle;

/** A change that no builder could build; another one is tried. */
final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;

    Invalid(String message) {
        super(message);
    }
}

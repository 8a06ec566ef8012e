package dev.misstep.oracle;

/**
 * Something Misstep said, or the builder did, that is not as it should be.
 *
 * @param step the step it is about, or nothing
 */
record Fault(Kind kind, String step, String said, String should) {
    /** The columns of the table. */
    enum Kind {
        STATUS("wrong hit/miss"),
        PREDICTION("wrong prediction"),
        ROLE("wrong role"),
        CAUSE("wrong cause"),
        FILE("wrong file"),
        UNKNOWN("unknown"),
        BROKEN("broken");

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    @Override
    public String toString() {
        return kind.title + ": " + step + "\n    said:   " + said + "\n    should: " + should;
    }
}

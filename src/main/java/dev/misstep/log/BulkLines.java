package dev.misstep.log;

/**
 * Reads lines of one kind straight from bytes: the kind of which a long log is full, and of which next to nothing is
 * wanted. Leaves a line that may be anything else to the parser.
 */
interface BulkLines {
    /** Where the first line begins that is not a whole line of this kind; {@link #lines} tells how many were read. */
    int pass(byte[] bytes, int from, int to);

    /** How many lines the last {@link #pass} went over. */
    int lines();
}

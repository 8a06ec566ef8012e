package dev.misstep.log;

/** What speaks for and against a log's newest line being its first. */
final class OrderVotes {
    /** So much has to speak for it, and so many times what speaks against it. */
    private static final int ENOUGH = 2;

    private static final int TIMES = 4;

    private int forward;
    private int backward;

    /** What stands first in every log that runs forward stands first here, or second. */
    void count(boolean inOrder) {
        forward += inOrder ? 1 : 0;
        backward += inOrder ? 0 : 1;
    }

    /** What grows as a log goes on: two that are equal tell nothing. */
    <T extends Comparable<T>> void grows(T above, T below) {
        int order = above.compareTo(below);
        if (order != 0) {
            count(order < 0);
        }
    }

    boolean isNewestFirst() {
        return backward >= ENOUGH && backward >= TIMES * forward;
    }
}

package dev.misstep.context.git;

import java.time.Instant;

/**
 * A commit on the branch that is checked out.
 *
 * @param hash 40 hex digits
 * @param at when it was committed
 * @param merge whether it has more than one parent
 */
public record GitCommit(String hash, Instant at, boolean merge, GitTree tree) {}

package dev.misstep.history;

/**
 * A build in the history.
 *
 * @param id its number there, from 1
 * @param builtAt when it began; without a clock when it was kept
 */
public record HistoryBuild(long id, java.time.Instant builtAt, KeptBuild kept) {}

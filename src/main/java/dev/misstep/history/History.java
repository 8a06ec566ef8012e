package dev.misstep.history;

import dev.misstep.build.Build;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The builds that are remembered. Whatever a method reports as kept survives a crash, and one that fails leaves the history as
 * it was. May be used by one thread at a time, and by any number of processes at once.
 */
public interface History extends AutoCloseable {
    /**
     * Keeps a build.
     *
     * @param id its number
     * @param already whether it was there: nothing was written then
     */
    record Kept(long id, boolean already) {}

    /** Keeps a build, unless it is there. */
    Kept keep(KeptBuild build) throws HistoryException;

    /**
     * The builds of a choice, the newest first.
     *
     * @param most no more than this
     */
    List<HistoryRow> list(HistoryFilter filter, int most) throws HistoryException;

    /** A build in full; empty where none has this number. */
    Optional<HistoryBuild> find(long id) throws HistoryException;

    /** The number of this build; empty where it is not there. */
    OptionalLong number(Build build) throws HistoryException;

    /**
     * What a build is best compared with: the last of its series before it that succeeded, shares a step with it and was not
     * cold, on the same branch if there is one; else the last that was cold.
     *
     * @param before when it ran
     * @param branch {@code null} where that is not known
     */
    Optional<HistoryBuild> baseline(BuildSeries series, Build build, Instant before, @Nullable String branch)
            throws HistoryException;

    /** Forgets a build; {@code false} where none has this number. */
    boolean remove(long id) throws HistoryException;

    /** Forgets what is too old or too much, and tells how many builds that were. */
    int forget(Retention retention) throws HistoryException;

    /** The numbers of a trend. */
    TrendData trend(HistoryFilter filter) throws HistoryException;

    @Override
    void close() throws HistoryException;
}

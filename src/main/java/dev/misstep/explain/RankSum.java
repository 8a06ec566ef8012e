package dev.misstep.explain;

import java.util.Arrays;

/**
 * Whether two runs of measurements that follow each other lie at different heights: the rank-sum test of Mann and Whitney
 * (1947) by its normal approximation, with their correction for ties and for continuity. It asks for no shape of the
 * distribution, so that one slow build does not count for more than another. Measurements of which each resembles the one
 * before tell less than their number says: the variance grows by {@code (1 + r) / (1 - r)} for a correlation r of
 * neighbours (Bartlett 1946).
 *
 * @param deviations how many standard deviations the runs lie apart; 0 where nothing differs
 * @param likeness how neighbours correlate within the runs, from 0 to below 1
 */
record RankSum(double deviations, double likeness) {
    static final RankSum NOTHING = new RankSum(0, 0);

    /**
     * Compares two runs.
     *
     * @param from the first of the run before
     * @param at the first of the run after
     * @param to behind the last of it
     */
    static RankSum of(double[] values, int from, int at, int to) {
        int before = at - from;
        int after = to - at;
        int all = to - from;
        double[] ranks = new double[all];
        double ties = rank(values, from, to, ranks);
        double variance = before * (double) after / 12 * (all + 1 - ties / (all * (all - 1.0)));
        if (variance <= 0) {
            return NOTHING;
        }
        double sum = 0;
        for (int i = 0; i < before; i++) {
            sum += ranks[i];
        }
        double distance = Math.abs(sum - before * (all + 1) / 2.0) - 0.5;
        return distance <= 0
                ? NOTHING
                : new RankSum(distance / Math.sqrt(variance), Math.max(0, likenessOfNeighbours(ranks, before)));
    }

    /** The deviations that are left when the likeness of neighbours is allowed for. */
    double sure() {
        return deviations / Math.sqrt((1 + likeness) / (1 - likeness));
    }

    /** Gives equal values the mean of their ranks; returns the sum of {@code t³ - t} over groups of t equal ones. */
    private static double rank(double[] values, int from, int to, double[] ranks) {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        double[] rankOf = new double[sorted.length];
        double ties = 0;
        for (int i = 0; i < sorted.length; ) {
            int end = i;
            while (end < sorted.length && sorted[end] == sorted[i]) {
                end++;
            }
            Arrays.fill(rankOf, i, end, (i + end + 1) / 2.0);
            double equal = end - i;
            ties += equal * equal * equal - equal;
            i = end;
        }
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = rankOf[Arrays.binarySearch(sorted, values[from + i])];
        }
        return ties;
    }

    /** The correlation of each rank with the next one, within the runs; below 1. */
    private static double likenessOfNeighbours(double[] ranks, int before) {
        double[] off = ranks.clone();
        centre(off, 0, before);
        centre(off, before, off.length);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < off.length; i++) {
            squares += off[i] * off[i];
            products += i == 0 || i == before ? 0 : off[i] * off[i - 1];
        }
        return squares <= 0 ? 0 : Math.min(0.99, products / squares);
    }

    private static void centre(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        for (int i = from; i < to; i++) {
            values[i] -= sum / (to - from);
        }
    }
}

package dev.misstep.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A place in a series of measurements from which on they lie higher or lower, for long enough and by more than they
 * scatter.
 *
 * <p>Found so: at each place the measurements before and after it, up to {@link #WINDOW} of each, are put to
 * {@link RankSum}. The place where they lie farthest apart becomes a shift if chance does that in fewer than one of
 * {@link #ONE_IN} series of this length (Bonferroni's bound over the places); then the places near it are looked at anew,
 * with windows that end at the shift. Last, a shift stays only if the medians from shift to shift differ by more than their
 * measurements typically do from them, and by as much as the caller finds worth telling.
 *
 * @param at the first measurement of the new height
 * @param before the median from the shift before, or the beginning, to this
 * @param after the median from here to the next shift or the end
 * @param countBefore of how many measurements that is the median
 * @param countAfter of how many that is
 */
public record LevelShift(int at, double before, double after, int countBefore, int countAfter) {
    /** So many measurements on each side are compared at most: what happened long ago does not hide what happens now. */
    static final int WINDOW = 40;
    /** Fewer on a side tell nothing. */
    static final int LEAST = 8;

    private static final double ONE_IN = 1000;

    /** Which differences are worth telling. */
    public interface Notable {
        /** Whether this one is. */
        boolean between(double before, double after);
    }

    /** The shifts in a series in time order, the first first. */
    public static List<LevelShift> in(double[] values, Notable notable) {
        if (values.length < 2 * LEAST) {
            return List.of();
        }
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, values.length));
        double[] apart = new double[values.length];
        measure(values, cuts, apart, LEAST, values.length - LEAST);
        int farthest = farthest(apart);
        while (chance(apart, farthest) * values.length * ONE_IN < 1) {
            int at = exactly(values, cuts, farthest);
            cuts.add(at);
            measure(values, cuts, apart, at - WINDOW, at + WINDOW);
            farthest = farthest(apart);
        }
        return kept(values, cuts, notable);
    }

    /** How much neighbours happen to be alike moves the place that is surest a little off the one that parts best. */
    private static int exactly(double[] values, TreeSet<Integer> cuts, int near) {
        int best = near;
        for (int at = near - LEAST; at <= near + LEAST; at++) {
            if (compared(values, cuts, at).deviations()
                    > compared(values, cuts, best).deviations()) {
                best = at;
            }
        }
        return best;
    }

    private static void measure(double[] values, TreeSet<Integer> cuts, double[] apart, int first, int last) {
        for (int at = Math.max(first, 1); at <= Math.min(last, values.length - 1); at++) {
            apart[at] = compared(values, cuts, at).sure();
        }
    }

    private static RankSum compared(double[] values, TreeSet<Integer> cuts, int at) {
        int start = Math.max(at - WINDOW, floor(cuts, at));
        int end = Math.min(at + WINDOW, ceiling(cuts, at));
        boolean enough = at - start >= LEAST && end - at >= LEAST && !cuts.contains(at);
        return enough ? RankSum.of(values, start, at, end) : RankSum.NOTHING;
    }

    private static int floor(TreeSet<Integer> cuts, int at) {
        Integer cut = cuts.lower(at);
        return cut == null ? 0 : cut;
    }

    private static int ceiling(TreeSet<Integer> cuts, int at) {
        Integer cut = cuts.higher(at);
        return cut == null ? at : cut;
    }

    private static int farthest(double[] apart) {
        int best = 0;
        for (int at = 1; at < apart.length; at++) {
            best = apart[at] > apart[best] ? at : best;
        }
        return best;
    }

    /** No less than the chance to be so far apart, on either side: the tail of the normal distribution by Mills' bound. */
    private static double chance(double[] apart, int at) {
        double deviations = apart[at];
        return deviations < 1 ? 1 : 2 * Math.exp(-deviations * deviations / 2) / (deviations * Math.sqrt(2 * Math.PI));
    }

    /** Drops the least of the cuts that do not carry a shift until all that are left do. */
    private static List<LevelShift> kept(double[] values, TreeSet<Integer> cuts, Notable notable) {
        List<LevelShift> shifts = between(values, cuts);
        while (true) {
            LevelShift weakest = null;
            for (LevelShift shift : shifts) {
                boolean weak = !shift.outlasts(values, cuts) || !notable.between(shift.before, shift.after);
                if (weak && (weakest == null || shift.size() < weakest.size())) {
                    weakest = shift;
                }
            }
            if (weakest == null) {
                return shifts;
            }
            cuts.remove(weakest.at);
            shifts = between(values, cuts);
        }
    }

    private static List<LevelShift> between(double[] values, TreeSet<Integer> cuts) {
        List<LevelShift> shifts = new ArrayList<>();
        for (int at : cuts) {
            if (at > 0 && at < values.length) {
                int start = floor(cuts, at);
                int end = ceiling(cuts, at);
                double before = median(Arrays.copyOfRange(values, start, at));
                double after = median(Arrays.copyOfRange(values, at, end));
                shifts.add(new LevelShift(at, before, after, at - start, end - at));
            }
        }
        return shifts;
    }

    private double size() {
        return Math.abs(after - before);
    }

    private boolean outlasts(double[] values, TreeSet<Integer> cuts) {
        double scatter = Math.max(
                scatter(Arrays.copyOfRange(values, floor(cuts, at), at), before),
                scatter(Arrays.copyOfRange(values, at, ceiling(cuts, at)), after));
        return size() > scatter;
    }

    /** The median distance from the median. */
    private static double scatter(double[] values, double median) {
        return median(
                Arrays.stream(values).map(value -> Math.abs(value - median)).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}

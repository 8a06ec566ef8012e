package dev.misstep.log;

import java.util.Arrays;
import java.util.List;

/**
 * Which row of a frame is which of the vertices known so far, told by names that are cut and by order alone. The order
 * never changes, and what begins comes to stand last; but a frame that would be taller than the terminal leaves out what has
 * ended, so a vertex may first be seen between two that are known (BuildKit, progressui/display.go, wrapHeight).
 *
 * <p>Where more than one vertex may be meant, none is: what is told of one must not be told of another.
 */
final class TtyAlignment {
    /** A row of no vertex that is known. */
    static final int NEW = -1;
    /** A row that may be of several vertices. */
    static final int UNCLEAR = -2;

    private final List<TtyVertex> known;
    private final List<TtyRow> rows;
    private final int[] places;
    private boolean whole;
    private long compared;

    private TtyAlignment(List<TtyVertex> known, List<TtyRow> rows) {
        this.known = known;
        this.rows = rows;
        this.places = new int[rows.size()];
    }

    /**
     * Aligns a frame.
     *
     * @param known in their order
     * @param first how many of them are certain to be the first that there are, without a gap
     * @param budget how many names may be compared; beyond that, rows are unclear
     */
    static TtyAlignment of(List<TtyVertex> known, int first, TtyFrame frame, long budget) {
        TtyAlignment alignment = new TtyAlignment(known, frame.rows);
        // a first frame that left out what had ended already was taken for the beginning
        alignment.whole = !frame.resumed && (alignment.alignWhole(first) || (first > 0 && alignment.alignWhole(0)));
        if (!alignment.whole) {
            alignment.alignPart(budget);
        }
        return alignment;
    }

    /** Whether the frame shows all vertices that are known, so that with the new ones it tells their order. */
    boolean whole() {
        return whole;
    }

    /** The place of a row's vertex among those known, {@link #NEW} or {@link #UNCLEAR}. */
    int place(int row) {
        return places[row];
    }

    /** How many names were compared. */
    long compared() {
        return compared;
    }

    private boolean alignWhole(int first) {
        int count = known.size();
        if (rows.size() < count) {
            return false;
        }
        Arrays.fill(places, NEW);
        for (int i = 0; i < first; i++) {
            if (!mayBe(i, i)) {
                return false;
            }
            places[i] = i;
        }
        int[] earliest = new int[count];
        int row = first;
        for (int i = first; i < count; i++) {
            while (row < rows.size() && !mayBe(i, row)) {
                row++;
            }
            if (row == rows.size()) {
                return false;
            }
            earliest[i] = row++;
        }
        row = rows.size() - 1;
        for (int i = count - 1; i >= first; i--) {
            while (!mayBe(i, row)) {
                row--;
            }
            if (earliest[i] == row) {
                places[row] = i;
            }
            row--;
        }
        return true;
    }

    private void alignPart(long budget) {
        boolean[] taken = new boolean[known.size()];
        int next = 0;
        for (int row = 0; row < places.length; row++) {
            places[row] = compared > budget ? UNCLEAR : placeOf(row, next, taken);
            if (places[row] >= 0) {
                taken[places[row]] = true;
                next = places[row] + 1;
            }
        }
    }

    private int placeOf(int row, int next, boolean[] taken) {
        TtyName name = rows.get(row).name;
        if (!name.hidesBracket() && next < taken.length && !taken[next] && equals(next, name)) {
            return next; // nearly all
        }
        int equal = NEW;
        int equals = 0;
        int fitting = NEW;
        boolean clear = !name.hidesBracket();
        for (int i = 0; i < taken.length; i++) {
            TtyName other = known.get(i).name;
            if (taken[i] || !mayBe(i, row)) {
                continue;
            }
            if (equals(i, name)) {
                equals++;
                equal = i;
            }
            clear &= fitting == NEW && other.fits(name) && !other.hidesBracket();
            fitting = i;
        }
        if (fitting == NEW) {
            return NEW;
        }
        return equals == 1 && !name.hidesBracket() ? equal : clear ? fitting : UNCLEAR;
    }

    private boolean equals(int place, TtyName name) {
        compared++;
        return known.get(place).name.text().equals(name.text());
    }

    private boolean mayBe(int place, int row) {
        compared++;
        TtyName name = known.get(place).name;
        TtyName shown = rows.get(row).name;
        return name.fits(shown) || name.isSharedWith(shown);
    }
}

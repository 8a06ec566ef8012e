package dev.misstep.log;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One drawing of the display, as far as it was read. */
final class TtyFrame {
    // "sha256:… 1.05MB / 3.40MB", "extracting sha256:…", also cut
    private static final Pattern LAYER = Pattern.compile("(?:extracting |pulling )?sha256:[0-9a-f]{1,64}(?: .*)?");

    /** By how much a row's seconds and a part's may differ, of which both are rounded. */
    private static final double ROUNDING = 0.15;

    private static final int MIN_NAME = 12;
    private static final int LONGEST_SIZES = "999.99MB / 999.99MB".length();
    /** The arrow, and the blanks that part name, sizes and seconds. */
    private static final int AROUND = " => ".length() + 3;

    /** {@code null} where the log begins within it. */
    final @Nullable TtyHeader header;
    /** Whether it goes on after other text, so that its rows are not all there are. */
    final boolean resumed;

    final List<TtyRow> rows = new ArrayList<>();
    /** Whether colours tell something: they do not where even the header has one. */
    boolean colours = true;
    /** Whether something was read that stands behind its last row. */
    boolean complete;
    /** How many columns the widest row takes, or 0 before anybody asked. */
    private int widest;
    /** Whether nothing stands below the last row yet, so that a rest of it may come. */
    private boolean lastIsRow;
    /** Whether a part has no seconds yet, so that a rest of it may come. */
    private boolean partIsOpen;

    TtyFrame(@Nullable TtyHeader header, boolean resumed) {
        this.header = header;
        this.resumed = resumed;
    }

    void add(TtyRow row) {
        if (lastIsRow && rows.get(rows.size() - 1).isStepAgain(row)) {
            return; // the line stands twice
        }
        if (rows.size() < BuildDraft.MAX_VERTICES) {
            rows.add(row);
            lastIsRow = true;
            partIsOpen = false;
        }
    }

    /** Takes what stands below a row. */
    void add(TtyLine below) {
        partIsOpen = below.kind() == TtyLine.Kind.PART && below.seconds() == null;
        if (rows.isEmpty()) {
            return;
        }
        TtyRow row = rows.get(rows.size() - 1);
        if (below.kind() == TtyLine.Kind.WINDOW) {
            row.windowLines++;
        } else if (below.kind() == TtyLine.Kind.PART) {
            boolean layer = LAYER.matcher(below.text()).matches();
            row.fetched |= layer;
            row.partTookLonger |=
                    layer && below.seconds() != null && row.seconds != null && below.seconds() > row.seconds + ROUNDING;
        }
        lastIsRow = below.kind() != TtyLine.Kind.PART && lastIsRow;
    }

    /**
     * Takes the rest of a row that a narrower terminal broke: its seconds, perhaps behind the end of its name. A part's
     * seconds are of no use.
     */
    boolean continues(TtyLine line) {
        if (line.seconds() == null) {
            return false;
        }
        boolean open = partIsOpen;
        partIsOpen = false;
        if (lastIsRow && !open) {
            TtyRow row = rows.get(rows.size() - 1);
            open = row.seconds == null;
            if (open || line.kind() == TtyLine.Kind.SECONDS) {
                row.continues(line.seconds());
            }
        }
        return open || line.kind() == TtyLine.Kind.SECONDS;
    }

    /**
     * Whether the terminal may be too narrow for the rows of transfers below this row, which are left out where fewer than 12
     * columns would be left for their names ({@code 999.99MB / 999.99MB} takes the most). The widest row tells how wide it is
     * at least. To be asked when all rows are there.
     */
    boolean mayHideTransfers(TtyRow row) {
        if (widest == 0) {
            widest = rows.stream().mapToInt(TtyRow::columns).max().orElse(0);
        }
        int seconds = row.secondsLength();
        return seconds > 0 && widest < MIN_NAME + LONGEST_SIZES + AROUND + seconds;
    }

    /** The file ends here: a row without seconds may be cut off within its name. */
    void cut() {
        if (lastIsRow && rows.get(rows.size() - 1).seconds == null) {
            rows.remove(rows.size() - 1);
        }
    }
}

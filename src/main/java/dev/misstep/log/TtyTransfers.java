package dev.misstep.log;

/**
 * What frames tell of whether layers were transferred for one vertex. Rows of transfers name no vertex, they stand below its
 * row and stay there; so where one frame alone has them there, or lacks them, a row of that frame may be lost or have changed
 * places with the next.
 */
final class TtyTransfers {
    /** In how many of the frames that tell it has transfers. */
    private int seen;
    /** Whether its last row has some. */
    private boolean present;
    /** In how many later ones it has none. */
    private int missed;
    /** Whether something speaks against those it has. */
    private boolean doubted;
    /** Whether those in its last frame may be another vertex' than the row they stand below. */
    private boolean near;
    /** Whether any stood below it before a frame told whose they are. */
    private boolean early;

    /** A frame that leaves nothing out around its row. */
    void of(TtyRow row) {
        near = false;
        present = row.fetched;
        if (row.fetched) {
            seen++;
        } else if (seen > 0) {
            missed++;
        }
    }

    /** A frame in which what stands below its row may be of another, whose own row gave way. */
    void near(TtyRow row) {
        near |= row.fetched;
        present = row.fetched;
        early |= row.fetched && seen == 0;
    }

    /** In the frame taken last they stand beside a row that lost or gained them, or below one that had ended before. */
    void doubt() {
        doubted = true;
        near = true;
    }

    boolean gained() {
        return seen == 1 && missed == 0;
    }

    boolean lost() {
        return seen > 0 && missed == 1;
    }

    /** Doubts those of two vertices, whose rows stand one above the other, where some may stand a row too high or too low. */
    static void compare(TtyTransfers above, TtyTransfers below) {
        if ((above.gained() && !above.certain()) || (above.present && below.vanished())) {
            below.doubt();
        }
        if (above.vanished() && below.gained()) {
            above.doubt();
            below.doubt();
        }
    }

    private boolean vanished() {
        return early && seen == 0 && !present;
    }

    /** Whether there were transfers. */
    boolean certain() {
        return seen > 1 || (gained() && (early || !doubted));
    }

    /** Whether there may have been. */
    boolean possible() {
        return certain() || near || (seen == 1 && missed <= 1);
    }
}

package dev.misstep.cli;

import dev.misstep.report.ByteSize;
import java.util.Collection;
import java.util.List;

/**
 * How far a piece of a vertex' work is: a transfer, the download of a layer.
 *
 * @param name what the builder calls it: {@code transferring context:}, {@code sha256:…}, {@code exporting layers}
 * @param current bytes done
 * @param total bytes in all, 0 where that is not known
 */
record WorkPiece(String name, long current, long total, boolean completed) {
    private static final int SHORT_DIGEST = "sha256:".length() + 12;

    /** Whether something of the user's is sent to the builder. */
    boolean isTransfer() {
        return name.startsWith("transferring ");
    }

    /** What those that are under way do, in the words of {@code docker build}; empty where none is. */
    static String text(Collection<WorkPiece> pieces) {
        List<WorkPiece> working =
                pieces.stream().filter(piece -> !piece.completed()).toList();
        if (working.isEmpty()) {
            return "";
        }
        if (working.size() == 1) {
            WorkPiece piece = working.get(0);
            return (piece.shortName() + " " + size(piece.current(), piece.total())).strip();
        }
        long current = working.stream().mapToLong(WorkPiece::current).sum();
        boolean known = working.stream().allMatch(piece -> piece.total() > 0);
        long total = known ? working.stream().mapToLong(WorkPiece::total).sum() : 0;
        return (working.size() + " at a time " + size(current, total)).strip();
    }

    private static String size(long current, long total) {
        if (total > 0) {
            return ByteSize.of(current) + " / " + ByteSize.of(total);
        }
        return current > 0 ? ByteSize.of(current) : "";
    }

    private String shortName() {
        int digest = name.indexOf("sha256:");
        return digest >= 0 && name.length() > digest + SHORT_DIGEST ? name.substring(0, digest + SHORT_DIGEST) : name;
    }
}

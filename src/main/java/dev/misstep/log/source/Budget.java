package dev.misstep.log.source;

import org.jspecify.annotations.Nullable;

/** What one file has used up of its {@link Limits}. */
final class Budget {
    final Limits limits;
    private long inflated;
    private int members;

    Budget(Limits limits) {
        this.limits = limits;
    }

    /**
     * Counts bytes that came out of a decompressor.
     *
     * @param bytes how many now
     * @param member how many of this member so far, these included
     * @param packed how many packed bytes they came from
     * @return why no more is to be inflated, or {@code null}
     */
    @Nullable
    String inflate(long bytes, long member, long packed) {
        inflated += bytes;
        if (member > limits.free() && member / Math.max(1, packed) >= limits.ratio()) {
            return "inflates to more than " + limits.ratio()
                    + " times its size, as no log does; it was read up to there";
        }
        if (member >= limits.member()) {
            return "inflates to more than " + size(limits.member()) + "; it was read up to there";
        }
        if (isSpent()) {
            return "makes the whole inflate to more than " + size(limits.total()) + "; it was read up to there";
        }
        return null;
    }

    /** Whether nothing more may be inflated. */
    boolean isSpent() {
        return inflated >= limits.total();
    }

    /** Counts a member; false where it is one too many. */
    boolean takeMember() {
        return ++members <= limits.members();
    }

    static String size(long bytes) {
        return bytes >= 1L << 30 && bytes % (1L << 30) == 0
                ? (bytes >> 30) + " GiB"
                : bytes >= 1L << 20 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }
}

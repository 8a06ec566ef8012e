package dev.misstep.build;

/** Whether a text is another one but for a character that was lost, added or changed on its way, or two that were swapped. */
public final class LikeText {
    /** A change counts one, a swap two. */
    private static final int EDITS = 2;

    private LikeText() {}

    /** Whether the text is like the other, and not equal to it. */
    public static boolean is(String text, String other) {
        return Math.abs(text.length() - other.length()) <= EDITS
                && !text.equals(other)
                && distance(text, other, false) <= EDITS;
    }

    /** Whether the text has a part like the other, or equal to it. */
    public static boolean holds(String text, String other) {
        return text.contains(other) || distance(text, other, true) <= EDITS;
    }

    /** The edits that make the other of the text or, where parts count, of the nearest part of it. */
    private static int distance(String text, String other, boolean parts) {
        int[] before = new int[other.length() + 1];
        int[] now = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        int nearest = before[other.length()];
        for (int i = 1; i <= text.length(); i++) {
            now[0] = parts ? 0 : i;
            for (int j = 1; j < now.length; j++) {
                int changed = before[j - 1] + (text.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
            }
            int[] swap = before;
            before = now;
            now = swap;
            nearest = Math.min(nearest, before[other.length()]);
        }
        return parts ? nearest : before[other.length()];
    }
}

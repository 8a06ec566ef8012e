package dev.misstep.build;

/** Whether a text is another one but for a character that was lost, added or changed on its way, or two that were swapped. */
public final class LikeText {
    /** A change counts one, a swap two. */
    private static final int EDITS = 2;

    private LikeText() {}

    /** Whether the text is like the other, and not equal to it. */
    public static boolean is(String text, String other) {
        int shorter = Math.min(text.length(), other.length());
        int longer = Math.max(text.length(), other.length());
        if (longer - shorter > 1) {
            return false;
        }
        int front = 0;
        while (front < shorter && text.charAt(front) == other.charAt(front)) {
            front++;
        }
        int back = 0;
        while (back < shorter - front
                && text.charAt(text.length() - 1 - back) == other.charAt(other.length() - 1 - back)) {
            back++;
        }
        int different = longer - front - back;
        boolean swapped = different == 2
                && text.length() == other.length()
                && text.charAt(front) == other.charAt(front + 1)
                && text.charAt(front + 1) == other.charAt(front);
        return different == 1 || swapped;
    }

    /** Whether the text has a part like the other, or equal to it. */
    public static boolean holds(String text, String other) {
        return text.contains(other) || distance(text, other, true) <= EDITS;
    }

    /** Whether a beginning of the text is the other but for so many characters that were lost, added or changed. */
    public static boolean begins(String text, String other, int edits) {
        if (text.length() < other.length() - edits) {
            return false;
        }
        String beginning = text.substring(0, Math.min(text.length(), other.length() + edits));
        return distance(beginning, other, false) <= edits;
    }

    /** The edits that make the other of the nearest beginning of the text, or of the nearest part anywhere in it. */
    private static int distance(String text, String other, boolean anywhere) {
        int[] before = new int[other.length() + 1];
        int[] now = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        int nearest = other.length();
        for (int i = 1; i <= text.length(); i++) {
            now[0] = anywhere ? 0 : i;
            for (int j = 1; j < now.length; j++) {
                int changed = before[j - 1] + (text.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
            }
            int[] swap = before;
            before = now;
            now = swap;
            nearest = Math.min(nearest, before[other.length()]);
        }
        return nearest;
    }
}

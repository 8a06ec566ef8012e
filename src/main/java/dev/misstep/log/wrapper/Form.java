package dev.misstep.log.wrapper;

/** Looks at the characters of a line where a regular expression would take too long. */
final class Form {
    private Form() {}

    /** Whether the line has that form at that place: {@code 0} stands for any digit, all else for itself. */
    static boolean at(String line, int from, String form) {
        if (from < 0 || line.length() - from < form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = line.charAt(from + i);
            char wanted = form.charAt(i);
            if (wanted == '0' ? !isDigit(c) : c != wanted) {
                return false;
            }
        }
        return true;
    }

    /** The number that the digits between two places write. */
    static int number(String line, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + line.charAt(i) - '0';
        }
        return value;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The first place from there on that has no digit. */
    static int digits(String line, int from) {
        int i = from;
        while (i < line.length() && isDigit(line.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The first place from there on that has no terminal code which moves or colours: {@code ESC [ 36m}. */
    static int codes(String line, int from) {
        int i = from;
        while (i + 1 < line.length() && line.charAt(i) == '\u001b' && line.charAt(i + 1) == '[') {
            int end = i + 2;
            while (end < line.length() && (isDigit(line.charAt(end)) || line.charAt(end) == ';')) {
                end++;
            }
            if (end == line.length() || !Character.isLetter(line.charAt(end))) {
                return i;
            }
            i = end + 1;
        }
        return i;
    }

    /** The text behind a place and one blank, which some systems drop from a line that has nothing else. */
    static String behind(String line, int from) {
        boolean blank = from < line.length() && line.charAt(from) == ' ';
        return line.substring(Math.min(line.length(), blank ? from + 1 : from));
    }

    /** Whether a blank follows, or nothing at all. */
    static boolean blankAt(String line, int at) {
        return at == line.length() || (at < line.length() && line.charAt(at) == ' ');
    }
}

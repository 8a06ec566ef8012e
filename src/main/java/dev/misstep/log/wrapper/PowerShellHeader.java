package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.List;

/** Follows the header around the first line of a program's standard error, in whatever language. */
final class PowerShellHeader {
    /** Lines that a header takes in a narrow console. */
    private static final int MAX_LINES = 40;

    private static final int LONGEST_PROGRAM = 80;

    /** What a line is. */
    enum Verdict {
        OUTSIDE,
        /** It may be of a header. */
        WITHIN,
        /** It is the last line of one. */
        ENDS,
        /** What seemed to be a header was none. */
        BROKEN
    }

    private final List<String> rows = new ArrayList<>();

    Verdict accept(String line) {
        if (rows.isEmpty()) {
            if (programEnd(line) == 0) {
                return Verdict.OUTSIDE;
            }
            rows.add(line);
            return Verdict.WITHIN;
        }
        rows.add(line);
        if (endsWith("NativeCommandError") && rows.stream().anyMatch(row -> row.startsWith("+ "))) {
            return Verdict.ENDS;
        }
        boolean builds = BuildText.beginning(line) == 0 || BuildText.terminal(line) == 0;
        if (rows.size() > MAX_LINES || builds || line.isBlank()) {
            rows.clear();
            return Verdict.BROKEN;
        }
        return Verdict.WITHIN;
    }

    /** Whether the rows end with that word, which may be wrapped too: {@code NativeCommand}, {@code    Error}. */
    private boolean endsWith(String word) {
        StringBuilder end = new StringBuilder();
        for (int i = rows.size() - 1; i > 0 && end.length() < word.length(); i--) {
            end.insert(0, rows.get(i).strip());
        }
        return end.length() >= word.length()
                && end.substring(end.length() - word.length()).equals(word);
    }

    /** The console's width, of a header that has ended; 0 where none of its rows had to be wrapped. */
    int width() {
        boolean category = false;
        int longest = 0;
        boolean wrapped = false;
        for (String row : rows) {
            longest = Math.max(longest, row.length());
            wrapped |= category && !row.startsWith("    + ");
            category |= row.startsWith("    + ");
        }
        return wrapped ? longest : 0;
    }

    /** Forgets a header that has ended. */
    void forget() {
        rows.clear();
    }

    /** The program's own line of a header that has ended. */
    String text(int width) {
        int position = 1;
        while (position < rows.size() && !rows.get(position).startsWith("+ ")) {
            position++;
        }
        String first = rows.get(0);
        StringBuilder text = new StringBuilder(first.substring(programEnd(first)));
        for (int i = 1; i < position - 1; i++) { // the row above the first "+ " tells where: "At line:1 char:1"
            PowerShellUnwrapper.join(text, rows.get(i), rows.get(i - 1).length() == width);
        }
        return text.toString();
    }

    /** {@code docker : }, {@code C:\bin\docker.exe : }; 0 where the line begins otherwise. */
    private static int programEnd(String line) {
        int colon = line.indexOf(" : ");
        boolean program = colon > 0 && colon < LONGEST_PROGRAM && line.lastIndexOf(' ', colon - 1) < 0;
        return program ? colon + 3 : 0;
    }
}

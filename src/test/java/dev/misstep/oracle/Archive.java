package dev.misstep.oracle;

import java.util.Locale;

/** A tar archive of one file, as the text that it is: it has no byte above 127. */
final class Archive {
    /** What its file is called. */
    static final String NAME = "packed.txt";

    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 11;
    private static final int SUM_AT = 148;

    private Archive() {}

    /** @param content shorter than a block */
    static String of(String content) {
        StringBuilder header = new StringBuilder(NAME + "\0".repeat(100 - NAME.length()));
        header.append("0000644\0").append("0000000\0").append("0000000\0");
        header.append(String.format(Locale.ROOT, "%011o", content.length())).append('\0');
        header.append("00000000000\0").append(" ".repeat(8)).append('0').append("\0".repeat(100));
        header.append("ustar\00000");
        header.append("\0".repeat(BLOCK - header.length()));
        String sum = String.format(Locale.ROOT, "%06o", header.chars().sum());
        header.replace(SUM_AT, SUM_AT + 8, sum + "\0 ");
        return header + content + "\0".repeat(BLOCK - content.length()) + "\0".repeat(2 * BLOCK);
    }

    static boolean is(String text) {
        return text.startsWith(NAME + "\0");
    }

    /** What is in its file. */
    static String content(String archive) {
        int size = Integer.parseInt(archive.substring(SIZE_AT, SIZE_AT + SIZE_LENGTH), 8);
        return archive.substring(BLOCK, BLOCK + size);
    }
}

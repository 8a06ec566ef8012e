package dev.misstep.context;

import java.nio.charset.StandardCharsets;

/** A SHA-256 as text: 64 hex digits in lower case. There is one for each file, so neither expressions nor formats. */
final class HexDigest {
    private static final int DIGITS = 64;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private HexDigest() {}

    static String of(byte[] digest) {
        return of(digest, 0);
    }

    /** The 32 bytes from a place on. */
    static String of(byte[] bytes, int from) {
        byte[] text = new byte[DIGITS];
        for (int i = 0; i < DIGITS / 2; i++) {
            text[2 * i] = HEX[bytes[from + i] >> 4 & 0xf];
            text[2 * i + 1] = HEX[bytes[from + i] & 0xf];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    static boolean is(String text) {
        if (text.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}

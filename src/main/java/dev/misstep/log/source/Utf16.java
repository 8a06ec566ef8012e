package dev.misstep.log.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A text in UTF-16 as UTF-8, without its byte-order mark: what PowerShell 5 writes with {@code >}. */
final class Utf16 extends InputStream {
    private static final char MARK = '\uFEFF';
    /** Characters at a text's beginning that must look like UTF-16 where no mark says so. */
    private static final int LOOKED_AT = 16;

    private final InputStreamReader reader;
    private final char[] chars = new char[8192];
    /** A first half of a pair whose second half is still to be read. */
    private int kept;

    private byte[] bytes = {};
    private int at;
    private boolean begun;

    Utf16(InputStream in, Charset charset) {
        this.reader = new InputStreamReader(in, charset);
    }

    /** UTF-16 where half of a beginning is Latin, with a NUL in every character; otherwise {@link Packing#TEXT}. */
    static Packing withoutMark(byte[] head) {
        int pairs = head.length / 2;
        int[] zeros = new int[2];
        for (int i = 0; i < pairs * 2; i++) {
            if (head[i] == 0) {
                zeros[i % 2]++;
            }
        }
        // U+4E00 and a few more have a NUL as their other byte
        if (pairs < LOOKED_AT || Math.min(zeros[0], zeros[1]) > pairs / 16) {
            return Packing.TEXT;
        }
        return zeros[1] >= pairs / 2 ? Packing.UTF_16LE : zeros[0] >= pairs / 2 ? Packing.UTF_16BE : Packing.TEXT;
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (at == bytes.length) {
            int count = reader.read(chars, kept, chars.length - kept);
            if (count < 0 && kept == 0) {
                return false;
            }
            int end = kept + Math.max(0, count);
            kept = count >= 0 && end > 0 && Character.isHighSurrogate(chars[end - 1]) ? 1 : 0;
            int from = !begun && end > 0 && chars[0] == MARK ? 1 : 0;
            begun = true;
            bytes = new String(chars, from, Math.max(0, end - kept - from)).getBytes(StandardCharsets.UTF_8);
            at = 0;
            if (kept == 1) {
                chars[0] = chars[end - 1];
            }
        }
        return true;
    }
}

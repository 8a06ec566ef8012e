package dev.misstep.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads rawjson's messages that hold a single piece of output and nothing else, which make up most of a long stream:
 *
 * <pre>{"logs":[{"vertex":"sha256:…","stream":1,"data":"aGkK","timestamp":"2024-05-29T08:19:38.6Z"}]}</pre>
 *
 * as Go writes them (BuildKit, client/graph.go). Of the output nothing but the number of its lines is wanted.
 */
final class LogMessages implements BulkLines {
    /** The stream of a vertex, as last looked up. */
    private record Known(byte[] digest, byte stream, OutputLineCount count) {}

    private static final byte[] HEAD = ascii("{\"logs\":[{\"vertex\":\"sha256:");
    private static final byte[] STREAM = ascii("\",\"stream\":");
    private static final byte[] DATA = ascii(",\"data\":\"");
    private static final byte[] TIME = ascii("\",\"timestamp\":\"");
    private static final byte[] TAIL = ascii("\"}]}\n");
    private static final int DIGEST = 64;
    private static final int SLOT_BITS = 12;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final byte[] SEXTETS = sextets();
    private static final byte NO_SEXTET = -1;

    private final Function<String, @Nullable OutputLineCount> counts;
    private final @Nullable Known[] known = new Known[1 << SLOT_BITS];
    private int lines;
    /** What {@link #data} found: line ends, and whether the last byte is another. */
    private int newlines;

    private boolean endsOpen;

    /** @param counts the count of {@code sha256:…/1}; {@code null} for a vertex that was not announced */
    LogMessages(Function<String, @Nullable OutputLineCount> counts) {
        this.counts = counts;
    }

    @Override
    public int pass(byte[] bytes, int from, int to) {
        lines = 0;
        int start = from;
        while (true) {
            int end = message(bytes, start, to);
            if (end < 0) {
                return start;
            }
            lines++;
            start = end;
        }
    }

    @Override
    public int lines() {
        return lines;
    }

    /** Where the line behind a message begins; -1 where there is no such message. */
    private int message(byte[] bytes, int from, int to) {
        int digest = behind(HEAD, bytes, from, to);
        int stream = digest < 0 ? -1 : behind(STREAM, bytes, digest + DIGEST, to);
        int data = stream < 0 ? -1 : behind(DATA, bytes, stream + 1, to);
        int dataEnd = data < 0 ? -1 : data(bytes, data, to);
        int time = dataEnd < 0 ? -1 : behind(TIME, bytes, dataEnd, to);
        int end = time < 0 ? -1 : behind(TAIL, bytes, timeEnd(bytes, time, to), to);
        if (end < 0) {
            return -1;
        }
        OutputLineCount count = count(bytes, digest, bytes[stream]);
        if (count == null) {
            return -1;
        }
        if (dataEnd > data) {
            count.add(newlines, endsOpen);
        }
        return end;
    }

    private static int behind(byte[] what, byte[] bytes, int from, int to) {
        int end = from + what.length;
        return end <= to && Arrays.equals(bytes, from, end, what, 0, what.length) ? end : -1;
    }

    private static int timeEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to
                && (bytes[i] >= '0' && bytes[i] <= ':'
                        || bytes[i] == '-'
                        || bytes[i] == 'T'
                        || bytes[i] == '.'
                        || bytes[i] == 'Z'
                        || bytes[i] == '+')) {
            i++;
        }
        return i;
    }

    /** Counts line ends in Base64; returns where it ends, or -1 where it is none. */
    private int data(byte[] bytes, int from, int to) {
        newlines = 0;
        int i = from;
        int last = 0;
        for (; i + 4 <= to; i += 4) {
            int a = SEXTETS[bytes[i] & 0xff];
            int b = SEXTETS[bytes[i + 1] & 0xff];
            int c = SEXTETS[bytes[i + 2] & 0xff];
            int d = SEXTETS[bytes[i + 3] & 0xff];
            if ((a | b | c | d) < 0) {
                break;
            }
            int three = a << 18 | b << 12 | c << 6 | d;
            newlines += (three >> 16 == '\n' ? 1 : 0) + ((three >> 8 & 0xff) == '\n' ? 1 : 0);
            last = three & 0xff;
            newlines += last == '\n' ? 1 : 0;
        }
        if (i < to && bytes[i] != '"') {
            i = padded(bytes, i, to);
            return i; // what follows is checked there
        }
        endsOpen = last != '\n';
        return i;
    }

    /** The last group, {@code aGk=} or {@code aA==}; -1 where it is none. */
    private int padded(byte[] bytes, int i, int to) {
        if (i + 4 > to || bytes[i + 3] != '=') {
            return -1;
        }
        int a = SEXTETS[bytes[i] & 0xff];
        int b = SEXTETS[bytes[i + 1] & 0xff];
        boolean two = bytes[i + 2] == '=';
        int c = two ? 0 : SEXTETS[bytes[i + 2] & 0xff];
        if ((a | b | c) < 0) {
            return -1;
        }
        int first = a << 2 | b >> 4;
        int second = (b & 0xf) << 4 | c >> 2;
        newlines += (first == '\n' ? 1 : 0) + (!two && second == '\n' ? 1 : 0);
        endsOpen = (two ? first : second) != '\n';
        return i + 4;
    }

    private @Nullable OutputLineCount count(byte[] bytes, int digest, byte stream) {
        int slot = (int) ((NewlineSearch.word(bytes, digest) + stream) * SPREAD >>> (Long.SIZE - SLOT_BITS));
        Known found = known[slot];
        if (found != null
                && found.stream == stream
                && Arrays.equals(found.digest, 0, DIGEST, bytes, digest, digest + DIGEST)) {
            return found.count;
        }
        String key = "sha256:" + new String(bytes, digest, DIGEST, StandardCharsets.ISO_8859_1) + "/" + (char) stream;
        OutputLineCount count = stream == '1' || stream == '2' ? counts.apply(key) : null;
        if (count != null) {
            known[slot] = new Known(Arrays.copyOfRange(bytes, digest, digest + DIGEST), stream, count);
        }
        return count;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sextets() {
        byte[] table = new byte[256];
        Arrays.fill(table, NO_SEXTET);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            table[alphabet.charAt(i)] = (byte) i;
        }
        return table;
    }
}

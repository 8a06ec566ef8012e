package dev.misstep.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads rawjson's messages that hold nothing but output or nothing but progress, which make up most of a long stream:
 *
 * <pre>
 * {"logs":[{"vertex":"sha256:…","stream":1,"data":"aGkK","timestamp":"2024-05-29T08:19:38.6Z"}]}
 * {"statuses":[{"id":"transferring context:","vertex":"sha256:…","total":9,"current":3,"timestamp":"…","started":"…"}]}
 * </pre>
 *
 * as Go writes them (BuildKit, client/graph.go). Of the output nothing but the number of its lines is wanted, of progress
 * whether it is a layer's.
 */
final class LogMessages implements BulkLines {
    /** The stream of a vertex, as last looked up. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    private record Known(byte[] digest, byte stream, OutputLineCount count) {}

    /** A piece of output of the message that is being read; counted once the whole message is known to be one. */
    private record Piece(OutputLineCount count, int newlines, boolean endsOpen) {}

    private static final byte[] LOGS = ascii("{\"logs\":[");
    private static final byte[] VERTEX = ascii("{\"vertex\":\"sha256:");
    private static final byte[] STREAM = ascii("\",\"stream\":");
    private static final byte[] DATA = ascii(",\"data\":\"");
    private static final byte[] TIME = ascii("\",\"timestamp\":\"");
    private static final byte[] QUOTED_END = ascii("\"}");
    private static final byte[] TAIL = ascii("]}\n");
    private static final byte[] STATUSES = ascii("{\"statuses\":[");
    private static final byte[] ID = ascii("{\"id\":\"");
    private static final byte[] OF_VERTEX = ascii("\",\"vertex\":\"sha256:");
    private static final byte[] NAME = ascii(",\"name\":\"");
    private static final List<byte[]> NUMBERS = List.of(ascii(",\"total\":"), ascii(",\"current\":"));
    private static final List<byte[]> TIMES =
            List.of(ascii(",\"timestamp\":\""), ascii(",\"started\":\""), ascii(",\"completed\":\""));
    private static final int NEWLINES = 0x0a0a0a;
    private static final int MAX_DIGITS = 18;
    private static final int DIGEST = 64;
    private static final int SLOT_BITS = 12;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final byte[] SEXTETS = sextets();
    private static final boolean[] OF_TIME = ofTime();
    private static final byte NO_SEXTET = -1;

    private final Function<String, @Nullable OutputLineCount> counts;
    private final @Nullable Known[] known = new Known[1 << SLOT_BITS];
    private final Consumer<String> layers;
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> layersOf = new HashSet<>();
    private int lines;
    /** What {@link #data} found: line ends, and whether the last byte is another. */
    private int newlines;

    private boolean endsOpen;

    /**
     * @param counts the count of {@code sha256:…/1}; {@code null} for a vertex that was not announced
     * @param layers hears of each vertex {@code sha256:…} that fetches a layer
     */
    LogMessages(Function<String, @Nullable OutputLineCount> counts, Consumer<String> layers) {
        this.counts = counts;
        this.layers = layers;
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
        int logs = behind(LOGS, bytes, from, to);
        if (logs >= 0) {
            return output(bytes, logs, to);
        }
        int statuses = behind(STATUSES, bytes, from, to);
        return statuses < 0 ? -1 : progress(bytes, statuses, to);
    }

    private int output(byte[] bytes, int from, int to) {
        pieces.clear();
        int i = piece(bytes, from, to);
        while (i >= 0 && i < to && bytes[i] == ',') {
            i = piece(bytes, i + 1, to);
        }
        int end = behind(TAIL, bytes, i, to);
        if (end >= 0) {
            pieces.forEach(piece -> piece.count.add(piece.newlines, piece.endsOpen));
        }
        return end;
    }

    private int piece(byte[] bytes, int from, int to) {
        int digest = behind(VERTEX, bytes, from, to);
        int stream = behind(STREAM, bytes, digest < 0 ? -1 : digest + DIGEST, to);
        int data = behind(DATA, bytes, stream < 0 ? -1 : stream + 1, to);
        int dataEnd = data < 0 ? -1 : data(bytes, data, to);
        int time = behind(TIME, bytes, dataEnd, to);
        int end = behind(QUOTED_END, bytes, time < 0 ? -1 : timeEnd(bytes, time, to), to);
        OutputLineCount count = end < 0 ? null : count(bytes, digest, bytes[stream]);
        if (count == null) {
            return -1;
        }
        if (dataEnd > data) {
            pieces.add(new Piece(count, newlines, endsOpen));
        }
        return end;
    }

    private int progress(byte[] bytes, int from, int to) {
        layersOf.clear();
        int i = status(bytes, from, to);
        while (i >= 0 && i < to && bytes[i] == ',') {
            i = status(bytes, i + 1, to);
        }
        int end = behind(TAIL, bytes, i, to);
        if (end >= 0) {
            layersOf.forEach(layers);
        }
        return end;
    }

    private int status(byte[] bytes, int from, int to) {
        int id = behind(ID, bytes, from, to);
        int idEnd = id < 0 ? -1 : textEnd(bytes, id, to);
        int digest = behind(OF_VERTEX, bytes, idEnd, to);
        int i = digest < 0 || digest + DIGEST >= to || bytes[digest + DIGEST] != '"' ? -1 : digest + DIGEST + 1;
        if (i < 0 || textEnd(bytes, digest, to) != i - 1) {
            return -1;
        }
        int name = behind(NAME, bytes, i, to);
        if (name >= 0) {
            int nameEnd = textEnd(bytes, name, to);
            i = nameEnd < 0 ? -1 : nameEnd + 1;
        }
        for (byte[] key : NUMBERS) {
            int number = behind(key, bytes, i, to);
            i = number < 0 ? i : numberEnd(bytes, number, to);
        }
        for (byte[] key : TIMES) {
            int time = behind(key, bytes, i, to);
            int timeEnd = time < 0 ? -1 : timeEnd(bytes, time, to);
            i = timeEnd < 0 ? i : timeEnd < to && bytes[timeEnd] == '"' ? timeEnd + 1 : -1;
        }
        if (i < 0 || i >= to || bytes[i] != '}') {
            return -1;
        }
        if (VertexOutput.isLayer(new String(bytes, id, idEnd - id, StandardCharsets.US_ASCII))) {
            layersOf.add("sha256:" + new String(bytes, digest, DIGEST, StandardCharsets.US_ASCII));
        }
        return i + 1;
    }

    /** Where plain ASCII text in quotes ends; -1 where it holds anything else. */
    private static int textEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '"') {
            if (bytes[i] < ' ' || bytes[i] == '\\') {
                return -1;
            }
            i++;
        }
        return i < to ? i : -1;
    }

    /** Where a number as Go writes them ends; -1 where it is none. */
    private static int numberEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        boolean isNumber = i > from && i - from <= MAX_DIGITS && (bytes[from] != '0' || i == from + 1);
        return isNumber ? i : -1;
    }

    /** Where it ends behind that text; -1 where another stands there. */
    private static int behind(byte[] what, byte[] bytes, int from, int to) {
        int end = from + what.length;
        if (from < 0 || end > to) {
            return -1;
        }
        int i = 0;
        for (; i + Long.BYTES <= what.length; i += Long.BYTES) {
            if (NewlineSearch.word(what, i) != NewlineSearch.word(bytes, from + i)) {
                return -1;
            }
        }
        for (; i < what.length; i++) {
            if (what[i] != bytes[from + i]) {
                return -1;
            }
        }
        return end;
    }

    private static int timeEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && OF_TIME[bytes[i] & 0xff]) {
            i++;
        }
        return i;
    }

    /** Counts line ends in Base64; returns where it ends, or -1 where it is none. */
    private int data(byte[] bytes, int from, int to) {
        newlines = 0;
        int i = from;
        int last = NEWLINES & 0xff; // of nothing
        for (; i + 4 <= to; i += 4) {
            int a = SEXTETS[bytes[i] & 0xff];
            int b = SEXTETS[bytes[i + 1] & 0xff];
            int c = SEXTETS[bytes[i + 2] & 0xff];
            int d = SEXTETS[bytes[i + 3] & 0xff];
            if ((a | b | c | d) < 0) {
                break;
            }
            int three = (a << 18 | b << 12 | c << 6 | d) ^ NEWLINES;
            last = three & 0xff;
            if ((three - 0x010101 & ~three & 0x808080) != 0) { // one of the three is 0
                newlines += (three >> 16 == 0 ? 1 : 0) + ((three >> 8 & 0xff) == 0 ? 1 : 0) + (last == 0 ? 1 : 0);
            }
        }
        if (i < to && bytes[i] != '"') {
            i = padded(bytes, i, to);
            return i; // what follows is checked there
        }
        endsOpen = last != 0;
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
        int slot = (int) (((NewlineSearch.word(bytes, digest) + stream) * SPREAD) >>> (Long.SIZE - SLOT_BITS));
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

    private static boolean[] ofTime() {
        boolean[] table = new boolean[256];
        for (byte of : ascii("0123456789:-T.Z+")) {
            table[of] = true;
        }
        return table;
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

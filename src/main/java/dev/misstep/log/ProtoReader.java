package dev.misstep.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the fields of one protobuf message (protobuf.dev, "Encoding"): {@link #next()}, then at most one of the value
 * methods. A value nobody asked for is skipped, so unknown fields do no harm. Every step moves forward within the given
 * bytes and every length is checked against them, so damaged bytes end in an exception, never in a hang.
 */
public final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] data;
    private final int end;
    private int at;
    private int field;
    private int wireType;
    private boolean pending;

    public ProtoReader(byte[] data) {
        this(data, 0, data.length);
    }

    private ProtoReader(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
    }

    /** Moves to the next field; false at the end of the message. */
    public boolean next() throws MalformedStatusException {
        if (pending) {
            skip();
        }
        if (at == end) {
            return false;
        }
        long tag = rawVarint();
        if (tag >>> 3 == 0 || tag >>> 3 > 0x1FFF_FFFFL) {
            throw malformed("field number " + (tag >>> 3));
        }
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        pending = true;
        return true;
    }

    /** The number of the current field. */
    public int field() {
        return field;
    }

    public long varint() throws MalformedStatusException {
        expect(VARINT);
        return rawVarint();
    }

    public byte[] bytes() throws MalformedStatusException {
        int from = delimited();
        return Arrays.copyOfRange(data, from, at);
    }

    /** Text; what is not UTF-8 becomes the replacement character. */
    public String string() throws MalformedStatusException {
        int from = delimited();
        return new String(data, from, at - from, StandardCharsets.UTF_8);
    }

    public ProtoReader message() throws MalformedStatusException {
        int from = delimited();
        return new ProtoReader(data, from, at);
    }

    private void skip() throws MalformedStatusException {
        pending = false;
        switch (wireType) {
            case VARINT -> rawVarint();
            case FIXED64 -> advance(8);
            case BYTES -> advance(rawVarint());
            case FIXED32 -> advance(4);
            default -> throw malformed("wire type " + wireType);
        }
    }

    private int delimited() throws MalformedStatusException {
        expect(BYTES);
        long length = rawVarint();
        int from = at;
        advance(length);
        return from;
    }

    private void expect(int type) throws MalformedStatusException {
        if (!pending || wireType != type) {
            throw malformed("field " + field + " with wire type " + wireType);
        }
        pending = false;
    }

    private void advance(long length) throws MalformedStatusException {
        if (length < 0 || length > end - at) {
            throw malformed("a length of " + Long.toUnsignedString(length));
        }
        at += (int) length;
    }

    private long rawVarint() throws MalformedStatusException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw malformed("an unfinished number");
            }
            byte next = data[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number of more than ten bytes");
    }

    private MalformedStatusException malformed(String what) {
        return new MalformedStatusException("no status message: " + what + " at byte " + at);
    }
}

package dev.misstep.engine.http2;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One frame (RFC 9113, section 4.1).
 *
 * @param stream 0 for the connection itself
 */
record Frame(int type, int flags, int stream, byte[] payload) {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    static final int HEAD = 9;
    /** What either side takes unless it says otherwise; we never do. */
    static final int LARGEST = 16384;
    /** What a side may say it takes (section 6.5.2). */
    static final int LARGEST_OF_ALL = (1 << 24) - 1;

    private static final int PRIORITY_BYTES = 5;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Reads the next frame, or gives {@code null} where the connection ends between two. */
    static @Nullable Frame read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & 0x7FFF_FFFF;
        if (length > LARGEST) {
            throw new Http2Exception(ErrorCode.FRAME_SIZE, "a frame of " + length + " bytes");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the connection ended within a frame");
        }
        Frame frame = new Frame(type, flags, stream, payload);
        frame.check();
        return frame;
    }

    /** What section 6 says of each kind: whether it belongs to a stream or to the connection, and how long it is. */
    private void check() throws Http2Exception {
        boolean placed = switch (type) {
            case DATA, HEADERS, RST_STREAM, PUSH_PROMISE, CONTINUATION -> stream != 0;
            case SETTINGS, PING, GOAWAY -> stream == 0;
            default -> true;
        };
        if (!placed) {
            throw new Http2Exception(ErrorCode.PROTOCOL, "a frame of type " + type + " on stream " + stream);
        }
        int length = payload.length;
        boolean sized = switch (type) {
            case RST_STREAM, WINDOW_UPDATE -> length == Integer.BYTES;
            case SETTINGS -> has(ACK) ? length == 0 : length % Setting.BYTES == 0;
            case PING -> length == Long.BYTES;
            case GOAWAY -> length >= 2 * Integer.BYTES;
            default -> true;
        };
        if (!sized) {
            throw new Http2Exception(ErrorCode.FRAME_SIZE, "a frame of type " + type + " with " + length + " bytes");
        }
    }

    /** The frame as it is sent. */
    byte[] bytes() {
        byte[] bytes = new byte[HEAD + payload.length];
        head(bytes, type, flags, stream, payload.length);
        System.arraycopy(payload, 0, bytes, HEAD, payload.length);
        return bytes;
    }

    /** Writes the nine bytes above a payload. */
    static void head(byte[] to, int type, int flags, int stream, int length) {
        to[0] = (byte) (length >> 16);
        to[1] = (byte) (length >> 8);
        to[2] = (byte) length;
        to[3] = (byte) type;
        to[4] = (byte) flags;
        putInt(to, 5, stream);
    }

    static void putInt(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 24);
        to[at + 1] = (byte) (value >> 16);
        to[at + 2] = (byte) (value >> 8);
        to[at + 3] = (byte) value;
    }

    static int getInt(byte[] from, int at) {
        return (from[at] & 0xFF) << 24
                | (from[at + 1] & 0xFF) << 16
                | (from[at + 2] & 0xFF) << 8
                | (from[at + 3] & 0xFF);
    }

    /** Where in the payload of DATA or HEADERS the content begins. */
    int contentFrom() throws Http2Exception {
        int from = (has(PADDED) ? 1 : 0) + (type == HEADERS && has(PRIORITY) ? PRIORITY_BYTES : 0);
        if (from > payload.length) {
            throw new Http2Exception(ErrorCode.PROTOCOL, "a frame shorter than its own head");
        }
        return from;
    }

    /** Where in the payload of DATA or HEADERS the content ends. */
    int contentTo() throws Http2Exception {
        int to = payload.length - (has(PADDED) ? payload[0] & 0xFF : 0);
        if (to < contentFrom()) {
            throw new Http2Exception(ErrorCode.PROTOCOL, "more padding than frame");
        }
        return to;
    }
}

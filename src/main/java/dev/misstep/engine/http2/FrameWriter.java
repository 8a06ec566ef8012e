package dev.misstep.engine.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is sent, frame by frame; a frame, and a header block, is never cut into by another thread's. */
final class FrameWriter {
    /** What a client begins with (RFC 9113, section 3.4). */
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final HeaderCodec codec = new HeaderCodec();

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** The first bytes of a connection: how much we take ahead of its being read, of one stream and of all. */
    void greet(boolean client, int streamWindow, int connectionWindow) throws IOException {
        ByteArrayOutputStream greeting = new ByteArrayOutputStream();
        if (client) {
            greeting.write(PREFACE);
        }
        byte[] settings = new byte[client ? 2 * Setting.BYTES : Setting.BYTES];
        setting(settings, 0, Setting.INITIAL_WINDOW, streamWindow);
        if (client) {
            setting(settings, Setting.BYTES, Setting.ENABLE_PUSH, 0);
        }
        greeting.write(new Frame(Frame.SETTINGS, 0, 0, settings).bytes());
        greeting.write(numbers(Frame.WINDOW_UPDATE, 0, connectionWindow - SendWindows.DEFAULT));
        write(greeting.toByteArray());
    }

    private static void setting(byte[] to, int at, int name, int value) {
        to[at] = (byte) (name >> 8);
        to[at + 1] = (byte) name;
        Frame.putInt(to, at + 2, value);
    }

    synchronized void headers(int stream, Headers headers, boolean last) throws IOException {
        byte[] block = codec.encode(headers);
        int flags = last ? Frame.END_STREAM : 0;
        int type = Frame.HEADERS;
        int at = 0;
        do {
            int length = Math.min(block.length - at, Frame.LARGEST);
            int end = at + length == block.length ? Frame.END_HEADERS : 0;
            write(new Frame(type, flags | end, stream, Arrays.copyOfRange(block, at, at + length)).bytes());
            type = Frame.CONTINUATION;
            flags = 0;
            at += length;
        } while (at < block.length);
    }

    void data(int stream, byte[] content, int from, int length, boolean last) throws IOException {
        byte[] frame = new byte[Frame.HEAD + length];
        Frame.head(frame, Frame.DATA, last ? Frame.END_STREAM : 0, stream, length);
        System.arraycopy(content, from, frame, Frame.HEAD, length);
        write(frame);
    }

    static byte[] acknowledgeSettings() {
        return new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]).bytes();
    }

    static byte[] windowUpdate(int stream, int bytes) {
        return numbers(Frame.WINDOW_UPDATE, stream, bytes);
    }

    static byte[] reset(int stream, int code) {
        return numbers(Frame.RST_STREAM, stream, code);
    }

    static byte[] ping(int flags, byte[] payload) {
        return new Frame(Frame.PING, flags, 0, payload).bytes();
    }

    void goAway(int lastStream, int code) throws IOException {
        write(numbers(Frame.GOAWAY, 0, lastStream, code));
    }

    private static byte[] numbers(int type, int stream, int... numbers) {
        byte[] payload = new byte[numbers.length * Integer.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            Frame.putInt(payload, i * Integer.BYTES, numbers[i]);
        }
        return new Frame(type, 0, stream, payload).bytes();
    }

    synchronized void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }
}

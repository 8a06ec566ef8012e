package dev.misstep.engine.http2;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The other side of a connection, played frame by frame. */
final class OtherSide implements Closeable {
    private final Duplex duplex;
    private final DataInputStream in;
    private final HeaderCodec codec = new HeaderCodec();

    private OtherSide(Duplex duplex) {
        this.duplex = duplex;
        this.in = new DataInputStream(duplex.in());
    }

    /** A server: it has read the preface, and said that it has no wishes. */
    static OtherSide server(Duplex duplex) throws IOException {
        OtherSide side = new OtherSide(duplex);
        side.in.readNBytes(FrameWriter.PREFACE.length);
        return side.send(Frame.SETTINGS, 0, 0);
    }

    /** A client that says these words first. */
    static OtherSide speaking(Duplex duplex, String words) throws IOException {
        return new OtherSide(duplex).send(words.getBytes(StandardCharsets.ISO_8859_1));
    }

    OtherSide send(int type, int flags, int stream, int... bytes) throws IOException {
        byte[] payload = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            payload[i] = (byte) bytes[i];
        }
        return send(new Frame(type, flags, stream, payload));
    }

    OtherSide send(Frame frame) throws IOException {
        return send(frame.bytes());
    }

    OtherSide send(byte[] bytes) throws IOException {
        duplex.out().write(bytes);
        return this;
    }

    OtherSide send(int type, int flags, int stream, String text) throws IOException {
        return send(new Frame(type, flags, stream, text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    OtherSide headers(int stream, boolean last, String... namesAndValues) throws IOException {
        int flags = Frame.END_HEADERS | (last ? Frame.END_STREAM : 0);
        return send(new Frame(Frame.HEADERS, flags, stream, block(namesAndValues)));
    }

    byte[] block(String... namesAndValues) {
        return codec.encode(Headers.of(namesAndValues));
    }

    /** Settings as name, value, name, value. */
    OtherSide settings(int... namesAndValues) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            payload.write(namesAndValues[i] >> 8);
            payload.write(namesAndValues[i]);
            payload.writeBytes(number(namesAndValues[i + 1]));
        }
        return send(new Frame(Frame.SETTINGS, 0, 0, payload.toByteArray()));
    }

    OtherSide moreRoom(int stream, int bytes) throws IOException {
        return send(new Frame(Frame.WINDOW_UPDATE, 0, stream, number(bytes)));
    }

    static byte[] number(int number) {
        byte[] bytes = new byte[Integer.BYTES];
        Frame.putInt(bytes, 0, number);
        return bytes;
    }

    /** The next frame of a kind; those of other kinds are passed by. */
    Frame next(int type) throws IOException {
        Frame frame = nextOrNull(type);
        if (frame == null) {
            throw new AssertionError("the connection ended before a frame of type " + type);
        }
        return frame;
    }

    /** The same, or {@code null} at the end of the connection. */
    @Nullable
    Frame nextOrNull(int type) throws IOException {
        Frame frame = Frame.read(in);
        while (frame != null && frame.type() != type) {
            frame = Frame.read(in);
        }
        return frame;
    }

    /** The content of the next {@code DATA}. */
    String nextText() throws IOException {
        return new String(next(Frame.DATA).payload(), StandardCharsets.ISO_8859_1);
    }

    /** Waits until all that was sent has been dealt with. */
    void settled() throws IOException {
        send(Frame.PING, 0, 0, 's', 'e', 't', 't', 'l', 'e', 'd', '?');
        Frame answer = next(Frame.PING);
        if (!answer.has(Frame.ACK)) {
            throw new AssertionError("a ping instead of an answer to one");
        }
    }

    Headers headers(Frame frame) throws IOException {
        return codec.decode(frame.payload());
    }

    @Override
    public void close() throws IOException {
        duplex.close();
    }
}

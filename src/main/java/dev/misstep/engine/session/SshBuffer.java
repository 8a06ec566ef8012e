package dev.misstep.engine.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Numbers, and bytes with their count before them, as all of SSH has them (RFC 4251, 5). */
final class SshBuffer {
    private final ByteBuffer in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** To be written. */
    SshBuffer() {
        this(new byte[0]);
    }

    /** To be read. */
    SshBuffer(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    int number() throws IOException {
        if (in.remaining() < Integer.BYTES) {
            throw new IOException("is cut off");
        }
        return in.getInt();
    }

    byte[] bytes() throws IOException {
        int count = number();
        if (count < 0 || count > in.remaining()) {
            throw new IOException("is cut off");
        }
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    void addNumber(int number) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    void add(byte[] bytes) {
        addNumber(bytes.length);
        out.writeBytes(bytes);
    }

    byte[] written() {
        return out.toByteArray();
    }
}

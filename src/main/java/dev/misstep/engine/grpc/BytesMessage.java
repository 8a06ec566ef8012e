package dev.misstep.engine.grpc;

import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.io.IOException;

/** A message that is nothing but bytes, as several of BuildKit's services have it (moby/buildkit, session/sshforward/ssh.proto). */
public final class BytesMessage {
    private BytesMessage() {}

    /** The message of some bytes of an array. */
    public static byte[] of(byte[] bytes, int from, int length) {
        byte[] part = new byte[length];
        System.arraycopy(bytes, from, part, 0, length);
        return new ProtoWriter().bytes(1, part).toBytes();
    }

    /** The bytes in a message. */
    public static byte[] data(byte[] message) throws IOException {
        byte[] data = {};
        try {
            ProtoReader reader = new ProtoReader(message);
            while (reader.next()) {
                data = reader.field() == 1 ? reader.bytes() : data;
            }
        } catch (MalformedStatusException e) {
            throw new IOException("a message of bytes that cannot be read", e);
        }
        return data;
    }
}

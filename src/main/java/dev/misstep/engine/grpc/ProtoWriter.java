package dev.misstep.engine.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the fields of one protobuf message (protobuf.dev, "Encoding"); as in proto3, what is empty or 0 is left out. */
public final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A number; a negative one as the 64 bits it is. */
    public ProtoWriter number(int field, long value) {
        if (value != 0) {
            varint((long) field << 3 | VARINT);
            varint(value);
        }
        return this;
    }

    public ProtoWriter bool(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    public ProtoWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtoWriter bytes(int field, byte[] value) {
        return value.length == 0 ? this : delimited(field, value, value.length);
    }

    /** Some of the bytes of an array, from its first. */
    public ProtoWriter bytes(int field, byte[] value, int length) {
        return length == 0 ? this : delimited(field, value, length);
    }

    /** A message within the message, written even if it is empty. */
    public ProtoWriter message(int field, ProtoWriter value) {
        byte[] bytes = value.toBytes();
        return delimited(field, bytes, bytes.length);
    }

    /** Each entry of a map as a message of its own, in the map's order. */
    public ProtoWriter texts(int field, Map<String, String> map) {
        map.forEach(
                (key, value) -> message(field, new ProtoWriter().text(1, key).text(2, value)));
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    private ProtoWriter delimited(int field, byte[] value, int length) {
        varint((long) field << 3 | BYTES);
        varint(length);
        out.write(value, 0, length);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}

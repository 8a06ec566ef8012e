package dev.misstep.engine.http2;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;

/** A header block as it comes: {@code HEADERS}, and {@code CONTINUATION} with nothing between (RFC 9113, section 6.10). */
final class HeaderBlock {
    private static final int LARGEST = 16 << 20;

    private HeaderBlock() {}

    /** @param in what comes behind the first frame */
    static byte[] read(Frame first, DataInputStream in) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(first.payload(), first.contentFrom(), first.contentTo() - first.contentFrom());
        boolean whole = first.has(Frame.END_HEADERS);
        while (!whole) {
            Frame more = Frame.read(in);
            if (more == null || more.type() != Frame.CONTINUATION || more.stream() != first.stream()) {
                throw new Http2Exception(ErrorCode.PROTOCOL, "a header block without its end");
            }
            block.write(more.payload());
            if (block.size() > LARGEST) {
                throw new Http2Exception(ErrorCode.PROTOCOL, "a header block without an end");
            }
            whole = more.has(Frame.END_HEADERS);
        }
        return block.toByteArray();
    }
}

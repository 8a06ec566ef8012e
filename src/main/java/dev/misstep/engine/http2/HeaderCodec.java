package dev.misstep.engine.http2;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** Header blocks packed and unpacked (RFC 7541), by Apache HttpComponents. What is sent refers to no earlier block. */
final class HeaderCodec {
    private static final int TABLE_BYTES = 4096;
    /** A block may name one long field of the table again and again. */
    private static final int LARGEST = 16 << 20;

    private final HPackDecoder decoder = new HPackDecoder(TABLE_BYTES, StandardCharsets.UTF_8);
    private final HPackEncoder encoder = new HPackEncoder(0, StandardCharsets.UTF_8);

    HeaderCodec() {
        decoder.setMaxListSize(LARGEST);
    }

    Headers decode(byte[] block) throws Http2Exception {
        try {
            List<Headers.Field> fields = new ArrayList<>();
            for (Header header : decoder.decodeHeaders(ByteBuffer.wrap(block))) {
                fields.add(new Headers.Field(header.getName(), header.getValue() == null ? "" : header.getValue()));
            }
            return new Headers(fields);
        } catch (HttpException | RuntimeException e) {
            throw new Http2Exception(ErrorCode.COMPRESSION, "a header block that cannot be read");
        }
    }

    byte[] encode(Headers headers) {
        ByteArrayBuffer block = new ByteArrayBuffer(256);
        try {
            for (Headers.Field field : headers.fields()) {
                encoder.encodeHeader(block, new BasicHeader(field.name(), field.value()));
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a header that is no text", e);
        }
        return block.toByteArray();
    }
}

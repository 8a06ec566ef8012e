package dev.misstep.engine.http2;

import java.io.IOException;

/** The other side broke HTTP/2's rules, went away, or gave a stream up. */
public final class Http2Exception extends IOException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param code of RFC 9113, section 7 */
    Http2Exception(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The error code of RFC 9113, section 7. */
    public int code() {
        return code;
    }
}

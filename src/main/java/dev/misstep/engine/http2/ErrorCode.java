package dev.misstep.engine.http2;

/** The error codes of RFC 9113, section 7, as far as they are used. */
final class ErrorCode {
    static final int NONE = 0;
    static final int PROTOCOL = 1;
    static final int INTERNAL = 2;
    static final int FLOW_CONTROL = 3;
    static final int STREAM_CLOSED = 5;
    static final int FRAME_SIZE = 6;
    static final int CANCEL = 8;
    static final int COMPRESSION = 9;
    static final int ENHANCE_YOUR_CALM = 11;

    private ErrorCode() {}
}

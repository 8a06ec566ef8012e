package dev.misstep.engine.http2;

import java.util.ArrayList;
import java.util.List;

/** One setting of a side (RFC 9113, section 6.5). */
record Setting(int name, int value) {
    static final int ENABLE_PUSH = 2;
    static final int INITIAL_WINDOW = 4;
    static final int LARGEST_FRAME = 5;

    static final int BYTES = 6;

    /** All of a frame, in order, refused where one must not have its value. */
    static List<Setting> read(Frame frame) throws Http2Exception {
        byte[] payload = frame.payload();
        List<Setting> settings = new ArrayList<>();
        for (int at = 0; at < payload.length; at += BYTES) {
            int name = (payload[at] & 0xFF) << 8 | payload[at + 1] & 0xFF;
            Setting setting = new Setting(name, Frame.getInt(payload, at + 2));
            setting.check();
            settings.add(setting);
        }
        return settings;
    }

    private void check() throws Http2Exception {
        if (name == INITIAL_WINDOW && value < 0) {
            throw new Http2Exception(ErrorCode.FLOW_CONTROL, "a window beyond all bounds");
        }
        if (name == LARGEST_FRAME && (value < Frame.LARGEST || value > Frame.LARGEST_OF_ALL)) {
            throw new Http2Exception(
                    ErrorCode.PROTOCOL, "frames of at most " + Integer.toUnsignedString(value) + " bytes");
        }
    }
}

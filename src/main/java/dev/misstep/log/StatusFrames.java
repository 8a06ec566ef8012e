package dev.misstep.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * The status stream as a builder keeps it: messages one after another, each behind its length in four bytes, the lowest
 * first (BuildKit, solver/llbsolver/history.go).
 */
final class StatusFrames {
    /** Largest message; a builder sends none beyond what gRPC carries. */
    private static final int MAX_MESSAGE = 16 << 20;

    private static final int LENGTH_BYTES = 4;

    private StatusFrames() {}

    /**
     * Reads all messages.
     *
     * @param messages hears each that can be read
     * @param damages hears what is wrong with the others, and where the stream ends too early
     * @return how many bytes were read
     */
    static long read(InputStream in, Consumer<SolveStatus> messages, Consumer<String> damages) throws IOException {
        byte[] prefix = in.readNBytes(LENGTH_BYTES);
        long read = prefix.length;
        for (long number = 1; prefix.length == LENGTH_BYTES; number++) {
            long length = 0;
            for (int i = LENGTH_BYTES - 1; i >= 0; i--) {
                length = (length << 8) | (prefix[i] & 0xFF);
            }
            if (length > MAX_MESSAGE) {
                damages.accept("status message " + number + " has an impossible length; the rest was left out");
                return read;
            }
            byte[] message = in.readNBytes((int) length);
            read += message.length;
            if (message.length < length) {
                damages.accept("the status stream is cut off in message " + number);
                return read;
            }
            try {
                messages.accept(StatusDecoder.decode(message));
            } catch (MalformedStatusException e) {
                damages.accept("status message " + number + " is damaged and was left out");
            }
            prefix = in.readNBytes(LENGTH_BYTES);
            read += prefix.length;
        }
        if (prefix.length > 0) {
            damages.accept("the status stream is cut off");
        }
        return read;
    }
}

package dev.misstep.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Joins chunks of one stream, cut anywhere, into lines. */
final class LineSplitter {
    /** Longest part of a line kept. */
    private static final int MAX_LINE = 1 << 16;

    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final Consumer<String> lines;

    /** @param lines hears each line, without its end */
    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Takes a chunk and hands on each line that is complete with it. */
    void accept(byte[] chunk) {
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                keep(chunk, from, i);
                emit();
                from = i + 1;
            }
        }
        keep(chunk, from, chunk.length);
    }

    /** Hands on a last line that had no line end. */
    void end() {
        if (partial.size() > 0) {
            emit();
        }
    }

    private void keep(byte[] chunk, int from, int to) {
        partial.write(chunk, from, Math.min(to - from, Math.max(0, MAX_LINE - partial.size())));
    }

    private void emit() {
        String line = partial.toString(StandardCharsets.UTF_8);
        partial.reset();
        lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}

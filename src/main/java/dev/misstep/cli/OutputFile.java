package dev.misstep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Standard output. Remembers what went wrong with it, which a print stream keeps to itself. */
final class OutputFile extends FilterOutputStream {
    private @Nullable IOException failure;

    OutputFile(FileDescriptor descriptor) {
        super(new FileOutputStream(descriptor));
    }

    /** Why part of the answer got lost; {@code null} if none did, or if the reader had seen enough, as {@code head} does. */
    @Nullable
    String lost() {
        boolean closedPipe = failure != null
                && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
        return failure == null || closedPipe ? null : IoSentence.of(failure);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }
}

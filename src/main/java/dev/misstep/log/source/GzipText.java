package dev.misstep.log.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What one or several gzip members hold. Unlike other readers it hands on all that comes before damage, and it tells of
 * bytes behind the last member, unless they only fill a tape's block.
 */
final class GzipText extends GZIPInputStream {
    private static final int BUFFER = 1 << 16;
    private static final int TRAILER = 8;

    private boolean ended;

    GzipText(InputStream packed) throws IOException {
        super(new Unending(packed), BUFFER);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read < 0 && !ended) {
            ended = true;
            rejectMore();
        }
        return read;
    }

    private void rejectMore() throws IOException {
        for (int i = len - inf.getRemaining() + TRAILER; i < len; i++) {
            if (buf[i] != 0) {
                throw new ZipException("what follows is not compressed with gzip");
            }
        }
    }

    /** The JDK looks for another member only where bytes are said to be at hand, which a pipe cannot know. */
    private static final class Unending extends FilterInputStream {
        Unending(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}

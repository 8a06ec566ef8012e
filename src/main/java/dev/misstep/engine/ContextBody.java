package dev.misstep.engine;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a build request: a tar archive, which may be compressed. */
public interface ContextBody {
    /** Writes the archive; must give the same files each time it is called. Does not close {@code out}. */
    void writeTo(OutputStream out) throws IOException;
}

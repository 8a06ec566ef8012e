package dev.misstep.report;

import java.io.IOException;
import java.io.OutputStream;

/** A report that is printed in either form and kept nowhere. */
public interface PrintedReport {
    /**
     * For a terminal, each line ended by a line feed.
     *
     * @param columns how wide it is; below 40 counts as 40
     */
    String text(int columns, boolean colour);

    /** As JSON. The stream is flushed and stays open. */
    void writeJson(OutputStream out) throws IOException;
}

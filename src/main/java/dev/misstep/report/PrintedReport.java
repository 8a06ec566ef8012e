package dev.misstep.report;

import java.io.IOException;
import java.io.OutputStream;

/** A report that is printed in either form and kept nowhere. */
public interface PrintedReport {
    /** What fits a page beside its margins. */
    int MARKDOWN_COLUMNS = 100;

    /**
     * For a terminal, each line ended by a line feed.
     *
     * @param columns how wide it is; below 40 counts as 40
     */
    String text(int columns, boolean colour);

    /** For a page that shows Markdown: as text that is set as it is, where a report has no better form. */
    default String markdown() {
        return Markdown.block(text(MARKDOWN_COLUMNS, false).lines().toList());
    }

    /** As JSON. The stream is flushed and stays open. */
    void writeJson(OutputStream out) throws IOException;
}

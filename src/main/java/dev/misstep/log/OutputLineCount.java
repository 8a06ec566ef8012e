package dev.misstep.log;

/** Counts the lines in chunks of one stream, cut anywhere. */
final class OutputLineCount {
    private final VertexNotes notes;
    private boolean open;

    OutputLineCount(VertexNotes notes) {
        this.notes = notes;
    }

    /** Takes a chunk. */
    void add(byte[] chunk) {
        int newlines = 0;
        for (byte b : chunk) {
            newlines += b == '\n' ? 1 : 0;
        }
        if (chunk.length > 0) {
            add(newlines, chunk[chunk.length - 1] != '\n');
        }
    }

    /**
     * Takes a chunk that was counted.
     *
     * @param endsOpen whether something stands behind its last line end
     */
    void add(int newlines, boolean endsOpen) {
        notes.logLines += newlines;
        open = endsOpen;
    }

    /** Counts a last line that had no end. */
    void end() {
        notes.logLines += open ? 1 : 0;
        open = false;
    }
}

package dev.misstep.cli;

import java.io.FilterOutputStream;
import java.io.PrintStream;

/** A stream of ours that shows what a command writes: our own lines must not begin in the middle of one of its. */
final class ShownOutput extends FilterOutputStream {
    private final PrintStream shown;
    private boolean lineOpen;

    ShownOutput(PrintStream shown) {
        super(shown);
        this.shown = shown;
    }

    /** Ends the line that the command left open, if it did. */
    void endLine() {
        if (lineOpen) {
            shown.print('\n');
            shown.flush();
            lineOpen = false;
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        shown.write(bytes, offset, length);
        lineOpen = length == 0 ? lineOpen : bytes[offset + length - 1] != '\n';
    }
}

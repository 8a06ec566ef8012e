package dev.misstep.build;

/**
 * Something a reader should know about how a build was read.
 *
 * @param line the source's line, from 1; 0 where it is about no single line
 * @param message one sentence
 */
public record Diagnostic(long line, String message) {
    public Diagnostic {
        if (line < 0) {
            throw new IllegalArgumentException("negative line: " + line);
        }
    }
}

package dev.misstep.context;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says what Java's exceptions mean, which have but the path as their message. */
final class IoSentence {
    private IoSentence() {}

    static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it is no longer there";
        }
        if (e instanceof AccessDeniedException) {
            return "this user may not read it";
        }
        if (e instanceof NotDirectoryException) {
            return "it is no longer a directory";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason == null ? "it cannot be read" : "it cannot be read: " + reason;
    }
}

package dev.misstep.engine.session;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read, in a sentence with its name. */
final class FileSentence {
    private FileSentence() {}

    static String of(Exception e) {
        if (e instanceof FileSystemException file) {
            String why = e instanceof NoSuchFileException
                    ? "it went away while it was read"
                    : e instanceof FileAlreadyExistsException && file.getReason() == null
                            ? "something else is there"
                            : file.getReason() == null ? "permission denied" : file.getReason();
            return file.getFile() + ": " + why;
        }
        // a mistake of ours has no message of its own that says what it is
        return e instanceof RuntimeException ? e.toString() : String.valueOf(e.getMessage());
    }
}

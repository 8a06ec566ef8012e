package dev.misstep.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The standard input of a command that is run several times. A file is read from its beginning each time, so that
 * {@code misstep profile -- docker build - < Dockerfile} builds the same each time; what came out of a pipe is gone.
 */
final class CommandInput {
    private final @Nullable InputStream given;
    private final @Nullable FileChannel file;
    private final long start;

    private CommandInput(@Nullable InputStream given, @Nullable FileChannel file, long start) {
        this.given = given;
        this.file = file;
        this.start = start;
    }

    static CommandInput of(Surroundings surroundings) {
        if (surroundings.in() != System.in) {
            return new CommandInput(surroundings.in(), null, 0);
        }
        FileChannel file = new FileInputStream(FileDescriptor.in).getChannel();
        try {
            return new CommandInput(null, file, file.position());
        } catch (IOException e) {
            return new CommandInput(null, null, 0); // a pipe or a terminal has no position
        }
    }

    /** For the next run; {@code null} where that is to have the standard input of this process. */
    @Nullable
    InputStream next() throws IOException {
        if (file != null) {
            file.position(start);
        }
        return given;
    }
}

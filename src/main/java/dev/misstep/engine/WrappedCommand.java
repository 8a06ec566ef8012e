package dev.misstep.engine;

import dev.misstep.engine.http2.DaemonThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody's command that builds, run as it is, with what it writes passed on as it comes. */
public final class WrappedCommand {
    /** The longest time between two looks at what the command wrote. */
    private static final long REST_MILLIS = 16;

    /** A pipe holds so much on Linux. */
    private static final int PIPE = 1 << 16;

    private final Process process;
    private final byte[] buffer = new byte[PIPE];

    private WrappedCommand(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param words the program and its arguments
     * @param environment all of it
     * @param in its standard input; {@code null} if that of this process
     * @throws IOException if there is no such program, or it cannot be run
     */
    public static WrappedCommand start(
            List<String> words, Path directory, Map<String, String> environment, @Nullable InputStream in)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (in == null) {
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        }
        WrappedCommand command = new WrappedCommand(builder.start());
        if (in != null) {
            DaemonThread.start("command-input", () -> command.feed(in));
        }
        return command;
    }

    /**
     * Passes on what the command writes until it has ended. Both streams are looked at in turn by one thread: the standard
     * output first, so that what a builder says there still stands above the error it ends with. What children that
     * outlive the command write is not waited for.
     *
     * @return its exit status; that of one which a signal ended is 128 and the signal's number
     */
    public int passOn(OutputStream out, OutputStream err) throws IOException {
        long rest = 0;
        while (true) {
            boolean ended = hasEnded(rest);
            boolean moved = passOn(process.getInputStream(), out);
            moved |= passOn(process.getErrorStream(), err);
            if (ended && !moved) {
                return process.exitValue();
            }
            rest = moved ? 0 : Math.min(REST_MILLIS, rest * 2 + 1);
        }
    }

    /** Asks it to end, as SIGTERM does. */
    public void end() {
        process.toHandle().destroy(); // the process' own would close its streams, and lose what it says at its end
    }

    /** Ends it and its children at once. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private boolean hasEnded(long millis) throws InterruptedIOException {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the command ran");
        }
    }

    private boolean passOn(InputStream from, OutputStream to) throws IOException {
        if (from.available() == 0) {
            return false;
        }
        int length = from.read(buffer);
        if (length <= 0) {
            return false;
        }
        to.write(buffer, 0, length);
        to.flush();
        return true;
    }

    private void feed(InputStream in) {
        try (OutputStream input = process.getOutputStream()) {
            in.transferTo(input);
        } catch (IOException e) {
            return; // it need not read what it is given
        }
    }
}

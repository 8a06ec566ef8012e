package dev.misstep.cli;

import dev.misstep.engine.http2.DaemonThread;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A command of the user's that is run by the shell before each run, in the working directory; what it prints goes to standard
 * error.
 *
 * @param command or {@code null} for none
 */
record Preparation(@Nullable String command, Console console) {
    private static final long LAST_OUTPUT_MILLIS = 500;

    /** Runs it; one that fails ends the series, for what would be built is not what was wanted. */
    void run() {
        if (command == null) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(console.surroundings().workingDirectory().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(console.surroundings().environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Thread output = DaemonThread.start(
                    "misstep-prepare", () -> passOn(process.getInputStream(), console.surroundings()));
            int status = process.waitFor();
            // what it left in the background may write for as long as it likes
            output.join(LAST_OUTPUT_MILLIS);
            if (status != 0) {
                throw new UserError(
                        ExitStatus.USAGE,
                        "--prepare",
                        "ended with exit status " + status + "; mend it, or leave it out");
            }
        } catch (IOException e) {
            throw new UserError(ExitStatus.USAGE, "--prepare", "cannot be run (" + IoSentence.of(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(ExitStatus.INTERRUPTED, "--prepare", "was interrupted", e);
        }
    }

    private static void passOn(InputStream output, Surroundings surroundings) {
        try (output) {
            output.transferTo(surroundings.err());
        } catch (IOException e) {
            return; // nobody hears it any more
        }
    }
}

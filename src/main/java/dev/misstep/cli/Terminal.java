package dev.misstep.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What standard output and error lead to.
 *
 * @param outIsTerminal whether a person reads standard output
 * @param errIsTerminal whether a person reads standard error
 * @param columns width of the terminal
 * @param measure asks anew how wide it is, since windows change; takes some milliseconds
 */
record Terminal(boolean outIsTerminal, boolean errIsTerminal, int columns, IntSupplier measure) {
    private static final int DEFAULT_COLUMNS = 100;
    private static final int MIN_COLUMNS = 40;
    private static final int OUT = 1;
    private static final int ERR = 2;
    private static final List<String> TOLD = List.of("0", "1", "2", "3");

    /** One whose width stays. */
    Terminal(boolean outIsTerminal, boolean errIsTerminal, int columns) {
        this(outIsTerminal, errIsTerminal, columns, () -> columns);
    }

    /** No terminal anywhere, as in a pipe. */
    static final Terminal NONE = new Terminal(false, false, DEFAULT_COLUMNS);

    /**
     * Looks at the process' own streams.
     *
     * @param told what the launcher found out, which can do so without a process: the sum of 1 for standard output and 2
     *     for standard error; {@code null} where it says nothing
     */
    static Terminal ofProcess(Map<String, String> environment, @Nullable String told) {
        int streams = told != null && TOLD.contains(told) ? Integer.parseInt(told) : streams();
        if (streams == 0) {
            return NONE;
        }
        IntSupplier measure =
                () -> given(environment).orElseGet(() -> measured().orElse(DEFAULT_COLUMNS));
        return new Terminal((streams & OUT) != 0, (streams & ERR) != 0, measure.getAsInt(), measure);
    }

    // The JDK knows only whether standard input and output are both one; a child shares our descriptors. The shell's
    // own
    // test, since the first program of that name on the PATH may be anything.
    private static int streams() {
        try {
            Process process = new ProcessBuilder(
                            "/bin/sh", "-c", "n=0; [ -t 1 ] && n=1; [ -t 2 ] && n=$((n + 2)); exit $n")
                    .inheritIO()
                    .start();
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                int status = process.exitValue();
                return status <= (OUT | ERR) ? status : 0;
            }
            process.destroyForcibly();
        } catch (IOException e) {
            return 0; // a system without a shell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** What the user says the width is. */
    private static OptionalInt given(Map<String, String> environment) {
        return columns(environment.getOrDefault("COLUMNS", ""));
    }

    /** How wide the process' terminal is at this moment; empty where it has none. */
    private static OptionalInt measured() {
        try {
            // stty asks its standard input, and ours may be a pipe
            Process process = new ProcessBuilder("/bin/sh", "-c", "stty size </dev/tty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            return process.waitFor() == 0 ? columns(size.substring(size.indexOf(' ') + 1)) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty(); // no shell, no stty
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    private static OptionalInt columns(String number) {
        return number.matches("\\d{2,4}")
                ? OptionalInt.of(Math.max(MIN_COLUMNS, Integer.parseInt(number)))
                : OptionalInt.empty();
    }
}

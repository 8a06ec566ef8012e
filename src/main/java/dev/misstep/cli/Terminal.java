package dev.misstep.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What standard output and error lead to.
 *
 * @param outIsTerminal whether a person reads standard output
 * @param errIsTerminal whether a person reads standard error
 * @param columns width of the terminal
 */
record Terminal(boolean outIsTerminal, boolean errIsTerminal, int columns) {
    private static final int DEFAULT_COLUMNS = 100;
    private static final int MIN_COLUMNS = 40;

    /** No terminal anywhere, as in a pipe. */
    static final Terminal NONE = new Terminal(false, false, DEFAULT_COLUMNS);

    /** Looks at the process' own streams. */
    static Terminal ofProcess(Map<String, String> environment) {
        boolean out = isTerminal(1);
        boolean err = isTerminal(2);
        return new Terminal(out, err, out || err ? columns(environment) : DEFAULT_COLUMNS);
    }

    // The JDK knows only whether standard input and output are both one; test(1) shares our descriptors.
    private static boolean isTerminal(int descriptor) {
        return run("test", "-t", Integer.toString(descriptor)) == 0;
    }

    private static int run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (IOException e) {
            return -1; // a system without test(1)
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static int columns(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        if (columns.matches("\\d{2,4}")) {
            return Math.max(MIN_COLUMNS, Integer.parseInt(columns));
        }
        try {
            // stty asks its standard input, which may be a pipe; standard error is the terminal then
            Process process = new ProcessBuilder("sh", "-c", "stty size </dev/tty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            String[] parts = size.trim().split(" ");
            if (process.waitFor() == 0 && parts.length == 2 && parts[1].matches("\\d{2,4}")) {
                return Math.max(MIN_COLUMNS, Integer.parseInt(parts[1]));
            }
        } catch (IOException e) {
            return DEFAULT_COLUMNS; // no sh, no stty
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DEFAULT_COLUMNS;
    }
}

package dev.misstep.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * All that the command line takes from the process it runs in: the one place where clock, environment and streams come
 * from, so that a test can bring its own.
 *
 * @param environment variables by name
 * @param home the user's home directory
 * @param workingDirectory where relative paths begin
 */
record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path home,
        Path workingDirectory,
        InstantSource clock,
        Terminal terminal) {

    /** A path as the user wrote it, from where they wrote it. */
    Path resolve(String path) {
        return workingDirectory.resolve(path).normalize();
    }
}

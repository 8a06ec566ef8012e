package dev.misstep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** Runs a command as a user would, in this process: own streams, own environment, a home of its own. */
final class Invocation {
    /** What came of it. */
    record Result(int status, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + out, e);
            }
        }
    }

    private final Path home;
    private Path workingDirectory;
    private final Map<String, String> environment = new TreeMap<>();
    private Terminal terminal = Terminal.NONE;
    private String in = "";

    /** @param home gets the state */
    Invocation(Path home) {
        this.home = home;
        this.workingDirectory = Path.of("").toAbsolutePath();
    }

    Invocation at(Path directory) {
        workingDirectory = directory;
        return this;
    }

    Invocation with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Invocation on(Terminal newTerminal) {
        terminal = newTerminal;
        return this;
    }

    Invocation reading(String text) {
        in = text;
        return this;
    }

    Surroundings surroundings(PrintStream out, PrintStream err) {
        return new Surroundings(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                environment,
                home,
                workingDirectory,
                InstantSource.system(),
                terminal);
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(surroundings(utf8(out), utf8(err)), args);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static PrintStream utf8(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}

package dev.misstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/** Runs a command for tests of other packages. */
public final class InProcess {
    private InProcess() {}

    /** What came of it. */
    public record Result(int status, String out, String err) {
        public JsonNode json() {
            return new Invocation.Result(status, out, err).json();
        }
    }

    /**
     * Runs one.
     *
     * @param home gets the state
     */
    public static Result run(Path home, Path directory, String dockerHost, List<String> args) {
        Invocation.Result result = new Invocation(home)
                .at(directory)
                .with("DOCKER_HOST", dockerHost)
                .with("MISSTEP_HOME", home.toString())
                .run(args.toArray(String[]::new));
        return new Result(result.status(), result.out(), result.err());
    }
}

package dev.misstep.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program {@code docker-credential-NAME} on the user's path (docker/docker-credential-helpers): {@code get} reads a
 * registry's name from standard input and writes JSON.
 */
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int TIMEOUT_SECONDS = 60;

    private final Path program;
    private final Map<String, String> environment;

    private CredentialHelper(Path program, Map<String, String> environment) {
        this.program = program;
        this.environment = environment;
    }

    static CredentialHelper named(String name, Map<String, String> environment) throws EngineException {
        if (!NAME.matcher(name).matches()) {
            throw new EngineException("config.json names a credential helper that cannot be one: \"" + name + "\"");
        }
        String file = "docker-credential-" + name;
        return UserProgram.find(file, environment)
                .map(program -> new CredentialHelper(program, environment))
                .orElseThrow(() -> new EngineException(
                        "the credential helper " + file + ", which config.json names, is not on the PATH; install it"));
    }

    /** The helper's answer, or {@code null} if it knows no such registry. */
    @Nullable
    String get(String server) throws EngineException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "get");
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            CompletableFuture<Boolean> inTime = process.onExit()
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, timeout) -> {
                        if (timeout != null) {
                            process.destroyForcibly();
                        }
                        return timeout == null;
                    });
            ask(process, server);
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (!inTime.join()) {
                throw new EngineException(
                        program.getFileName() + " did not answer within " + TIMEOUT_SECONDS + " s for " + server);
            }
            if (status == 0) {
                return answer;
            }
            // a helper reports on standard output: "credentials not found in native keychain"
            if (answer.contains("credentials not found")) {
                return null;
            }
            throw new EngineException(program.getFileName() + " failed for " + server + " with exit status " + status
                    + ": " + answer.strip().lines().findFirst().orElse("no message"));
        } catch (IOException e) {
            throw new EngineException(program + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while " + program + " ran", e);
        }
    }

    private static void ask(Process process, String server) {
        try (OutputStream in = process.getOutputStream()) {
            in.write((server + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it went without listening: its answer and its exit status tell why
            return;
        }
    }
}

package dev.misstep.cli;

import dev.misstep.engine.CommaFields;
import dev.misstep.engine.session.Secrets;
import dev.misstep.engine.session.SessionService;
import dev.misstep.engine.session.SshAgents;
import dev.misstep.engine.session.SshKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --secret} and {@code --ssh} hand to steps (docker/buildx, util/buildflags/secrets.go, ssh.go). */
final class HandedServices {
    // stat(2)
    private static final int KIND = 0170000;
    private static final int SOCKET = 0140000;

    private final Surroundings surroundings;

    private HandedServices(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Checks that all is there, before a build begins. Secrets are read when a step asks for them. */
    static List<SessionService> of(List<String> secrets, List<String> agents, Surroundings surroundings) {
        HandedServices handed = new HandedServices(surroundings);
        List<SessionService> services = new ArrayList<>();
        if (!secrets.isEmpty()) {
            Map<String, Secrets.Source> sources = new LinkedHashMap<>();
            secrets.forEach(secret -> handed.add(secret, sources));
            services.add(new Secrets(sources));
        }
        if (!agents.isEmpty()) {
            Map<String, Path> sockets = new LinkedHashMap<>();
            Map<String, List<SshKey>> keys = new LinkedHashMap<>();
            agents.forEach(agent -> handed.addAgent(agent, sockets, keys));
            services.add(new SshAgents(sockets, keys));
        }
        return services;
    }

    private void add(String option, Map<String, Secrets.Source> sources) {
        Map<String, String> fields = fields("--secret", option);
        String id = fields.getOrDefault("id", "");
        String file = fields.getOrDefault("src", fields.getOrDefault("source", ""));
        String variable = fields.getOrDefault("env", "");
        String type = fields.getOrDefault("type", "");
        if (id.isEmpty() || !List.of("", "file", "env").contains(type)) {
            throw new UserError(
                    ExitStatus.USAGE, "--secret", "is not understood; write id=ID,src=FILE or id=ID,env=NAME");
        }
        // as the docker command has it, a source without a type may name either, and none at all is the id
        boolean environment = type.equals("env")
                || !variable.isEmpty()
                || (type.isEmpty()
                        && file.isEmpty()
                        && surroundings.environment().containsKey(id));
        if (environment) {
            String name = !variable.isEmpty() ? variable : !file.isEmpty() ? file : id;
            String value = surroundings.environment().get(name);
            if (value == null) {
                throw new UserError(
                        ExitStatus.USAGE, "--secret", "id=" + id + " is to come from " + name + ", which is not set");
            }
            sources.put(id, () -> value.getBytes(StandardCharsets.UTF_8));
            return;
        }
        Path path = surroundings.resolve(file.isEmpty() ? id : file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new UserError(
                    ExitStatus.USAGE, "--secret", "id=" + id + " is to come from " + path + ", which cannot be read");
        }
        sources.put(id, () -> Files.readAllBytes(path));
    }

    private void addAgent(String option, Map<String, Path> sockets, Map<String, List<SshKey>> keys) {
        int equals = option.indexOf('=');
        String id = equals < 0 ? option : option.substring(0, equals);
        String given = equals < 0 ? "" : option.substring(equals + 1);
        @Nullable String socket = given.isEmpty() ? surroundings.environment().get("SSH_AUTH_SOCK") : given;
        if (id.isEmpty()) {
            throw new UserError(ExitStatus.USAGE, "--ssh", "has no id; write default, or ID=SOCKET|KEY");
        }
        if (socket == null || socket.isEmpty()) {
            throw new UserError(
                    ExitStatus.USAGE,
                    "--ssh",
                    "SSH_AUTH_SOCK is not set; start an agent, or name its socket: " + id + "=SOCKET");
        }
        for (String name : socket.split(",")) {
            Path path = surroundings.resolve(name);
            if (!Files.exists(path)) {
                throw new UserError(ExitStatus.USAGE, "--ssh", "no agent listens at " + path);
            }
            if (isNeither(path)) {
                throw new UserError(
                        ExitStatus.USAGE, "--ssh", path + " is neither an agent's socket nor a key; name one of these");
            }
            if (Files.isRegularFile(path)) {
                keys.computeIfAbsent(id, same -> new ArrayList<>()).add(key(path));
            } else if (sockets.putIfAbsent(id, path) != null) {
                throw new UserError(ExitStatus.USAGE, "--ssh", id + " has two agents; name one");
            }
        }
        if (sockets.containsKey(id) && keys.containsKey(id)) {
            throw new UserError(ExitStatus.USAGE, "--ssh", id + " is an agent and a key; name one of them");
        }
    }

    /** Where no file has a mode, it may be a socket. */
    private static boolean isNeither(Path path) {
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode");
            return !Files.isRegularFile(path) && (mode & KIND) != SOCKET;
        } catch (IOException | UnsupportedOperationException e) {
            return Files.isDirectory(path);
        }
    }

    private static SshKey key(Path path) {
        try {
            return SshKey.read(Files.readAllBytes(path));
        } catch (FileSystemException e) {
            throw new UserError(ExitStatus.USAGE, "--ssh", path + " cannot be read (" + IoSentence.of(e) + ")", e);
        } catch (IOException e) {
            throw new UserError(ExitStatus.USAGE, "--ssh", path + " " + e.getMessage(), e);
        }
    }

    private static Map<String, String> fields(String option, String text) {
        try {
            return CommaFields.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitStatus.USAGE, option, String.valueOf(e.getMessage()));
        }
    }
}

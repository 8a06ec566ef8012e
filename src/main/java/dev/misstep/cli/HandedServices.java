package dev.misstep.cli;

import dev.misstep.engine.CommaFields;
import dev.misstep.engine.session.Secrets;
import dev.misstep.engine.session.SessionService;
import dev.misstep.engine.session.SshAgents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --secret} and {@code --ssh} hand to steps (docker/buildx, util/buildflags/secrets.go, ssh.go). */
final class HandedServices {
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
            agents.forEach(agent -> handed.addAgent(agent, sockets));
            services.add(new SshAgents(sockets));
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

    private void addAgent(String option, Map<String, Path> sockets) {
        int equals = option.indexOf('=');
        String id = equals < 0 ? option : option.substring(0, equals);
        String given = equals < 0 ? "" : option.substring(equals + 1);
        @Nullable String socket = given.isEmpty() ? surroundings.environment().get("SSH_AUTH_SOCK") : given;
        if (id.isEmpty()) {
            throw new UserError(ExitStatus.USAGE, "--ssh", "has no id; write default, or ID=SOCKET");
        }
        if (socket == null || socket.isEmpty()) {
            throw new UserError(
                    ExitStatus.USAGE,
                    "--ssh",
                    "SSH_AUTH_SOCK is not set; start an agent, or name its socket: " + id + "=SOCKET");
        }
        Path path = surroundings.resolve(socket);
        if (!Files.exists(path)) {
            throw new UserError(ExitStatus.USAGE, "--ssh", "no agent listens at " + path);
        }
        if (Files.isRegularFile(path)) {
            throw new UserError(
                    ExitStatus.USAGE, "--ssh", path + " is a file and no agent; add the key to one with ssh-add");
        }
        sockets.put(id, path);
    }

    private static Map<String, String> fields(String option, String text) {
        try {
            return CommaFields.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitStatus.USAGE, option, String.valueOf(e.getMessage()));
        }
    }
}

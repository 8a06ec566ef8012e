package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.build.Sha256;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which engine to talk to, and how. Found as the docker command finds it (docker/cli, cli/command/cli.go,
 * resolveContextName): {@code DOCKER_HOST}, else the context named by {@code DOCKER_CONTEXT} or chosen in
 * {@code config.json}, else the default socket.
 *
 * @param host {@code unix:///path}, {@code npipe:////./pipe/name}, {@code tcp://host:port} or {@code ssh://user@host:port}
 * @param tls the material of a TLS connection, or {@code null} for none
 * @param chosenBy what named it, for messages: {@code DOCKER_HOST}, {@code context desktop}, {@code the default}
 */
public record EngineAddress(URI host, @Nullable EngineTls tls, String chosenBy) {
    private static final Path DEFAULT_SOCKET = Path.of("/var/run/docker.sock");

    /**
     * Finds the engine the docker command would talk to.
     *
     * @param environment the user's environment
     * @param home the user's home directory
     * @throws EngineException if what names the engine cannot be understood
     */
    public static EngineAddress find(Map<String, String> environment, Path home) throws EngineException {
        return find(environment, home, DEFAULT_SOCKET);
    }

    static EngineAddress find(Map<String, String> environment, Path home, Path defaultSocket) throws EngineException {
        String host = environment.getOrDefault("DOCKER_HOST", "").strip();
        if (!host.isEmpty()) {
            return new EngineAddress(parse(host, usesTls(environment)), tls(environment, home), "DOCKER_HOST");
        }
        DockerConfig config = DockerConfig.read(environment, home);
        String named = environment.getOrDefault("DOCKER_CONTEXT", "");
        String context = named.isEmpty() ? config.text("currentContext") : named;
        if (!context.isEmpty() && !context.equals("default")) {
            return ofContext(context, config.directory());
        }
        String path = socket(environment, defaultSocket).toUri().getRawPath();
        return new EngineAddress(URI.create("unix://" + path), null, "the default");
    }

    private static boolean usesTls(Map<String, String> environment) {
        return !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
    }

    private static @Nullable EngineTls tls(Map<String, String> environment, Path home) throws EngineException {
        if (!usesTls(environment)) {
            return null;
        }
        String certificates = environment.getOrDefault("DOCKER_CERT_PATH", "");
        return EngineTls.in(
                certificates.isEmpty() ? DockerConfig.read(environment, home).directory() : Path.of(certificates));
    }

    /** The default socket, else that of a rootless engine if there is one. */
    private static Path socket(Map<String, String> environment, Path defaultSocket) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty() && !Files.exists(defaultSocket)) {
            Path rootless = Path.of(runtime, "docker.sock");
            if (Files.exists(rootless)) {
                return rootless;
            }
        }
        return defaultSocket;
    }

    /** The files of a context (docker/cli, cli/context/store): its directory is the SHA-256 of its name. */
    private static EngineAddress ofContext(String name, Path configuration) throws EngineException {
        String id = sha256(name);
        Path meta = configuration.resolve("contexts/meta").resolve(id).resolve("meta.json");
        if (!Files.exists(meta)) {
            throw new EngineException("the Docker context \"" + name + "\" does not exist (no " + meta
                    + "); choose another with DOCKER_CONTEXT or \"docker context use\", or set DOCKER_HOST");
        }
        JsonNode endpoint = DockerConfig.json(meta).path("Endpoints").path("docker");
        String host = endpoint.path("Host").asText("");
        if (host.isEmpty()) {
            throw new EngineException("the Docker context \"" + name + "\" names no host; set DOCKER_HOST");
        }
        if (endpoint.path("SkipTLSVerify").asBoolean(false)) {
            throw new EngineException("the Docker context \"" + name + "\" skips the check of its host's certificate,"
                    + " which is not supported; give the context the certificate's CA, or set DOCKER_HOST");
        }
        Path material = configuration.resolve("contexts/tls").resolve(id).resolve("docker");
        EngineTls tls = Files.isDirectory(material) ? EngineTls.in(material) : null;
        return new EngineAddress(parse(host, tls != null), tls, "context " + name);
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.begin().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Understands what the docker command understands, a missing scheme and port included. */
    static URI parse(String host, boolean tls) throws EngineException {
        String full = host.contains("://") ? host : "tcp://" + host;
        URI uri;
        try {
            uri = new URI(full);
        } catch (URISyntaxException e) {
            throw new EngineException(
                    "\"" + withoutUser(host) + "\" is no address of an engine; write unix:///path/docker.sock or"
                            + " tcp://host:port",
                    new URISyntaxException(withoutUser(host), e.getReason()));
        }
        String scheme = uri.getScheme();
        switch (scheme) {
            case "unix" -> {
                if (uri.getRawAuthority() == null && !uri.getRawPath().isEmpty()) {
                    return uri;
                }
            }
            case "npipe" -> {
                return uri;
            }
            case "tcp", "http", "https" -> {
                if (uri.getHost() != null) {
                    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 2376 : 2375;
                    return URI.create("tcp://" + uri.getHost() + ":" + port + uri.getRawPath());
                }
            }
            case "ssh" -> {
                // a host that looks like an option would be one to ssh
                String user = Objects.requireNonNullElse(uri.getRawUserInfo(), "");
                if (user.contains(":")) {
                    throw new EngineException(
                            "an address of ssh with a password in it, which the docker command does not take"
                                    + " either; use a key, and leave the password out");
                }
                if (uri.getHost() != null && !uri.getHost().startsWith("-")) {
                    return uri;
                }
            }
            default -> {}
        }
        throw new EngineException("\"" + withoutUser(host)
                + "\" is no address of an engine; write unix:///path/docker.sock or tcp://host:port");
    }

    /** Before the last @ there may be a password. */
    private static String withoutUser(String host) {
        return host.replaceFirst("^([a-z]+://)?.*@", "$1");
    }
}

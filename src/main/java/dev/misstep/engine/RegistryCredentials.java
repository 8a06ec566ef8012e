package dev.misstep.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How the user is known to registries: from {@code config.json} or from the credential helper it names
 * (docker/cli, cli/config/configfile/file.go). Nothing here is ever shown.
 */
public final class RegistryCredentials {
    /** The name under which {@code docker login} files Docker Hub. */
    static final String DOCKER_HUB = "https://index.docker.io/v1/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEED = 16;

    private final DockerConfig config;
    private final Map<String, String> environment;
    private final Map<String, byte[]> seeds = new ConcurrentHashMap<>();
    private @Nullable RegistryTokens tokens;

    private RegistryCredentials(DockerConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    /**
     * Reads the user's configuration.
     *
     * @param environment the user's environment, in which helpers run
     * @param home the user's home directory
     * @throws EngineException if {@code config.json} cannot be read
     */
    public static RegistryCredentials read(Map<String, String> environment, Path home) throws EngineException {
        return new RegistryCredentials(DockerConfig.read(environment, home), Map.copyOf(environment));
    }

    /** The environment in which programs of the user's run. */
    Map<String, String> environment() {
        return environment;
    }

    /** What gets tokens for what is known here. */
    synchronized RegistryTokens tokens() {
        RegistryTokens made = tokens == null ? new RegistryTokens(environment) : tokens;
        tokens = made;
        return made;
    }

    /** A secret for a registry that is the same as long as this runs, and not kept: it is as good as none to others. */
    byte[] seed(String host) {
        return seeds.computeIfAbsent(host, same -> randomBytes()).clone();
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[SEED];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /**
     * For the registry of an image, or {@code null} if the user is not known there.
     *
     * @throws EngineException if a credential helper is missing or fails
     */
    @Nullable
    AuthConfig forImage(String image) throws EngineException {
        return forRegistry(registry(image));
    }

    /** For every registry the configuration knows, as the classic builder wants them; those of failing helpers left out. */
    AuthConfigurations all() {
        TreeSet<String> servers = new TreeSet<>();
        config.root().path("auths").fieldNames().forEachRemaining(servers::add);
        config.root().path("credHelpers").fieldNames().forEachRemaining(servers::add);
        AuthConfigurations all = new AuthConfigurations();
        for (String server : servers) {
            AuthConfig auth = known(server);
            if (auth != null) {
                all.addConfig(auth);
            }
        }
        return all;
    }

    private @Nullable AuthConfig known(String server) {
        try {
            return forRegistry(server);
        } catch (EngineException e) {
            // the build may not need this registry; if it does, the engine says so
            return null;
        }
    }

    @Nullable
    AuthConfig forRegistry(String server) throws EngineException {
        String helper = config.root().path("credHelpers").path(server).asText("");
        if (helper.isEmpty() && server.equals(DOCKER_HUB)) {
            helper = config.root().path("credHelpers").path("docker.io").asText("");
        }
        if (helper.isEmpty()) {
            helper = config.text("credsStore");
        }
        if (!helper.isEmpty()) {
            return fromHelper(helper, server);
        }
        JsonNode auth = config.root().path("auths").path(server);
        Iterator<Map.Entry<String, JsonNode>> others =
                config.root().path("auths").properties().iterator();
        while (auth.isMissingNode() && others.hasNext()) {
            Map.Entry<String, JsonNode> other = others.next();
            if (host(other.getKey()).equals(host(server))) {
                auth = other.getValue();
            }
        }
        return fromFile(auth, server);
    }

    private static @Nullable AuthConfig fromFile(JsonNode auth, String server) throws EngineException {
        String username = auth.path("username").asText("");
        String password = auth.path("password").asText("");
        String encoded = auth.path("auth").asText("");
        if (!encoded.isEmpty()) {
            String decoded;
            try {
                decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new EngineException("config.json has damaged credentials of " + server + "; log in again");
            }
            int colon = decoded.indexOf(':');
            username = colon < 0 ? decoded : decoded.substring(0, colon);
            password = colon < 0 ? "" : decoded.substring(colon + 1);
        }
        String token = auth.path("identitytoken").asText("");
        if (token.isEmpty() && username.isEmpty()) {
            return null;
        }
        return credentials(server, username, password, token);
    }

    private @Nullable AuthConfig fromHelper(String helper, String server) throws EngineException {
        String answer = CredentialHelper.named(helper, environment).get(server);
        if (answer == null) {
            return null;
        }
        JsonNode json;
        try {
            json = JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            // its message would quote the answer
            throw new EngineException("the credential helper \"" + helper + "\" gave no valid JSON for " + server);
        }
        String username = json.path("Username").asText("");
        String secret = json.path("Secret").asText("");
        return username.equals("<token>")
                ? credentials(server, "", "", secret)
                : credentials(server, username, secret, "");
    }

    private static AuthConfig credentials(String server, String username, String password, String token) {
        AuthConfig auth = new AuthConfig().withRegistryAddress(server);
        return token.isEmpty()
                ? auth.withUsername(username).withPassword(password)
                : auth.withUsername(username).withIdentityToken(token);
    }

    /** The registry of an image, as {@code docker login} files it. */
    static String registry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean domain = first.contains(".") || first.contains(":") || first.equals("localhost");
        if (!domain || first.equals("docker.io") || first.equals("index.docker.io")) {
            return DOCKER_HUB;
        }
        return first;
    }

    /** {@code https://registry.example/v1/} and {@code registry.example} are the same registry. */
    private static String host(String server) {
        String bare = server.replaceFirst("^https?://", "");
        int slash = bare.indexOf('/');
        return slash < 0 ? bare : bare.substring(0, slash);
    }

    /** Shows nothing of its content. */
    @Override
    public String toString() {
        return "RegistryCredentials[" + config.directory() + "]";
    }
}

package dev.misstep.engine;

import com.github.dockerjava.api.model.AuthConfig;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.session.FirstText;
import dev.misstep.engine.session.SessionService;
import java.util.Map;
import java.util.Objects;

/**
 * Tells the builder how the user is known to a registry (moby/buildkit, session/auth). Who is not known there is told so, and
 * the builder goes on as anybody.
 */
final class RegistryAccess implements SessionService {
    private static final String DOCKER_HUB = "registry-1.docker.io";

    private final RegistryCredentials credentials;

    RegistryAccess(RegistryCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Map<String, GrpcServer.Method> methods() {
        return Map.of("/moby.filesync.v1.Auth/Credentials", GrpcServer.unary(this::credentials));
    }

    private byte[] credentials(byte[] message) throws GrpcException {
        String host = FirstText.of(message);
        AuthConfig known;
        try {
            known = credentials.forRegistry(host.equals(DOCKER_HUB) ? RegistryCredentials.DOCKER_HUB : host);
        } catch (EngineException e) {
            throw new GrpcException(Code.UNKNOWN, String.valueOf(e.getMessage()));
        }
        if (known == null) {
            return new byte[0];
        }
        String token = Objects.requireNonNullElse(known.getIdentitytoken(), "");
        return token.isEmpty()
                ? new ProtoWriter()
                        .text(1, Objects.requireNonNullElse(known.getUsername(), ""))
                        .text(2, Objects.requireNonNullElse(known.getPassword(), ""))
                        .toBytes()
                : new ProtoWriter().text(2, token).toBytes();
    }
}

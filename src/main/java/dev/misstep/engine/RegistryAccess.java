package dev.misstep.engine;

import com.github.dockerjava.api.model.AuthConfig;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.session.FirstText;
import dev.misstep.engine.session.SessionService;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gets the builder into registries as the user is known there (moby/buildkit, session/auth). Where this machine reaches a
 * registry that gives tokens, the builder is told those and no password; where it does not, or the registry wants the password
 * itself, the builder is told that. Who is not known there is told so, and the builder goes on as anybody.
 */
final class RegistryAccess implements SessionService {
    private static final String SERVICE = "/moby.filesync.v1.Auth/";
    private static final String DOCKER_HUB = "registry-1.docker.io";

    private final RegistryCredentials credentials;

    RegistryAccess(RegistryCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Map<String, GrpcServer.Method> methods() {
        return Map.of(
                SERVICE + "Credentials", GrpcServer.unary(this::credentials),
                SERVICE + "FetchToken", GrpcServer.unary(this::token),
                SERVICE + "GetTokenAuthority", GrpcServer.unary(this::authority),
                SERVICE + "VerifyTokenAuthority", GrpcServer.unary(this::verify));
    }

    private @Nullable AuthConfig known(String host) throws GrpcException {
        try {
            return credentials.forRegistry(host.equals(DOCKER_HUB) ? RegistryCredentials.DOCKER_HUB : host);
        } catch (EngineException e) {
            throw new GrpcException(Code.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    private byte[] credentials(byte[] message) throws GrpcException {
        AuthConfig known = known(FirstText.of(message));
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

    private byte[] authority(byte[] message) throws GrpcException {
        TokenAuthority key = key(FirstText.of(message), bytes(message, 2));
        return new ProtoWriter().bytes(1, key.publicKey()).toBytes();
    }

    private byte[] verify(byte[] message) throws GrpcException {
        TokenAuthority key = key(FirstText.of(message), bytes(message, 3));
        return new ProtoWriter().bytes(1, key.signed(bytes(message, 2))).toBytes();
    }

    /** Those of one field; none where it is not there. */
    private static byte[] bytes(byte[] message, int field) throws GrpcException {
        byte[] bytes = new byte[0];
        try {
            ProtoReader asked = new ProtoReader(message);
            while (asked.next()) {
                bytes = asked.field() == field ? asked.bytes() : bytes;
            }
            return bytes;
        } catch (MalformedStatusException e) {
            throw unreadable();
        }
    }

    /** @throws GrpcException where the builder is to ask for the password, if it needs one */
    private TokenAuthority key(String host, byte[] salt) throws GrpcException {
        if (known(host) == null || !credentials.tokens().reach(host)) {
            throw new GrpcException(Code.UNAVAILABLE, "client side tokens disabled");
        }
        return TokenAuthority.of(credentials.seed(host), salt);
    }

    private byte[] token(byte[] message) throws GrpcException {
        RegistryTokens.Wish wish = wish(message);
        AuthConfig known = known(wish.host());
        if (known == null) {
            throw new GrpcException(Code.UNAUTHENTICATED, "no login for " + wish.host());
        }
        try {
            RegistryTokens.Token token = credentials.tokens().fetch(wish, known);
            return new ProtoWriter()
                    .text(1, token.text())
                    .number(2, token.seconds())
                    .number(3, token.issued())
                    .toBytes();
        } catch (IOException e) {
            throw new GrpcException(Code.UNAUTHENTICATED, String.valueOf(e.getMessage()));
        }
    }

    private static RegistryTokens.Wish wish(byte[] message) throws GrpcException {
        String host = "";
        String realm = "";
        String service = "";
        List<String> scopes = new ArrayList<>();
        try {
            ProtoReader asked = new ProtoReader(message);
            while (asked.next()) {
                switch (asked.field()) {
                    case 2 -> host = asked.string();
                    case 3 -> realm = asked.string();
                    case 4 -> service = asked.string();
                    case 5 -> scopes.add(asked.string());
                    default -> {
                        // how the builder calls itself
                    }
                }
            }
        } catch (MalformedStatusException e) {
            throw unreadable();
        }
        return new RegistryTokens.Wish(host, realm, service, scopes);
    }

    private static GrpcException unreadable() {
        return new GrpcException(Code.INVALID_ARGUMENT, "a message that cannot be read");
    }
}

package dev.misstep.engine;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcClient;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.http2.Duplex;
import dev.misstep.engine.http2.Headers;
import dev.misstep.engine.http2.Http2Connection;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The engine's BuildKit, spoken to as the docker command does: its Control service (moby/buildkit,
 * api/services/control/control.proto), over {@code /grpc} of engines before API 1.53 and straight on the socket since.
 */
final class BuildKitControl implements Closeable {
    /** How long an engine may be silent, on any of its connections, before it is taken for gone. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SERVICE = "/moby.buildkit.v1.Control/";

    private final EngineConnection engine;
    private final Http2Connection connection;
    private final GrpcClient client;

    private final Duration patience;
    private final Cancellation cancellation;

    private BuildKitControl(
            EngineConnection engine, Http2Connection connection, Duration patience, Cancellation cancellation) {
        this.engine = engine;
        this.patience = patience;
        this.cancellation = cancellation;
        this.connection = connection;
        this.client = new GrpcClient(connection);
    }

    /** @param cancellation ends the wait for an engine that does not answer */
    static BuildKitControl open(EngineConnection engine, Cancellation cancellation)
            throws IOException, EngineException {
        return open(engine, PATIENCE, cancellation);
    }

    /** @param patience how long the engine may be silent */
    static BuildKitControl open(EngineConnection engine, Duration patience, Cancellation cancellation)
            throws IOException, EngineException {
        Duplex duplex = engine.facts().speaksGrpc()
                ? EngineSocket.connect(engine.reached())
                : UpgradedConnection.open(engine.reached(), engine.path("/grpc"), Map.of(), patience, cancellation);
        try {
            return new BuildKitControl(engine, Http2Connection.connect(duplex, patience), patience, cancellation);
        } catch (IOException e) {
            duplex.close();
            throw e;
        }
    }

    /** A connection on which the engine is served a session. */
    Duplex session(Map<String, List<String>> headers) throws IOException {
        if (engine.facts().speaksGrpc()) {
            List<Headers.Field> metadata = headers.entrySet().stream()
                    .flatMap(header -> header.getValue().stream()
                            .map(value -> new Headers.Field(header.getKey().toLowerCase(Locale.ROOT), value)))
                    .toList();
            return new CallDuplex(client.begin(SERVICE + "Session", new Headers(metadata)));
        }
        try {
            return UpgradedConnection.open(engine.reached(), engine.path("/session"), headers, patience, cancellation);
        } catch (EngineException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Builds, and returns what the exporter tells of the result.
     *
     * @param begun told of the call, which another thread may cancel
     */
    Map<String, String> solve(byte[] request, Consumer<GrpcCall> begun) throws IOException, GrpcException {
        byte[][] answer = {new byte[0]};
        client.stream(SERVICE + "Solve", request, begun, message -> answer[0] = message);
        Map<String, String> response = new TreeMap<>();
        try {
            ProtoReader reader = new ProtoReader(answer[0]);
            while (reader.next()) {
                if (reader.field() == 1) {
                    entry(reader.message(), response);
                }
            }
        } catch (MalformedStatusException e) {
            throw new IOException("the engine's answer cannot be read", e);
        }
        return response;
    }

    static void entry(ProtoReader entry, Map<String, String> map) throws MalformedStatusException {
        String key = "";
        String value = "";
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> key = entry.string();
                case 2 -> value = entry.string();
                default -> {
                    // no other fields in an entry of a map
                }
            }
        }
        map.put(key, value);
    }

    /** Hears the status messages of a build until it has ended. */
    void status(String reference, Consumer<GrpcCall> begun, Consumer<byte[]> messages)
            throws IOException, GrpcException {
        client.stream(SERVICE + "Status", new ProtoWriter().text(1, reference).toBytes(), begun, messages);
    }

    /** The events of its history: one for each build it remembers or has under way. */
    List<byte[]> history() throws IOException, GrpcException {
        List<byte[]> events = new ArrayList<>();
        byte[] onlyThoseThereAre = new ProtoWriter().bool(3, true).toBytes();
        client.stream(SERVICE + "ListenBuildHistory", onlyThoseThereAre, call -> {}, events::add);
        return events;
    }

    /** What BuildKit says of itself. */
    WorkerFacts worker() throws IOException, GrpcException, MalformedStatusException {
        return WorkerFacts.read(client.call(SERVICE + "ListWorkers", new byte[0]));
    }

    @Override
    public void close() {
        connection.close();
    }
}

package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcClient;
import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.http2.Headers;
import dev.misstep.engine.http2.Http2Connection;
import dev.misstep.engine.http2.Wire;
import dev.misstep.log.ProtoReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The builder's part of a transfer (tonistiigi/fsutil, receive.go). */
final class Receiver implements Closeable {
    private static final int STAT = 0;
    private static final int REQUEST = 1;
    private static final int DATA = 2;
    private static final int FINISH = 3;
    private static final int ERROR = 4;

    private final Http2Connection server;
    private final Http2Connection connection;
    private final GrpcClient client;

    /** What the side that serves said of calls that went wrong. */
    final List<Throwable> troubles = new CopyOnWriteArrayList<>();

    /** Served by those services. */
    Receiver(SessionService... services) throws IOException {
        Map<String, GrpcServer.Method> methods = new TreeMap<>();
        for (SessionService service : services) {
            methods.putAll(service.methods());
        }
        Wire wire = Wire.whole();
        Duration patience = Duration.ofSeconds(30);
        this.server = Http2Connection.serve(
                wire.right(), patience, new GrpcServer(methods, (method, failure) -> troubles.add(failure)));
        this.connection = Http2Connection.connect(wire.left(), patience);
        this.client = new GrpcClient(connection);
    }

    GrpcClient client() {
        return client;
    }

    GrpcCall begin(String... wishes) throws IOException {
        return client.begin("/moby.filesync.v1.FileSync/DiffCopy", Headers.of(wishes));
    }

    static void request(GrpcCall call, int id) throws IOException {
        call.send(new ProtoWriter().number(1, REQUEST).number(3, id).toBytes());
        call.flush();
    }

    static void finish(GrpcCall call) throws IOException {
        call.send(new ProtoWriter().number(1, FINISH).toBytes());
        call.flush();
    }

    /** What came: a path and what was told of it, or some content, or words. */
    record Packet(int type, int id, String path, long size, String link, byte[] data) {}

    static Packet next(GrpcCall call) throws Exception {
        return Objects.requireNonNull(nextOrNull(call), "ended too early");
    }

    private static @Nullable Packet nextOrNull(GrpcCall call) throws Exception {
        byte[] message = call.receive();
        if (message == null) {
            return null;
        }
        int type = 0;
        int id = 0;
        String path = "";
        long size = 0;
        String link = "";
        byte[] data = {};
        ProtoReader packet = new ProtoReader(message);
        while (packet.next()) {
            switch (packet.field()) {
                case 1 -> type = (int) packet.varint();
                case 2 -> {
                    ProtoReader stat = packet.message();
                    while (stat.next()) {
                        switch (stat.field()) {
                            case 1 -> path = stat.string();
                            case 5 -> size = stat.varint();
                            case 7 -> link = stat.string();
                            default -> {
                                // not of interest here
                            }
                        }
                    }
                }
                case 3 -> id = (int) packet.varint();
                case 4 -> data = packet.bytes();
                default -> throw new AssertionError("field " + packet.field());
            }
        }
        return new Packet(type, id, path, size, link, data);
    }

    /** All files whose path is wanted, and their content. */
    Map<String, byte[]> receive(Predicate<String> wanted, String... wishes) throws Exception {
        GrpcCall call = begin(wishes);
        List<String> paths = new ArrayList<>();
        Map<Integer, ByteArrayOutputStream> open = new HashMap<>();
        Map<String, byte[]> received = new TreeMap<>();
        boolean allTold = false;
        while (!allTold || !open.isEmpty()) {
            Packet packet = nextOrNull(call);
            if (packet == null) {
                call.cancel();
                throw new AssertionError("ended before it was finished: " + troubles);
            }
            switch (packet.type) {
                case STAT -> {
                    allTold = packet.path.isEmpty();
                    if (!allTold && wanted.test(packet.path)) {
                        open.put(paths.size(), new ByteArrayOutputStream());
                        request(call, paths.size());
                    }
                    paths.add(packet.path);
                }
                case DATA -> {
                    if (packet.data.length > 0) {
                        Objects.requireNonNull(open.get(packet.id)).write(packet.data);
                    } else {
                        received.put(
                                paths.get(packet.id),
                                Objects.requireNonNull(open.remove(packet.id)).toByteArray());
                    }
                }
                case ERROR -> throw new IOException(new String(packet.data, StandardCharsets.UTF_8));
                default -> throw new AssertionError("a packet of type " + packet.type);
            }
        }
        finish(call);
        Packet last = nextOrNull(call);
        if (last == null || last.type != FINISH || nextOrNull(call) != null) {
            throw new AssertionError("no proper end");
        }
        return received;
    }

    @Override
    public void close() {
        connection.close();
        server.close();
    }
}

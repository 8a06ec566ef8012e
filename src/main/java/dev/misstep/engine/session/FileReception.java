package dev.misstep.engine.session;

import static dev.misstep.engine.session.FileTransfer.DATA;
import static dev.misstep.engine.session.FileTransfer.ERROR;
import static dev.misstep.engine.session.FileTransfer.FINISH;
import static dev.misstep.engine.session.FileTransfer.REQUEST;
import static dev.misstep.engine.session.FileTransfer.STAT;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transfer from the builder (tonistiigi/fsutil, receive.go): it tells paths in order, numbered from 0, and an empty one
 * behind the last; contents are asked for by number.
 */
final class FileReception {
    /** So few that neither side ever waits for the other to read. */
    private static final int ASKED_AT_ONCE = 32;

    private final GrpcCall call;
    private final WrittenTree tree;
    private final Deque<Integer> unasked = new ArrayDeque<>();
    private final Map<Integer, WrittenTree.File> files = new HashMap<>();
    private int told;
    private int asked;
    private boolean allTold;

    FileReception(GrpcCall call, WrittenTree tree) {
        this.call = call;
        this.tree = tree;
    }

    void run() throws IOException, GrpcException {
        try {
            receive();
        } catch (IOException e) {
            // the builder shows the packet's words, and not those of the call's end
            byte[] words = FileSentence.of(e).getBytes(StandardCharsets.UTF_8);
            call.send(new ProtoWriter().number(1, ERROR).bytes(4, words).toBytes());
            throw e;
        } finally {
            for (WrittenTree.File file : files.values()) {
                file.close();
            }
        }
    }

    private void receive() throws IOException, GrpcException {
        for (byte @Nullable [] message = call.receive(); message != null; message = call.receive()) {
            Packet packet = Packet.read(message);
            switch (packet.type) {
                case STAT -> tell(packet.stat);
                case DATA -> write(packet);
                case ERROR ->
                    throw new GrpcException(
                            Code.ABORTED, "error from sender: " + new String(packet.data, StandardCharsets.UTF_8));
                case FINISH -> {
                    return;
                }
                default -> throw new IOException("a packet of a type that is not known: " + packet.type);
            }
            proceed();
        }
        throw new IOException("the builder broke off before all was sent");
    }

    private void tell(@Nullable FileStat stat) throws IOException {
        if (stat == null) {
            allTold = true;
            return;
        }
        int number = told++;
        WrittenTree.File file = tree.add(stat);
        if (file != null) {
            files.put(number, file);
            unasked.add(number);
        }
    }

    private void write(Packet packet) throws IOException {
        WrittenTree.File file = files.get(packet.id);
        if (file == null) {
            throw new IOException("the builder sends a file that nobody asked for");
        }
        if (packet.data.length > 0) {
            file.write(packet.data);
        } else {
            files.remove(packet.id);
            asked--;
            file.finish();
        }
    }

    private void proceed() throws IOException {
        boolean spoke = false;
        while (asked < ASKED_AT_ONCE && !unasked.isEmpty()) {
            asked++;
            call.send(new ProtoWriter()
                    .number(1, REQUEST)
                    .number(3, unasked.remove())
                    .toBytes());
            spoke = true;
        }
        if (allTold && files.isEmpty()) {
            allTold = false; // which is said once
            tree.finish();
            call.send(new ProtoWriter().number(1, FINISH).toBytes());
            spoke = true;
        }
        if (spoke) {
            call.flush();
        }
    }

    /** @param stat {@code null} for the end of all paths, and for packets of other types */
    private record Packet(int type, @Nullable FileStat stat, int id, byte[] data) {
        static Packet read(byte[] message) throws IOException {
            int type = STAT;
            int id = 0;
            byte[] data = {};
            FileStat stat = null;
            try {
                ProtoReader packet = new ProtoReader(message);
                while (packet.next()) {
                    switch (packet.field()) {
                        case 1 -> type = (int) packet.varint();
                        case 2 -> stat = FileStat.read(packet.message());
                        case 3 -> id = (int) packet.varint();
                        case 4 -> data = packet.bytes();
                        default -> {
                            // newer fields
                        }
                    }
                }
            } catch (MalformedStatusException e) {
                throw new IOException("a packet that cannot be read", e);
            }
            return new Packet(type, stat, id, data);
        }
    }
}

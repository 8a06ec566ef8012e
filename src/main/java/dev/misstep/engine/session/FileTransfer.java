package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One transfer (tonistiigi/fsutil, send.go): all paths are told in order, numbered from 0, and an empty one behind the last;
 * meanwhile the builder asks for the contents it wants by number, and says when it has them.
 */
final class FileTransfer {
    private static final int STAT = 0;
    private static final int REQUEST = 1;
    private static final int DATA = 2;
    private static final int FINISH = 3;
    private static final int ERROR = 4;

    private static final int CHUNK = 32 * 1024;
    private static final int NOTHING_MORE = -1;

    private final GrpcCall call;
    private final SyncedTree tree;
    private final Map<Integer, String> files = new ConcurrentHashMap<>();
    private final BlockingQueue<Integer> wanted = new LinkedBlockingQueue<>();
    private volatile @Nullable String failure;

    FileTransfer(GrpcCall call, SyncedTree tree) {
        this.call = call;
        this.tree = tree;
    }

    /** @throws GrpcException as unknown if we could not serve, as aborted if the builder gave up */
    void run(Selection selection) throws IOException, GrpcException {
        Thread teller = start("misstep-tell", () -> tell(selection));
        Thread sender = start("misstep-send", this::sendAll);
        try {
            boolean finished = hear();
            wanted.add(NOTHING_MORE);
            sender.join();
            if (finished) {
                call.send(packet(FINISH).toBytes());
                call.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while files were sent", e);
        } catch (IOException | GrpcException e) {
            if (failure == null) {
                throw e; // else it is only what came of that
            }
        } finally {
            teller.interrupt();
            sender.interrupt();
        }
        String reason = failure;
        if (reason != null) {
            throw new GrpcException(Code.UNKNOWN, reason);
        }
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Hears what the builder wants, until it has all. */
    private boolean hear() throws IOException, GrpcException {
        for (byte @Nullable [] message = call.receive(); message != null; message = call.receive()) {
            int type = STAT;
            int id = 0;
            String data = "";
            try {
                ProtoReader packet = new ProtoReader(message);
                while (packet.next()) {
                    switch (packet.field()) {
                        case 1 -> type = (int) packet.varint();
                        case 3 -> id = (int) packet.varint();
                        case 4 -> data = packet.string();
                        default -> {
                            // newer fields
                        }
                    }
                }
            } catch (MalformedStatusException e) {
                throw new IOException("a packet that cannot be read", e);
            }
            if (type == REQUEST) {
                wanted.add(id);
            } else if (type == FINISH) {
                return true;
            } else if (type == ERROR) {
                throw new GrpcException(Code.ABORTED, "error from receiver: " + data);
            }
        }
        return false;
    }

    private void tell(Selection selection) {
        try {
            int[] next = {0};
            new SyncWalk(tree, selection, stat -> {
                        if (stat.hasContent()) {
                            files.put(next[0], stat.path());
                        }
                        next[0]++;
                        call.send(packet(STAT).message(2, stat.proto()).toBytes());
                    })
                    .run();
            call.send(packet(STAT).toBytes());
            call.flush();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void sendAll() {
        try {
            for (int id = wanted.take(); id != NOTHING_MORE; id = wanted.take()) {
                send(id);
                if (wanted.isEmpty()) {
                    call.flush();
                }
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int id) throws IOException {
        String path = files.remove(id);
        if (path == null) {
            throw new IOException("the builder asked for a file it was not told of");
        }
        try (InputStream content = tree.open(path)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
                if (count > 0) {
                    call.send(packet(DATA).number(3, id).bytes(4, chunk, count).toBytes());
                }
            }
        }
        call.send(packet(DATA).number(3, id).toBytes());
    }

    /** The docker command sends a file it cannot open as an empty one; a build of that would be a lie. */
    private void fail(IOException e) {
        String reason = sentence(e);
        failure = reason;
        try {
            call.send(packet(ERROR)
                    .bytes(4, reason.getBytes(StandardCharsets.UTF_8))
                    .toBytes());
            call.flush();
        } catch (IOException gone) {
            call.cancel();
        }
    }

    private static String sentence(IOException e) {
        if (e instanceof FileSystemException file) {
            String why = e instanceof NoSuchFileException
                    ? "it went away while it was read"
                    : file.getReason() == null ? "permission denied" : file.getReason();
            return file.getFile() + ": " + why;
        }
        return String.valueOf(e.getMessage());
    }

    private static ProtoWriter packet(int type) {
        return new ProtoWriter().number(1, type);
    }
}

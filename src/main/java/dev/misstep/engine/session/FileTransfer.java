package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.http2.DaemonThread;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    static final int STAT = 0;
    static final int REQUEST = 1;
    static final int DATA = 2;
    static final int FINISH = 3;
    static final int ERROR = 4;

    private static final int CHUNK = 32 * 1024;
    private static final int NOTHING_MORE = -1;

    private final GrpcCall call;
    private final SyncedTree tree;
    private final Map<Integer, String> files = new ConcurrentHashMap<>();
    private final BlockingQueue<Integer> wanted = new LinkedBlockingQueue<>();
    private volatile @Nullable String failure;
    private volatile boolean over;

    FileTransfer(GrpcCall call, SyncedTree tree) {
        this.call = call;
        this.tree = tree;
    }

    /** @throws GrpcException as unknown if we could not serve, as aborted if the builder gave up */
    void run(Selection selection) throws IOException, GrpcException {
        DaemonThread.start("misstep-tell", () -> tell(selection));
        Thread sender = DaemonThread.start("misstep-send", this::sendAll);
        try {
            boolean finished = hear();
            wanted.add(NOTHING_MORE);
            sender.join();
            if (finished && failure == null) {
                say(packet(FINISH));
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while files were sent", e);
        } catch (IOException | GrpcException e) {
            if (failure == null) {
                throw e; // else it is only what came of that
            }
        } finally {
            // not by interrupting them: one that writes would close the connection, which others use too
            over = true;
            wanted.add(NOTHING_MORE);
        }
        String reason = failure;
        if (reason != null) {
            throw new GrpcException(Code.UNKNOWN, reason);
        }
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
                        say(packet(STAT).message(2, stat.proto()));
                    })
                    .run();
            say(packet(STAT));
            flush();
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void sendAll() {
        try {
            for (int id = wanted.take(); id != NOTHING_MORE; id = wanted.take()) {
                send(id);
                if (wanted.isEmpty()) {
                    flush();
                }
            }
        } catch (IOException | RuntimeException e) {
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
                    say(packet(DATA).number(3, id).bytes(4, chunk, count));
                }
            }
        }
        say(packet(DATA).number(3, id));
    }

    private void say(ProtoWriter packet) throws BuilderGone {
        if (over) {
            throw new BuilderGone(null);
        }
        try {
            call.send(packet.toBytes());
        } catch (IOException e) {
            throw new BuilderGone(e);
        }
    }

    private void flush() throws BuilderGone {
        try {
            call.flush();
        } catch (IOException e) {
            throw new BuilderGone(e);
        }
    }

    /** The docker command sends a file it cannot open as an empty one; a build of that would be a lie. */
    private void fail(Exception e) {
        if (e instanceof BuilderGone) {
            return; // whoever hears the builder is told why
        }
        String reason = FileSentence.of(e);
        failure = reason;
        try {
            say(packet(ERROR).bytes(4, reason.getBytes(StandardCharsets.UTF_8)));
            flush();
        } catch (BuilderGone gone) {
            call.cancel();
        }
    }

    private static ProtoWriter packet(int type) {
        return new ProtoWriter().number(1, type);
    }

    /** The builder has enough, or has gone: not the fault of what was read. */
    private static final class BuilderGone extends IOException {
        private static final long serialVersionUID = 1L;

        BuilderGone(@Nullable IOException cause) {
            super(cause);
        }
    }
}

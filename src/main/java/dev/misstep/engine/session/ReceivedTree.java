package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A directory the builder fills (moby/buildkit, session/filesync/diffcopy.go): what is there stays, unless something of that
 * name comes. One transfer at a time, for each trusts that directories it made stay directories.
 */
public final class ReceivedTree implements BuildResults.Place {
    private final Path root;
    private final ReentrantLock lock = new ReentrantLock();

    public ReceivedTree(Path root) {
        this.root = root;
    }

    @Override
    public void receive(GrpcCall call) throws IOException, GrpcException {
        lock.lock();
        try {
            new FileReception(call, new WrittenTree(root)).run();
        } finally {
            lock.unlock();
        }
    }
}

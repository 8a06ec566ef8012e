package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.http2.Headers;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Shows the builder directories by name (moby/buildkit, session/filesync): {@code context}, {@code dockerfile}, others. */
public final class FileSync implements SessionService {
    private final Map<String, SyncedTree> trees;

    public FileSync(Map<String, SyncedTree> trees) {
        this.trees = new TreeMap<>(trees);
    }

    @Override
    public Map<String, GrpcServer.Method> methods() {
        return Map.of("/moby.filesync.v1.FileSync/DiffCopy", this::answer);
    }

    private void answer(GrpcCall call) throws IOException, GrpcException {
        Headers asked = call.head();
        String name = Selection.directory(asked);
        SyncedTree tree = trees.get(name);
        if (tree == null) {
            throw new GrpcException(Code.NOT_FOUND, "no access allowed to dir \"" + name + "\"");
        }
        new FileTransfer(call, tree).run(Selection.of(asked, tree));
    }
}

package dev.misstep.engine.session;

import dev.misstep.engine.grpc.BytesMessage;
import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.http2.DaemonThread;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lets steps talk to the user's SSH agents, or to one that has keys of files, by id (moby/buildkit, session/sshforward). */
public final class SshAgents implements SessionService {
    private static final String DEFAULT = "default";
    private static final int CHUNK = 32 * 1024;

    private final Map<String, Path> sockets;
    private final Map<String, List<SshKey>> keys;

    /** @param sockets what each agent listens on, by id */
    public SshAgents(Map<String, Path> sockets) {
        this(sockets, Map.of());
    }

    /**
     * @param sockets what each agent of the user's listens on, by id
     * @param keys what each other agent has, by id
     */
    public SshAgents(Map<String, Path> sockets, Map<String, List<SshKey>> keys) {
        this.sockets = new TreeMap<>(sockets);
        this.keys = new TreeMap<>(keys);
    }

    @Override
    public Map<String, GrpcServer.Method> methods() {
        return Map.of(
                "/moby.sshforward.v1.SSH/CheckAgent",
                GrpcServer.unary(this::check),
                "/moby.sshforward.v1.SSH/ForwardAgent",
                this::forward);
    }

    private byte[] check(byte[] message) throws GrpcException {
        String asked = FirstText.of(message);
        if (!keys.containsKey(asked.isEmpty() ? DEFAULT : asked)) {
            socket(asked);
        }
        return new byte[0];
    }

    private Path socket(String asked) throws GrpcException {
        String id = asked.isEmpty() ? DEFAULT : asked;
        Path socket = sockets.get(id);
        if (socket == null) {
            throw new GrpcException(Code.NOT_FOUND, "unset ssh forward key " + id);
        }
        return socket;
    }

    private void forward(GrpcCall call) throws IOException, GrpcException {
        String id = call.head().first("buildkit.ssh.id").orElse(DEFAULT);
        List<SshKey> own = keys.get(id);
        if (own != null) {
            answer(new SshKeyAgent(own), call);
            return;
        }
        Path socket = socket(id);
        try (SocketChannel agent = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            agent.connect(UnixDomainSocketAddress.of(socket));
            Thread answers = DaemonThread.start("misstep-agent", () -> answer(agent, call));
            for (byte @Nullable [] message = call.receive(); message != null; message = call.receive()) {
                ByteBuffer data = ByteBuffer.wrap(BytesMessage.data(message));
                while (data.hasRemaining()) {
                    agent.write(data);
                }
            }
            agent.shutdownOutput();
            answers.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the agent was asked", e);
        }
    }

    private static void answer(SshKeyAgent agent, GrpcCall call) throws IOException {
        for (byte @Nullable [] message = call.receive(); message != null; message = call.receive()) {
            byte[] answer = agent.answer(BytesMessage.data(message));
            if (answer.length > 0) {
                call.send(BytesMessage.of(answer, 0, answer.length));
                call.flush();
            }
        }
    }

    private static void answer(SocketChannel agent, GrpcCall call) {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try {
            for (int count = agent.read(buffer); count >= 0; count = agent.read(buffer)) {
                call.send(BytesMessage.of(buffer.array(), 0, count));
                call.flush();
                buffer.clear();
            }
        } catch (IOException e) {
            call.cancel(); // one side is gone
        }
    }
}

package dev.misstep.engine;

import dev.misstep.engine.http2.DaemonThread;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A socket of this machine that leads to an engine behind ssh: each connection is a {@code docker system dial-stdio} over there,
 * as the docker command has it (docker/cli, cli/connhelper). Who may use it is who may read a directory of the user's own.
 */
final class SshTunnel implements Closeable {
    private static final int CHUNK = 32 * 1024;
    private static final long LAST_WORD_MILLIS = 500;

    private final URI engine;
    private final Map<String, String> environment;
    private final Path program;
    private final Path directory;
    private final ServerSocketChannel server;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile String lastWord = "";

    private SshTunnel(
            URI engine, Map<String, String> environment, Path program, Path directory, ServerSocketChannel server) {
        this.engine = engine;
        this.program = program;
        this.environment = environment;
        this.directory = directory;
        this.server = server;
    }

    /**
     * Opens one; nothing is connected before somebody uses it.
     *
     * @param engine {@code ssh://user@host:port/path/of/socket}, all but the host optional
     * @param environment in which {@code ssh} runs
     */
    static SshTunnel open(URI engine, Map<String, String> environment) throws IOException {
        Path program = UserProgram.find("ssh", environment)
                .orElseThrow(() -> new IOException("there is no ssh on the PATH; install it"));
        Path directory = Files.createTempDirectory("misstep-ssh");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        SshTunnel tunnel = new SshTunnel(engine, environment, program, directory, server);
        server.bind(UnixDomainSocketAddress.of(tunnel.socket()));
        DaemonThread.start("misstep-ssh", tunnel::accept);
        return tunnel;
    }

    /** Where the engine is reached. */
    Path socket() {
        return directory.resolve("docker.sock");
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                DaemonThread.start("misstep-ssh-connection", () -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            ProcessBuilder builder = new ProcessBuilder(command(program.toString(), engine));
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process ssh = builder.start();
            running.add(ssh);
            try {
                Thread said = DaemonThread.start("misstep-ssh-said", () -> passOn(ssh.getErrorStream()));
                DaemonThread.start("misstep-ssh-out", () -> send(client, ssh));
                receive(ssh.getInputStream(), client);
                said.join(LAST_WORD_MILLIS); // before the client is told of the end, and asks why
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ssh.destroy();
                running.remove(ssh);
            }
        } catch (IOException e) {
            return; // the client sees its connection end
        }
    }

    /** What ssh has to say is the user's; the last of it tells why there is no connection. */
    private void passOn(InputStream spoken) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(spoken, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                err.println(line);
                lastWord = line.isBlank() ? lastWord : line.strip();
            }
        } catch (IOException e) {
            return; // it was ended
        }
    }

    /** The last line that ssh wrote to standard error; empty where it wrote none. */
    String lastWord() {
        return lastWord;
    }

    /** As the docker command writes it; a socket elsewhere than usual is named to the docker over there. */
    static List<String> command(String program, URI engine) {
        List<String> command = new ArrayList<>(List.of(program, "-o", "ConnectTimeout=30", "-T"));
        if (engine.getUserInfo() != null) {
            command.addAll(List.of("-l", engine.getUserInfo()));
        }
        if (engine.getPort() >= 0) {
            command.addAll(List.of("-p", Integer.toString(engine.getPort())));
        }
        command.addAll(List.of("--", engine.getHost(), "docker"));
        String path = engine.getPath();
        if (path != null && path.length() > 1) {
            command.addAll(List.of("--host", "unix://" + path));
        }
        command.addAll(List.of("system", "dial-stdio"));
        return command;
    }

    private static void send(SocketChannel client, Process ssh) {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try (OutputStream out = ssh.getOutputStream()) {
            while (client.read(buffer) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
                out.flush();
                buffer.clear();
            }
        } catch (IOException e) {
            // the process' own destroy would close its streams, and what it says is still to be read
            ssh.toHandle().destroy();
        }
    }

    private static void receive(InputStream in, SocketChannel client) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
            while (bytes.hasRemaining()) {
                client.write(bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        running.forEach(Process::destroy);
        Files.deleteIfExists(socket());
        Files.deleteIfExists(directory);
    }
}

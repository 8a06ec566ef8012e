package dev.misstep.engine;

import dev.misstep.engine.http2.BlockInput;
import dev.misstep.engine.http2.BlockOutput;
import dev.misstep.engine.http2.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;

/** A bare connection to an engine, for what is not one request and one answer. */
final class EngineSocket {
    private static final int CONNECT_MILLIS = 10_000;

    private EngineSocket() {}

    static Duplex connect(EngineAddress address) throws IOException, EngineException {
        URI host = address.host();
        return switch (host.getScheme()) {
            case "unix" -> unix(Path.of(host.getPath()));
            case "tcp" -> tcp(address);
            case "npipe" -> NamedPipe.open(host);
            default ->
                throw new EngineException("builds over " + host.getScheme()
                        + " are not supported; set DOCKER_HOST to a unix or tcp address of the engine");
        };
    }

    private static Duplex unix(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new ChannelDuplex(channel);
    }

    private static Duplex tcp(EngineAddress address) throws IOException, EngineException {
        URI host = address.host();
        Socket socket = new Socket();
        Socket wire = socket;
        try {
            socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            EngineTls tls = address.tls();
            if (tls != null) {
                SSLSocket secure = (SSLSocket)
                        tls.context().getSocketFactory().createSocket(socket, host.getHost(), host.getPort(), true);
                javax.net.ssl.SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                socket.setSoTimeout(CONNECT_MILLIS);
                secure.startHandshake();
                socket.setSoTimeout(0);
                socket = secure;
            }
            return new SocketDuplex(wire, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException | EngineException e) {
            wire.close();
            throw e;
        }
    }

    /** @param wire without TLS, whose own farewell would wait for whoever is stuck sending */
    private record SocketDuplex(Socket wire, InputStream in, OutputStream out) implements Duplex {
        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    /** Unlike the streams of {@code Channels} these do not make the one who writes wait for the one who reads. */
    private record ChannelDuplex(SocketChannel channel) implements Duplex {
        @Override
        public InputStream in() {
            return new BlockInput() {
                @Override
                public int read(byte[] to, int from, int length) throws IOException {
                    return length == 0 ? 0 : channel.read(ByteBuffer.wrap(to, from, length));
                }
            };
        }

        @Override
        public OutputStream out() {
            return new BlockOutput() {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
            };
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

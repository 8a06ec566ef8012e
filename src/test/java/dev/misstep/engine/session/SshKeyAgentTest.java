package dev.misstep.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and signatures as OpenSSH's own programs write and check them. */
@Timeout(60)
class SshKeyAgentTest {
    @TempDir
    Path directory;

    private Path made(String passphrase, String... words) throws Exception {
        Path file = directory.resolve("key");
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-C", "someone", "-N", passphrase));
        command.addAll(List.of("-f", file.toString()));
        command.addAll(Arrays.asList(words));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return file;
    }

    /** Serves one agent's connections until it is closed. */
    private ServerSocketChannel serving(Path socket, SshKey key) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(() -> {
            while (server.isOpen()) {
                try (SocketChannel client = server.accept()) {
                    SshKeyAgent agent = new SshKeyAgent(List.of(key));
                    ByteBuffer buffer = ByteBuffer.allocate(7); // so that questions come in pieces
                    while (client.read(buffer.clear()) >= 0) {
                        ByteBuffer answer =
                                ByteBuffer.wrap(agent.answer(Arrays.copyOf(buffer.array(), buffer.position())));
                        while (answer.hasRemaining()) {
                            client.write(answer);
                        }
                    }
                } catch (IOException e) {
                    assertThat(e).isNotNull(); // the client or the server went
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private String run(Path socket, Path input, String... command) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        int status = builder.start().waitFor();
        String text = Files.readString(output);
        assertThat(status).as(text).isZero();
        return text;
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 256", "rsa, 2048", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521"})
    void aSignatureIsGoodToOpenSsh(String type, String bits) throws Exception {
        Path file = made("", "-t", type, "-b", bits);
        Path socket = directory.resolve("agent");
        Path data = Files.writeString(directory.resolve("data"), "what is signed");
        Path known = Path.of(file + ".pub");
        Path signers = Files.writeString(directory.resolve("signers"), "someone " + Files.readString(known));
        SshKey key = SshKey.read(Files.readAllBytes(file));
        Files.delete(file);
        try (ServerSocketChannel server = serving(socket, key)) {
            assertThat(server.isOpen()).isTrue();
            assertThat(run(socket, data, "ssh-add", "-L").split(" ")[1])
                    .isEqualTo(Files.readString(known).split(" ")[1]);

            run(socket, data, "ssh-keygen", "-Y", "sign", "-n", "test", "-f", known.toString(), data.toString());
            String verified = run(
                    socket,
                    data,
                    "ssh-keygen",
                    "-Y",
                    "verify",
                    "-n",
                    "test",
                    "-I",
                    "someone",
                    "-f",
                    signers.toString(),
                    "-s",
                    data + ".sig");

            assertThat(verified).contains("Good \"test\" signature for someone");
        }
        assertThat(key.toString()).startsWith("SshKey[");
    }

    @Test
    void whatIsNoUsableKeyIsSaid() throws Exception {
        assertThatThrownBy(() -> SshKey.read(Files.readAllBytes(made("a passphrase", "-t", "ed25519"))))
                .hasMessage("is a key with a passphrase; put it into an agent with ssh-add");
        Files.delete(directory.resolve("key"));
        assertThatThrownBy(() -> SshKey.read(Files.readAllBytes(made("", "-t", "rsa", "-m", "PEM"))))
                .hasMessageContaining("no key in OpenSSH's own form");
        Files.delete(directory.resolve("key"));
        byte[] whole = Files.readAllBytes(made("", "-t", "ed25519"));
        String text = new String(whole, StandardCharsets.US_ASCII);
        for (int length = 40; length < text.length() - 40; length += 7) {
            String cut = text.substring(0, length) + "\n-----END OPENSSH PRIVATE KEY-----\n";
            assertThatThrownBy(() -> SshKey.read(cut.getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void allElseIsRefused() throws Exception {
        SshKeyAgent agent = new SshKeyAgent(List.of());

        assertThat(agent.answer(new byte[] {0, 0, 0, 1, 11})).containsExactly(0, 0, 0, 5, 12, 0, 0, 0, 0);
        for (byte type : new byte[] {17, 18, 19, 22, 27, 0, 13}) {
            assertThat(agent.answer(new byte[] {0, 0, 0, 1, type})).containsExactly(0, 0, 0, 1, 5);
        }
        assertThatThrownBy(() -> agent.answer(new byte[] {127, 0, 0, 0})).isInstanceOf(IOException.class);
    }
}

package dev.misstep.history;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A real server of PostgreSQL: the one that the distribution has, on a port and in a directory of the tests' own; where there
 * is none, one in a container.
 */
final class PostgresUnderTest implements AutoCloseable {
    static final String PASSWORD = "correct-horse";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final List<AutoCloseable> parts = new ArrayList<>();
    private Path programs = Path.of("");
    private Path data = Path.of("");
    private String server = "";

    /** Starts one. */
    static PostgresUnderTest start() throws Exception {
        PostgresUnderTest postgres = new PostgresUnderTest();
        Path programs = programs();
        if (programs == null) {
            postgres.startContainer();
        } else {
            postgres.programs = programs;
            postgres.startServer();
        }
        return postgres;
    }

    private static @Nullable Path programs() throws IOException {
        Path all = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(all)) {
            return null;
        }
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(all)) {
            for (Path version : versions) {
                if (Files.isExecutable(version.resolve("bin/initdb"))) {
                    return version.resolve("bin");
                }
            }
        }
        return null;
    }

    private void startServer() throws Exception {
        Path folder = Files.createTempDirectory("misstep-postgres");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = folder.resolve("data");
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD);
        Files.createDirectory(data);
        if (isRoot()) {
            run(List.of("chown", "-R", "postgres:", folder.toString()));
        }
        run(asUser(
                programs.resolve("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                "misstep",
                "--pwfile=" + password,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C"));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = "127.0.0.1:" + port;
        Files.writeString(
                folder.resolve("options"),
                "-p " + port + " -h 127.0.0.1 -c unix_socket_directories= -c max_connections=50");
        startAgain();
        parts.add(() -> {
            stop("immediate");
            run(List.of("rm", "-rf", folder.toString()));
        });
    }

    /** Starts the server after it was stopped. */
    void startAgain() throws Exception {
        String options = Files.readString(data.resolveSibling("options"));
        run(asUser(
                programs.resolve("pg_ctl").toString(),
                "-D",
                data.toString(),
                "-w",
                "-l",
                data.resolve("log").toString(),
                "-o",
                options,
                "start"));
    }

    /** Stops the server, as {@code pg_ctl} does in this mode. */
    void stop(String mode) throws Exception {
        run(asUser(programs.resolve("pg_ctl").toString(), "-D", data.toString(), "-w", "-m", mode, "stop"));
    }

    /** Whether this one can be stopped and started. */
    boolean canStop() {
        return !data.toString().isEmpty();
    }

    private void startContainer() {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse("postgres:16-alpine"))
                .withEnv("POSTGRES_USER", "misstep")
                .withEnv("POSTGRES_PASSWORD", PASSWORD)
                .withExposedPorts(5432)
                .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\n", 2)
                        .withStartupTimeout(PATIENCE.multipliedBy(3)));
        container.start();
        parts.add(container::close);
        server = container.getHost() + ":" + container.getMappedPort(5432);
    }

    /** The address of a new, empty database. */
    String newDatabase() throws SQLException {
        String name = "history" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(address("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return address(name);
    }

    private String address(String database) {
        return "jdbc:postgresql://" + server + "/" + database + "?user=misstep&password=" + PASSWORD;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static List<String> asUser(String... command) {
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            words.addAll(List.of("runuser", "-u", "postgres", "--")); // the server refuses to be root
        }
        words.addAll(List.of(command));
        return words;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }
}

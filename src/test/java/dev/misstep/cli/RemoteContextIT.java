package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.misstep.engine.EngineUnderTest;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.Daemon;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contexts that the engine fetches from this machine. */
@Timeout(120)
class RemoteContextIT {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final String unique = UUID.randomUUID().toString();
    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();

    @TempDir
    private Path home;

    @TempDir
    private Path repositories;

    private HttpServer web;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @BeforeEach
    void serve() throws Exception {
        web = HttpServer.create(ANYWHERE, 0);
        web.createContext("/", exchange -> {
            byte[] page = pages.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(page == null ? 404 : 200, page == null ? -1 : page.length);
            if (page != null) {
                exchange.getResponseBody().write(page);
            }
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void removeImages() throws Exception {
        web.stop(0);
        for (EngineUnderTest engine : EngineUnderTest.all().toList()) {
            engine.removeImages(label());
        }
    }

    private String label() {
        return "dev.misstep.test=" + unique;
    }

    private Invocation.Result profile(EngineUnderTest engine, String context, String... options) {
        List<String> words = new ArrayList<>(List.of("profile", "--format", "json", "--label", label()));
        words.addAll(List.of(options));
        words.add(context);
        return new Invocation(home)
                .at(repositories)
                .with("DOCKER_HOST", engine.connection().address().host().toString())
                .run(words.toArray(String[]::new));
    }

    private String address(String path, byte[] content) {
        pages.put(path, content);
        return "http://me:s3cret-" + unique + "@127.0.0.1:" + web.getAddress().getPort() + path;
    }

    private static List<String> statuses(JsonNode report, int build) {
        List<String> statuses = new ArrayList<>();
        for (JsonNode vertex : report.path("builds").path(build).path("vertices")) {
            if (vertex.path("step").asBoolean()) {
                statuses.add(vertex.path("status").asText());
            }
        }
        return statuses;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anArchiveIsBuilt(EngineUnderTest engine) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            put(tar, "other.Dockerfile", "FROM busybox:1\nCOPY a /a\nRUN cat /a && echo " + unique + "\n");
            put(tar, "a", unique);
        }
        Invocation.Result result =
                profile(engine, address("/context.tar", bytes.toByteArray()), "--runs", "2", "-f", "other.Dockerfile");

        assertThat(result.err()).doesNotContain("s3cret");
        assertThat(result.status()).isZero();
        assertThat(statuses(result.json(), 0)).endsWith("executed", "executed");
        assertThat(statuses(result.json(), 1)).endsWith("cached", "cached");
        assertThat(result.out()).doesNotContain("s3cret");
    }

    private static void put(TarArchiveOutputStream tar, String name, String content) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aDockerfileIsBuilt(EngineUnderTest engine) {
        byte[] dockerfile = ("FROM busybox:1\nRUN echo " + unique + "\n").getBytes(StandardCharsets.UTF_8);

        Invocation.Result result = profile(engine, address("/some/file", dockerfile), "--runs", "1", "--cold");

        assertThat(result.status()).isZero();
        assertThat(statuses(result.json(), 0)).containsExactly("executed");
        assertThat(statuses(result.json(), 1)).containsExactly("cached");
        assertThat(result.out() + result.err()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aDockerfileOfThisMachineMayBeUsed(EngineUnderTest engine) throws Exception {
        Path own = Files.writeString(
                repositories.resolve("own"), "FROM busybox:1\nCOPY a /a\nRUN cat /a; echo " + unique + "\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            put(tar, "a", unique);
        }

        Invocation.Result result =
                profile(engine, address("/x", bytes.toByteArray()), "--runs", "1", "-f", own.toString());

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(statuses(result.json(), 0)).containsOnly("executed");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsNotThereIsToldWithoutThePassword(EngineUnderTest engine) {
        String missing = address("/x", new byte[0]).replace("/x", "/missing");

        Invocation.Result result = profile(engine, missing, "--runs", "1");

        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).contains("404").doesNotContain("s3cret");
        assertThat(result.out()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aRepositoryIsBuiltAndTheCommitIsTold(EngineUnderTest engine) throws Exception {
        Path work = repositories.resolve("work");
        Files.createDirectories(work.resolve("sub"));
        Files.writeString(
                work.resolve("sub/Dockerfile"), "FROM busybox:1\nCOPY a /a\nRUN cat /a && echo " + unique + "\n");
        Files.writeString(work.resolve("sub/a"), unique);
        Daemon daemon = new Daemon(ANYWHERE);
        daemon.setRepositoryResolver(new FileResolver<>(repositories.toFile(), true));
        try (Git git =
                Git.init().setDirectory(work.toFile()).setInitialBranch("main").call()) {
            git.add().addFilepattern(".").call();
            git.commit().setMessage("first").setSign(false).call();
            daemon.start();
            String address = "git://127.0.0.1:" + daemon.getAddress().getPort() + "/work/.git#main:sub";
            String change =
                    "cd work && echo $$ >>sub/a && git add . && git -c user.name=a -c user.email=b commit -qm x";

            Invocation.Result same = profile(engine, address, "--runs", "2");
            if (same.status() == 5) {
                // an engine without git says so
                assertThat(same.err())
                        .contains("the build failed")
                        .containsPattern("\\bgit\\b.*(executable|support|source)");
                return;
            }
            assertThat(same.status()).as(same.err()).isZero();
            assertThat(statuses(same.json(), 1)).containsExactly("cached", "cached");
            assertThat(same.json().path("builds").path(1).path("diagnostics")).isEmpty();

            Invocation.Result changed = profile(engine, address, "--runs", "2", "--prepare", change);
            assertThat(changed.status()).as(changed.err()).isZero();
            assertThat(statuses(changed.json(), 1)).containsExactly("executed", "executed");
            JsonNode second = changed.json().path("builds").path(1);
            String head = git.getRepository().resolve("HEAD").name();
            assertThat(second.path("diagnostics").toString())
                    .contains("built from commit " + head + ", and not ")
                    .contains("is not known");
            for (JsonNode miss : changed.json().path("misses")) {
                assertThat(miss.path("files")).isEmpty();
                assertThat(miss.path("cause").asText()).isIn("unknown", "cold");
            }
        } finally {
            daemon.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatCannotBeDoneIsSaidBefore(EngineUnderTest engine) {
        String address = address("/x", new byte[0]);

        Invocation.Result edited = profile(engine, address, "--edit", "a");
        Invocation.Result classic = profile(engine, address, "--builder-kind", "classic");

        assertThat(edited.status()).isEqualTo(2);
        assertThat(edited.err()).startsWith("misstep: --edit: ").doesNotContain("s3cret");
        assertThat(classic.status()).isEqualTo(2);
        assertThat(classic.err()).contains("classic builder").doesNotContain("s3cret");
    }
}

package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.engine.http2.MisstepThreads;
import dev.misstep.log.BuildListener;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results of builds that come to this machine. */
@Timeout(120)
class OutputIT {
    private final String unique = UUID.randomUUID().toString();
    private final MisstepThreads threads = MisstepThreads.now();
    private final String dockerfile = """
            FROM busybox:1 AS made
            RUN mkdir -p /out/d/e && echo %s >/out/d/file && chmod 4751 /out/d/file && ln -s ../../elsewhere /out/d/link \\
                && ln /out/d/file /out/d/same && touch /out/empty && chmod 0555 /out/d/e && touch -d @1000000000 /out/d \\
                && head -c 3000000 /dev/zero >/out/zeros && for i in $(seq 300); do echo $i >/out/f$i; done
            FROM scratch
            COPY --from=made /out /
            """.formatted(unique);

    @TempDir
    Path directory;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        threads.assertNoneLeft();
    }

    private BuildResult build(EngineUnderTest engine, String dockerfile, String platform, String... outputs) {
        List<OutputOption> parsed = Arrays.stream(outputs)
                .map(output -> OutputOption.parse(output, directory::resolve))
                .toList();
        BuildSettings settings = new BuildSettings(
                null,
                Map.of(),
                Map.of(),
                platform.isEmpty() ? null : platform,
                false,
                List.of(),
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                parsed);
        assertThat(EngineLimits.refused(settings, engine.connection().facts())).isEmpty();
        return new BuildKitBuilder(engine.connection(), listener -> new RecordedBuild())
                .build(
                        new BuildRequest(
                                "test",
                                Contexts.directories(dockerfile, Contexts.text("a", unique)),
                                "Dockerfile",
                                settings,
                                List.of(),
                                BuilderKind.BUILDKIT),
                        BuildListener.NONE,
                        new Cancellation());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aDirectoryIsFilledAndKeepsWhatItHad(EngineUnderTest engine) throws Exception {
        Path out = Files.createDirectories(directory.resolve("out"));
        Files.writeString(out.resolve("mine"), "mine");
        Path outside = Files.writeString(directory.resolve("outside"), "untouched");
        Files.createSymbolicLink(out.resolve("f7"), outside);
        for (int run = 0; run < 2; run++) {
            BuildResult built = build(engine, dockerfile, "", "out");

            assertThat(built.error()).isNull();
            assertThat(built.succeeded()).isTrue();
            assertThat(built.imageId()).isNull();
            assertThat(out.resolve("d/file")).hasContent(unique + "\n");
            assertThat(out.resolve("f300")).hasContent("300\n");
            assertThat(out.resolve("f7")).hasContent("7\n").isRegularFile();
            assertThat(Files.isSymbolicLink(out.resolve("f7"))).isFalse();
            assertThat(outside).hasContent("untouched");
            assertThat(out.resolve("mine")).hasContent("mine");
            assertThat(out.resolve("empty")).isEmptyFile();
            assertThat(out.resolve("zeros")).hasSize(3_000_000);
            assertThat(Files.readSymbolicLink(out.resolve("d/link"))).hasToString("../../elsewhere");
            assertThat((int) Files.getAttribute(out.resolve("d/file"), "unix:mode") & 07777)
                    .isEqualTo(04751);
            assertThat(Files.getAttribute(out.resolve("d/same"), "unix:ino"))
                    .isEqualTo(Files.getAttribute(out.resolve("d/file"), "unix:ino"));
            assertThat((int) Files.getAttribute(out.resolve("d/e"), "unix:mode") & 07777)
                    .isEqualTo(0555);
            assertThat(Files.getLastModifiedTime(out.resolve("d"), LinkOption.NOFOLLOW_LINKS)
                            .toMillis())
                    .isEqualTo(1_000_000_000_000L);
            try (Stream<Path> names = Files.list(out)) {
                assertThat(names).noneMatch(name -> name.toString().contains(".tmp."));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anArchiveIsWritten(EngineUnderTest engine) throws Exception {
        assertThat(build(engine, dockerfile, "", "type=tar,dest=deep/out.tar").error())
                .isNull();

        assertThat(entries(directory.resolve("deep/out.tar")))
                .containsEntry("d/file", (long) unique.length() + 1)
                .containsEntry("zeros", 3_000_000L)
                .containsKey("f300");
        try (Stream<Path> files = Files.list(directory.resolve("deep"))) {
            assertThat(files).hasSize(1);
        }
    }

    private static Map<String, Long> entries(Path file) throws Exception {
        Map<String, Long> entries = new TreeMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry.getSize());
            }
        }
        return entries;
    }

    /** Engines whose store is a graph driver make no such archives, and say so before. */
    @ParameterizedTest
    @MethodSource("engines")
    void anImageBecomesAnArchiveWhereTheEngineCan(EngineUnderTest engine) throws Exception {
        if (!engine.connection().facts().containerd()) {
            BuildSettings settings =
                    BuildSettings.NONE.with(List.of(OutputOption.parse("type=oci,dest=x", directory::resolve)));
            assertThat(EngineLimits.refused(settings, engine.connection().facts()))
                    .singleElement()
                    .extracting(EngineLimits.Refusal::option)
                    .isEqualTo("--output");
            return;
        }
        assertThat(build(engine, dockerfile, "", "type=oci,dest=oci.tar", "type=docker,dest=docker.tar")
                        .error())
                .isNull();

        assertThat(entries(directory.resolve("oci.tar"))).containsKeys("index.json", "oci-layout");
        assertThat(entries(directory.resolve("docker.tar"))).containsKeys("manifest.json");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void oneBuildHasSeveralOutputsWhereTheEngineCan(EngineUnderTest engine) throws Exception {
        if (!engine.connection().facts().hasSeveralOutputs()) {
            BuildSettings settings = BuildSettings.NONE.with(
                    List.of(OutputOption.parse("a", directory::resolve), OutputOption.parse("b", directory::resolve)));
            assertThat(EngineLimits.refused(settings, engine.connection().facts()))
                    .singleElement()
                    .extracting(EngineLimits.Refusal::why)
                    .asString()
                    .contains("one output");
            return;
        }
        BuildResult built =
                build(engine, dockerfile, "", "type=tar,dest=out.tar", "out", "type=image", "type=cacheonly");

        assertThat(built.error()).isNull();
        assertThat(directory.resolve("out/d/file")).hasContent(unique + "\n");
        assertThat(entries(directory.resolve("out.tar"))).containsKey("d/file");
        assertThat(built.imageId()).isNotNull();
        engine.connection().removeImage(String.valueOf(built.imageId()));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void nothingIsMadeOfABuildForTheCache(EngineUnderTest engine) {
        BuildResult built = build(engine, dockerfile, "", "type=cacheonly");

        assertThat(built.error()).isNull();
        assertThat(built.imageId()).isNull();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void severalPlatformsBecomeSeveralDirectories(EngineUnderTest engine) throws Exception {
        BuildResult built = build(engine, "FROM scratch\nCOPY a /\n", "linux/amd64,linux/arm64", "out");

        assertThat(built.error()).isNull();
        assertThat(directory.resolve("out/linux_amd64/a")).hasContent(unique);
        assertThat(directory.resolve("out/linux_arm64/a")).hasContent(unique);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aPlaceThatCannotBeWrittenIsNamed(EngineUnderTest engine) throws Exception {
        Path out = Files.createDirectories(directory.resolve("out/f7/full")).getParent();

        assertThat(build(engine, dockerfile, "", "out").error())
                .startsWith("the output could not be written: " + out)
                .contains("a directory that holds something");
        assertThat(build(engine, dockerfile, "", "type=tar,dest=out").error())
                .isEqualTo("the output could not be written: " + directory.resolve("out")
                        + ": is a directory; name a file");
    }
}

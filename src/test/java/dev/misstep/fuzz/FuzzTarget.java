package dev.misstep.fuzz;

import dev.misstep.context.IgnoreRules;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.StatusDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A parser that has to live with any bytes: none may make it throw, hang or take memory without bounds. */
enum FuzzTarget {
    PLAIN("28-buildkit-plain", "#1 [2/3] RUN x\n"),
    RAWJSON("28-buildkit-rawjson", "{\"vertexes\":[]}\n"),
    TTY("28-buildkit-tty", "[+] Building 0.1s (1/3)\n"),
    CLASSIC("20-classic", "Step 1/3 : FROM x\n"),
    API("", "{\"stream\":\"Step 1/3 : FROM x\"}\n"),
    BUILDAH("", "STEP 1/3: FROM x\n") {
        @Override
        List<byte[]> seeds() {
            return List.of(ascii("""
                    [1/2] STEP 2/3: RUN make
                    making
                    --> 5a2c3b4d5e6f
                    [2/2] STEP 1/2: COPY --from=0 /a /b
                    --> Using cache 6b7c8d9e0f105a2c3b4d5e6f6b7c8d9e0f105a2c3b4d5e6f6b7c8d9e0f105a2c
                    [2/2] COMMIT app
                    --> 5a2c3b4d5e6f
                    Successfully tagged localhost/app:latest
                    Error: building at STEP "RUN false": while running runtime: exit status 1
                    """));
        }
    },
    KANIKO("", "INFO[0000] Retrieving image manifest alpine:3.20\n") {
        @Override
        List<byte[]> seeds() {
            return List.of(ascii("""
                    INFO[0001] Building stage 'alpine' [idx: '0', base-idx: '-1']
                    INFO[0002] Checking for cached layer registry/cache:0a1b...
                    INFO[0002] Using caching version of cmd: RUN make
                    INFO[0003] RUN make
                    INFO[0003] Found cached layer, extracting to filesystem
                    INFO[0004] Taking snapshot of full filesystem...
                    error building image: error building stage: failed to execute command: exit status 1
                    """));
        }
    },
    /** Lines behind stamps, and whatever else decorates them. */
    WRAPPED("28-buildkit-plain-github", "2024-05-01T12:34:56.1234567Z #1 [2/3] RUN x\n"),
    /** Compressed files, archives and build records: nothing stands in front of what is in them. */
    SOURCE("28-buildkit-record", "") {
        @Override
        List<byte[]> seeds() {
            return Stream.concat(
                            super.seeds().stream(),
                            Stream.of(
                                    "504b030414000000000000000000000000000c0000000c00000001000000612331205b322f325d2052554e",
                                    "28b52ffd0458610000232031205b322f325d0a",
                                    "fd377a585a000004e6d6b446",
                                    "425a68393141592653590000",
                                    "fffe23003100200043004100430048004500440000000a00"))
                    .map(seed -> seed instanceof String hex ? HexFormat.of().parseHex(hex) : (byte[]) seed)
                    .toList();
        }
    },
    /** One message of an engine's status stream. */
    STATUS("", "") {
        @Override
        List<byte[]> seeds() {
            return List.of(HexFormat.of()
                    .parseHex("0a2b0a077368613235363a12077368613235363a1a0b5b322f325d2052554e20782a06088092b8c398"
                            + "320608b2d0c398011a0c0a0361626318012203780a0a"));
        }

        @Override
        void run(byte[] data) throws IOException {
            try {
                StatusDecoder.decode(data);
            } catch (MalformedStatusException e) {
                return; // which is an answer
            }
        }
    },
    DOCKERFILE("project", "") {
        @Override
        void run(byte[] data) throws IOException {
            try {
                Dockerfile.parse(new String(data, StandardCharsets.UTF_8));
            } catch (DockerfileSyntaxException e) {
                return; // which is an answer
            }
        }
    },
    IGNORE("", "*\n") {
        @Override
        List<byte[]> seeds() {
            return List.of(ascii("**/*.md\n!README.md\n# no\n/a/./b/[a-z]?\\*\n"));
        }

        @Override
        void run(byte[] data) throws IOException {
            String text = new String(data, StandardCharsets.UTF_8);
            try {
                IgnoreRules rules = IgnoreRules.parse(text);
                rules.excludes("src/main/a.md");
                rules.excludes(text.strip());
            } catch (IgnoreSyntaxException e) {
                return; // which is an answer
            }
        }
    };

    private static final Path SAMPLES = Path.of("sample-logs");

    private final String samples;
    private final String opening;

    /**
     * @param samples the directory of sample logs that are its seeds, or nothing
     * @param opening what is put in front of all bytes, so that they are read by this parser
     */
    FuzzTarget(String samples, String opening) {
        this.samples = samples;
        this.opening = opening;
    }

    /** What a fuzzer begins with. */
    List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        if (samples.isEmpty()) {
            return List.of(ascii(opening));
        }
        try (Stream<Path> files = Files.walk(SAMPLES.resolve(samples))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds;
    }

    /** Reads any bytes; throws if they do harm. */
    void run(byte[] data) throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.writeBytes(ascii(opening));
        log.writeBytes(data);
        ReadTwice.check(log.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.misstep.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.misstep.log.source.Packer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code .dockerbuild} files as buildx does. */
final class DockerBuildFile {
    private final Map<String, byte[]> files =
            new TreeMap<>(Map.of("oci-layout", json("{'imageLayoutVersion':'1.0.0'}")));
    private final List<String> manifests = new ArrayList<>();

    /**
     * Adds a record.
     *
     * @param record its JSON, with {@code '} for quotes
     * @param messages its status stream
     * @param provenances one for each platform, with {@code '} for quotes
     */
    DockerBuildFile with(String record, List<SolveStatus> messages, String... provenances) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (SolveStatus message : messages) {
            byte[] bytes = StatusDecoderTest.write(message);
            frames.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(bytes.length)
                    .array());
            frames.writeBytes(bytes);
        }
        return with(record, frames.toByteArray(), provenances);
    }

    DockerBuildFile with(String record, byte[] frames, String... provenances) {
        List<String> layers = new ArrayList<>();
        layers.add(descriptor("application/vnd.buildkit.otlp.json.v0", json("{'Name':'span'}\n{'Name':'other'}")));
        layers.add(descriptor("application/vnd.buildkit.status.v0", frames));
        for (String provenance : provenances) {
            layers.add(descriptor("application/vnd.in-toto+json", json(provenance)));
        }
        manifests.add(descriptor(
                "application/vnd.oci.image.manifest.v1+json",
                json("{'config':" + descriptor("application/vnd.buildkit.historyrecord.v0", json(record))
                        + ",'layers':[" + String.join(",", layers) + "]}")));
        return this;
    }

    /** One record's manifest stands in the index, several stand in one of their own below it. */
    Map<String, byte[]> files() {
        String all = manifests.stream().collect(Collectors.joining(",", "{'schemaVersion':2,'manifests':[", "]}"));
        Map<String, byte[]> result = new TreeMap<>();
        if (manifests.size() > 1) {
            all = "{'manifests':[" + descriptor("application/vnd.oci.image.index.v1+json", json(all)) + "]}";
        }
        result.putAll(files);
        result.put("index.json", json(all));
        return result;
    }

    byte[] bytes() throws IOException {
        return Packer.GZIP.pack(Packer.tar(files()));
    }

    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    private String descriptor(String type, byte[] blob) {
        String digest;
        try {
            digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        files.put("blobs/sha256/" + digest, blob);
        return "{'mediaType':'" + type + "','digest':'sha256:" + digest + "','size':" + blob.length + "}";
    }
}

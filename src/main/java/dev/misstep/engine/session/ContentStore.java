package dev.misstep.engine.session;

import dev.misstep.build.Sha256;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A directory of blobs, each under its digest (opencontainers/image-spec, image-layout.md). */
public final class ContentStore {
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");

    private final Path root;

    public ContentStore(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** Whether it has a blob; of no other text than a digest it has one. */
    public boolean has(String digest) {
        Matcher hex = DIGEST.matcher(digest);
        return hex.matches() && Files.isRegularFile(path(hex.group(1)));
    }

    private Path path(String hex) {
        return root.resolve("blobs").resolve("sha256").resolve(hex);
    }

    /** A blob it has. */
    Path blob(String digest) throws GrpcException {
        Matcher hex = DIGEST.matcher(digest);
        if (!hex.matches() || !Files.isRegularFile(path(hex.group(1)))) {
            throw new GrpcException(Code.NOT_FOUND, "content " + digest + ": not found");
        }
        return path(hex.group(1));
    }

    /** Begins a blob that is not there yet. */
    Ingest begin() throws IOException {
        Path folder = Files.createDirectories(root.resolve("ingest"));
        return new Ingest(folder.resolve(UUID.randomUUID().toString()));
    }

    /** A blob that comes. Closed before it is kept, it leaves nothing. */
    final class Ingest implements AutoCloseable {
        private final Path file;
        private final DigestOutputStream out;
        private long size;

        private Ingest(Path file) throws IOException {
            this.file = file;
            OutputStream raw = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
            this.out = new DigestOutputStream(raw, Sha256.begin());
        }

        long size() {
            return size;
        }

        void write(byte[] data) throws IOException {
            out.write(data);
            size += data.length;
        }

        /**
         * Keeps it, and returns its digest.
         *
         * @param total its size, 0 if that is not told
         * @param expected its digest, empty if that is not told
         */
        String keep(long total, String expected) throws IOException, GrpcException {
            out.close();
            String hex = HexFormat.of().formatHex(out.getMessageDigest().digest());
            String digest = "sha256:" + hex;
            if ((total > 0 && total != size) || !(expected.isEmpty() || expected.equals(digest))) {
                throw new GrpcException(
                        Code.FAILED_PRECONDITION,
                        "unexpected content: " + size + " bytes of " + digest + ", not " + total + " of " + expected);
            }
            Path blob = path(hex);
            Files.createDirectories(blob.getParent());
            Files.move(file, blob, StandardCopyOption.REPLACE_EXISTING);
            return digest;
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(file);
        }
    }
}

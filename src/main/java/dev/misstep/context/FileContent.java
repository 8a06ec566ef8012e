package dev.misstep.context;

import dev.misstep.build.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Reads files for their digests; each thread has a buffer and an algorithm that serve one file after the other. */
final class FileContent {
    private static final ThreadLocal<FileContent> OF_THREAD = ThreadLocal.withInitial(FileContent::new);

    private final byte[] buffer = new byte[64 * 1024];
    private final MessageDigest digest = Sha256.begin();

    private FileContent() {}

    static FileDigests.Digested read(Path file) throws IOException {
        return OF_THREAD.get().digested(file);
    }

    private FileDigests.Digested digested(Path file) throws IOException {
        digest.reset();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        }
        return new FileDigests.Digested(size, HexDigest.of(digest.digest()));
    }
}

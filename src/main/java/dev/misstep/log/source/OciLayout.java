package dev.misstep.log.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** An OCI image layout (opencontainers/image-spec, image-layout.md): an index, and blobs named by their digests. */
public final class OciLayout {
    static final String MARK = "oci-layout";
    static final String INDEX = "index.json";

    /** The largest seen, the provenance of a build of hundreds of steps, has a tenth of it. */
    private static final int MAX_DOCUMENT = 32 << 20;

    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]{1,32}:[0-9a-f]{32,128}");

    /** Opens a file of the layout. */
    interface File {
        InputStream open();
    }

    private final Map<String, File> files;

    /** @param files by their paths below the layout */
    OciLayout(Map<String, File> files) {
        this.files = Map.copyOf(files);
    }

    /** The index all begins with. */
    public Optional<byte[]> index() throws IOException {
        return document(file(INDEX));
    }

    /**
     * A small blob as a whole, cut off where it is larger than any document needs to be.
     *
     * @param digest {@code sha256:…}
     */
    public Optional<byte[]> document(String digest) throws IOException {
        return document(blob(digest));
    }

    /**
     * A blob's bytes, which nobody has compared with its digest.
     *
     * @param digest {@code sha256:…}
     */
    public Optional<InputStream> blob(String digest) {
        return DIGEST.matcher(digest).matches() ? file("blobs/" + digest.replace(':', '/')) : Optional.empty();
    }

    private static Optional<byte[]> document(Optional<InputStream> file) throws IOException {
        return file.isEmpty() ? Optional.empty() : Optional.of(file.get().readNBytes(MAX_DOCUMENT));
    }

    private Optional<InputStream> file(String path) {
        return Optional.ofNullable(files.get(path)).map(File::open);
    }
}

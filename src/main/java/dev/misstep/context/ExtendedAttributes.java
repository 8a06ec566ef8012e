package dev.misstep.context;

import dev.misstep.build.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of files and directories that BuildKit is sent and hashes (cache/contenthash/tarsum.go): of those
 * only the ones named {@code user.}, which are all that Java reads. Links have none of these. What Apple's systems add by
 * themselves is not sent (tonistiigi/fsutil, stat_unix.go).
 */
public final class ExtendedAttributes {
    private static final String NAMESPACE = "user.";
    private static final String OF_APPLE = "com.apple.";

    private final boolean supported;

    private ExtendedAttributes(boolean supported) {
        this.supported = supported;
    }

    /** Those in a directory, none of which its file system may be able to keep. */
    public static ExtendedAttributes in(Path directory) {
        try {
            return new ExtendedAttributes(
                    Files.getFileStore(directory).supportsFileAttributeView(UserDefinedFileAttributeView.class));
        } catch (IOException e) {
            return new ExtendedAttributes(false);
        }
    }

    /** By their full names. None where they cannot be read: the docker command, too, goes on without. */
    public SortedMap<String, byte[]> of(Path path) {
        if (!supported) {
            return Collections.emptySortedMap();
        }
        try {
            UserDefinedFileAttributeView view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
            List<String> names = view == null ? List.of() : view.list();
            if (view == null || names.isEmpty()) { // nearly always
                return Collections.emptySortedMap();
            }
            TreeMap<String, byte[]> attributes = new TreeMap<>();
            for (String name : names) {
                if (!name.startsWith(OF_APPLE)) {
                    ByteBuffer value = ByteBuffer.allocate(view.size(name));
                    view.read(name, value);
                    attributes.put(NAMESPACE + name, Arrays.copyOf(value.array(), value.position()));
                }
            }
            return attributes;
        } catch (IOException e) {
            return Collections.emptySortedMap();
        }
    }

    /** Equal for equal attributes, 64 hex digits; {@code null} where there are none. */
    @Nullable
    String digest(Path path) {
        SortedMap<String, byte[]> attributes = of(path);
        if (attributes.isEmpty()) {
            return null;
        }
        MessageDigest digest = Sha256.begin();
        attributes.forEach((name, value) -> {
            // no name has a NUL
            digest.update((name + '\0' + value.length + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(value);
        });
        return HexDigest.of(digest.digest());
    }
}

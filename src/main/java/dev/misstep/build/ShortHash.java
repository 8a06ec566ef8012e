package dev.misstep.build;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What is shown and kept in place of a value that may be a secret. */
public final class ShortHash {
    private static final int BYTES = 6;

    private ShortHash() {}

    /** Enough of a digest to tell values apart, and nothing of the value itself. */
    public static String of(String value) {
        byte[] digest = Sha256.begin().digest(value.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }
}

package dev.misstep.build;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest by which files, results and builds are known. */
public final class Sha256 {
    private Sha256() {}

    /** A digest of nothing yet. For one thread. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

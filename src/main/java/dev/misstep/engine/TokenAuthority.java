package dev.misstep.engine;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key by which an engine knows that two sessions may use the same tokens (moby/buildkit, session/auth/authprovider): made of
 * a secret of ours and of what the engine adds, so that it cannot be used with another engine.
 */
final class TokenAuthority {
    private static final int KEY = 32;

    private final PrivateKey secret;
    private final byte[] known;

    private TokenAuthority(KeyPair pair) {
        this.secret = pair.getPrivate();
        this.known = encoded(pair.getPublic());
    }

    /**
     * The key for one registry.
     *
     * @param seed ours, unlike any other
     * @param salt the engine's
     */
    static TokenAuthority of(byte[] seed, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // Go takes an empty key, and Java none; padded with zeros they are the same
            mac.init(new SecretKeySpec(salt.length == 0 ? new byte[1] : salt, "HmacSHA256"));
            byte[] key = Arrays.copyOf(mac.doFinal(seed), KEY);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new GivenBytes(key));
            return new TokenAuthority(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** The 32 bytes by which signatures are checked (RFC 8032, 5.1.2). */
    byte[] publicKey() {
        return known.clone();
    }

    /** A signature with what it is of behind it, as NaCl has them. */
    byte[] signed(byte[] payload) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(payload);
            byte[] sign = signature.sign();
            byte[] both = Arrays.copyOf(sign, sign.length + payload.length);
            System.arraycopy(payload, 0, both, sign.length, payload.length);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** They stand at the end of what X.509 makes of a key (RFC 8410, 4). */
    private static byte[] encoded(PublicKey key) {
        byte[] whole = key.getEncoded();
        return Arrays.copyOfRange(whole, whole.length - KEY, whole.length);
    }

    /** What a key is made of where it must be the same each time. */
    private static final class GivenBytes extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] given;

        GivenBytes(byte[] given) {
            this.given = given.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(given, 0, bytes, 0, bytes.length);
        }
    }
}

package dev.misstep.engine.session;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as {@code ssh-keygen} writes it since OpenSSH 7.8, without a passphrase (openssh/openssh-portable, PROTOCOL.key). Shows
 * nothing of itself.
 */
public final class SshKey {
    private static final Pattern ARMOUR = Pattern.compile(
            "-----BEGIN OPENSSH PRIVATE KEY-----(.*?)-----END OPENSSH PRIVATE KEY-----", Pattern.DOTALL);
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int SEED = 32;

    private static final int SHA_256 = 2;
    private static final int SHA_512 = 4;

    private static final Map<String, String> CURVES =
            Map.of("nistp256", "secp256r1", "nistp384", "secp384r1", "nistp521", "secp521r1");
    private static final Map<String, String> HASHES =
            Map.of("nistp256", "SHA256", "nistp384", "SHA384", "nistp521", "SHA512");

    private final byte[] known;
    private final String type;
    private final String curve;
    private final PrivateKey secret;

    private SshKey(byte[] known, String type, String curve, PrivateKey secret) {
        this.known = known;
        this.type = type;
        this.curve = curve;
        this.secret = secret;
    }

    /**
     * Reads a key file.
     *
     * @throws IOException if it is no such key, in words without any of it
     */
    public static SshKey read(byte[] file) throws IOException {
        Matcher armour = ARMOUR.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!armour.find()) {
            throw new IOException("is no key in OpenSSH's own form; ssh-keygen -p -f FILE rewrites an older one");
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(armour.group(1));
        } catch (IllegalArgumentException e) {
            throw new IOException("is a damaged key", e);
        }
        if (!Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
            throw new IOException("is a key in a form that is not known");
        }
        SshBuffer outer = new SshBuffer(Arrays.copyOfRange(bytes, MAGIC.length, bytes.length));
        if (!outer.text().equals("none")) {
            throw new IOException("is a key with a passphrase; put it into an agent with ssh-add");
        }
        outer.text();
        outer.bytes();
        if (outer.number() != 1) {
            throw new IOException("has not one key");
        }
        byte[] known = outer.bytes();
        SshBuffer inner = new SshBuffer(outer.bytes());
        int check = inner.number(); // which is there twice, to tell a wrong passphrase
        if (check != inner.number()) {
            throw new IOException("is a damaged key");
        }
        try {
            return read(known, inner);
        } catch (GeneralSecurityException e) {
            throw new IOException("is a key that Java cannot use", e);
        }
    }

    private static SshKey read(byte[] known, SshBuffer inner) throws IOException, GeneralSecurityException {
        String type = inner.text();
        if (type.equals("ssh-ed25519")) {
            inner.bytes();
            byte[] seed = Arrays.copyOf(inner.bytes(), SEED);
            EdECPrivateKeySpec spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed);
            return new SshKey(known, type, "", KeyFactory.getInstance("Ed25519").generatePrivate(spec));
        }
        if (type.equals("ssh-rsa")) {
            BigInteger modulus = new BigInteger(inner.bytes());
            inner.bytes();
            RSAPrivateKeySpec spec = new RSAPrivateKeySpec(modulus, new BigInteger(inner.bytes()));
            return new SshKey(known, type, "", KeyFactory.getInstance("RSA").generatePrivate(spec));
        }
        if (type.startsWith("ecdsa-sha2-")) {
            String curve = inner.text();
            inner.bytes();
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVES.getOrDefault(curve, curve)));
            ECPrivateKeySpec spec = new ECPrivateKeySpec(
                    new BigInteger(inner.bytes()), parameters.getParameterSpec(ECParameterSpec.class));
            return new SshKey(known, type, curve, KeyFactory.getInstance("EC").generatePrivate(spec));
        }
        throw new IOException("is a key of a type that is not known: " + type);
    }

    /** The public key, as it travels. */
    byte[] known() {
        return known.clone();
    }

    /**
     * A signature, as it travels.
     *
     * @param flags which hash an RSA key is to use (RFC 8332)
     */
    byte[] sign(byte[] data, int flags) throws GeneralSecurityException {
        if (type.equals("ssh-ed25519")) {
            return form(type, sign("Ed25519", data));
        }
        if (type.equals("ssh-rsa")) {
            return (flags & SHA_512) != 0
                    ? form("rsa-sha2-512", sign("SHA512withRSA", data))
                    : (flags & SHA_256) != 0
                            ? form("rsa-sha2-256", sign("SHA256withRSA", data))
                            : form("ssh-rsa", sign("SHA1withRSA", data));
        }
        byte[] both = sign(HASHES.getOrDefault(curve, "") + "withECDSAinP1363Format", data);
        int half = both.length / 2;
        SshBuffer numbers = new SshBuffer();
        numbers.add(new BigInteger(1, Arrays.copyOf(both, half)).toByteArray());
        numbers.add(new BigInteger(1, Arrays.copyOfRange(both, half, both.length)).toByteArray());
        return form(type, numbers.written());
    }

    private byte[] sign(String algorithm, byte[] data) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(data);
        return signature.sign();
    }

    private static byte[] form(String name, byte[] signature) {
        SshBuffer form = new SshBuffer();
        form.add(name.getBytes(StandardCharsets.US_ASCII));
        form.add(signature);
        return form.written();
    }

    @Override
    public String toString() {
        return "SshKey[" + type + "]";
    }
}

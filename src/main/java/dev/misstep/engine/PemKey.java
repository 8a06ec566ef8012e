package dev.misstep.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the private key of a PEM file. The JDK reads PKCS#8 only ({@code PRIVATE KEY}); keys that openssl 1 wrote are PKCS#1
 * ({@code RSA PRIVATE KEY}) or SEC 1 ({@code EC PRIVATE KEY}), which are the inside of a PKCS#8 (RFC 5958) without its frame.
 */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** AlgorithmIdentifier of rsaEncryption, 1.2.840.113549.1.1.1, with NULL parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** The object identifier of id-ecPublicKey, 1.2.840.10045.2.1; the curve follows it. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xA0;

    private PemKey() {}

    static PrivateKey read(Path pem) throws IOException, GeneralSecurityException {
        Matcher block = BLOCK.matcher(Files.readString(pem, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new InvalidKeyException(pem + " holds no private key, or an encrypted one");
        }
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        return switch (block.group(1)) {
            case "RSA PRIVATE KEY" -> key("RSA", frame(RSA, der));
            case "EC PRIVATE KEY" -> key("EC", frame(tagged(SEQUENCE, EC, curve(der)), der));
            default -> anyKey(der);
        };
    }

    private static PrivateKey anyKey(byte[] pkcs8) throws GeneralSecurityException {
        GeneralSecurityException last = new InvalidKeyException("no private key");
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return key(algorithm, pkcs8);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] frame(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, VERSION_0, algorithm, tagged(OCTETS, key));
    }

    /** The curve in {@code SEQUENCE { version, key, [0] curve, … }} (RFC 5915). */
    private static byte[] curve(byte[] sec1) throws InvalidKeyException {
        try {
            int at = content(sec1, 0);
            while (at < sec1.length) {
                int from = content(sec1, at);
                int end = from + length(sec1, at);
                if ((sec1[at] & 0xFF) == CURVE) {
                    return Arrays.copyOfRange(sec1, from, end);
                }
                at = end;
            }
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidKeyException("a damaged EC private key", e);
        }
        throw new InvalidKeyException("an EC private key that does not name its curve");
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xFF);
        }
        if (length < 0) {
            throw new IndexOutOfBoundsException(length);
        }
        return length;
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            inside.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = inside.size();
        if (length >= 0x80) {
            out.write(0x82);
            out.write(length >>> 8);
        }
        out.write(length);
        out.writeBytes(inside.toByteArray());
        return out.toByteArray();
    }
}

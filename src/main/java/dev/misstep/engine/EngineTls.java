package dev.misstep.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of a TLS connection to an engine. Read with the JDK's own means, so that no second cryptography library
 * need be carried along.
 *
 * @param ca whom to trust, or {@code null} for those the system trusts
 * @param certificate the user's own, or {@code null} for none
 * @param key the private key of {@code certificate}, {@code null} exactly when that is
 */
public record EngineTls(
        @Nullable Path ca,
        @Nullable Path certificate,
        @Nullable Path key) {
    private static final char[] NO_PASSWORD = {};

    public EngineTls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a certificate needs its key, and a key its certificate");
        }
    }

    /** The files {@code ca.pem}, {@code cert.pem} and {@code key.pem} of a directory, as far as they are there. */
    static EngineTls in(Path directory) throws EngineException {
        Path certificate = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        if (Files.exists(certificate) != Files.exists(key)) {
            throw new EngineException("of cert.pem and key.pem only one is in " + directory + "; both are needed");
        }
        Path ca = directory.resolve("ca.pem");
        boolean own = Files.exists(certificate);
        return new EngineTls(Files.exists(ca) ? ca : null, own ? certificate : null, own ? key : null);
    }

    SSLContext context() throws EngineException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new EngineException("the TLS files " + this + " cannot be used: " + e.getMessage(), e);
        }
    }

    private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
        if (ca == null) {
            return null;
        }
        KeyStore store = emptyStore();
        int count = 0;
        for (Certificate authority : certificates(ca)) {
            store.setCertificateEntry("ca-" + count++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        if (certificate == null || key == null) {
            return null;
        }
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
        store.setKeyEntry("own", PemKey.read(key), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path pem)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}

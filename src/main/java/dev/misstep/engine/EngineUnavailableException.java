package dev.misstep.engine;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** No engine answered. The message says which host was tried, why it failed, and what to do. */
public final class EngineUnavailableException extends EngineException {
    private static final long serialVersionUID = 1L;

    private EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    static EngineUnavailableException at(EngineAddress address, Throwable failure) {
        return new EngineUnavailableException(where(address) + advice(address.host(), failure), failure);
    }

    /** @param said the last that ssh had to say, which tells more than that its connection ended */
    static EngineUnavailableException overSsh(EngineAddress address, String said, Throwable failure) {
        String advice = said + "; see that ssh " + address.host().getHost() + " docker version works";
        return new EngineUnavailableException(where(address) + advice, failure);
    }

    private static String where(EngineAddress address) {
        return "no Docker Engine at " + address.host() + ", chosen by " + address.chosenBy() + ": ";
    }

    private static String advice(URI host, Throwable failure) {
        String text = EngineConnection.reason(root(failure));
        if (host.getScheme().equals("unix") && !Files.exists(Path.of(host.getPath()))) {
            return "there is no such socket; start Docker, or name another engine with DOCKER_HOST or DOCKER_CONTEXT";
        }
        if (text.contains("Permission denied")) {
            return "permission denied; run as root or as a member of the socket's group (often \"docker\")";
        }
        if (among(failure, SSLException.class) != null) {
            return "TLS failed (" + text + "); check DOCKER_CERT_PATH and DOCKER_TLS_VERIFY";
        }
        if (among(failure, UnknownHostException.class) != null) {
            return "there is no host of that name; check DOCKER_HOST";
        }
        if (among(failure, TimeoutException.class) != null) {
            return "it does not answer; restart Docker, or name another engine with DOCKER_HOST or DOCKER_CONTEXT";
        }
        if (among(failure, ConnectException.class) != null || text.contains("Connection refused")) {
            return "connection refused; start Docker, or name another engine with DOCKER_HOST or DOCKER_CONTEXT";
        }
        return text + "; check that this is the address of a Docker Engine";
    }

    private static Throwable root(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            deepest = next;
        }
        return deepest;
    }

    private static @Nullable Throwable among(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (type.isInstance(next)) {
                return next;
            }
        }
        return null;
    }
}

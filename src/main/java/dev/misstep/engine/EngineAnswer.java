package dev.misstep.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/**
 * What an engine answers to a request. Closing it leaves unread what there is of it.
 *
 * @param status 100 to 999
 * @param headers in upper or lower case
 * @param body to be read once
 * @param release ends the connection it comes from
 */
record EngineAnswer(int status, Map<String, List<String>> headers, InputStream body, Runnable release)
        implements DockerHttpClient.Response {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int FIRST_FINAL = 200;
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxHeaderCount(200)
            .setMaxLineLength(64 * 1024)
            .build();

    /**
     * Reads one up to its body.
     *
     * @throws HttpException if this is no HTTP/1.1
     */
    static EngineAnswer read(InputStream in, String method, Runnable release) throws IOException, HttpException {
        SessionInputBufferImpl buffer =
                new SessionInputBufferImpl(BUFFER_BYTES, StandardCharsets.ISO_8859_1.newDecoder());
        ClassicHttpResponse head;
        do {
            head = new DefaultHttpResponseParser(LIMITS).parse(buffer, in);
            if (head == null) {
                throw new IOException("the engine closed the connection without an answer");
            }
        } while (head.getCode() < FIRST_FINAL); // "HTTP/1.1 100 Continue"
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : head.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        return new EngineAnswer(head.getCode(), headers, body(head, method, buffer, in), release);
    }

    /** RFC 9112, 6.3. */
    private static InputStream body(
            ClassicHttpResponse head, String method, SessionInputBufferImpl buffer, InputStream in)
            throws ProtocolException {
        int code = head.getCode();
        if (method.equals("HEAD") || code == 204 || code == 304) {
            return InputStream.nullInputStream();
        }
        Header coding = head.getFirstHeader("Transfer-Encoding");
        if (coding != null && coding.getValue().equalsIgnoreCase("chunked")) {
            return new ChunkedInputStream(buffer, in);
        }
        Header length = head.getFirstHeader("Content-Length");
        if (length == null) {
            return new IdentityInputStream(buffer, in);
        }
        try {
            return new ContentLengthInputStream(buffer, in, Long.parseLong(length.getValue()));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("an answer of length \"" + length.getValue() + "\"", e);
        }
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    @Override
    public InputStream getBody() {
        return body;
    }

    @Override
    public void close() {
        release.run();
    }
}

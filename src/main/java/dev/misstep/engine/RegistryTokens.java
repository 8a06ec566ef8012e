package dev.misstep.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import dev.misstep.build.GoBoolean;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens of registries for a password, or for an identity token, which then no engine needs to be told
 * (distribution/distribution, docs/content/spec/auth; containerd/containerd, core/remotes/docker/auth/fetch.go). Only where it
 * was seen that this machine reaches a registry, and from the registry itself where it has its tokens from.
 */
final class RegistryTokens {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(4);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);

    // a plain one of this machine may say nothing at all to the greeting of a TLS client
    private static final Duration LOOPBACK_PATIENCE = Duration.ofSeconds(1);
    /** A token is a few KB at most. */
    private static final int MOST_BYTES = 1 << 20;

    private static final List<String> PROXIES = List.of("https_proxy", "http_proxy", "all_proxy");
    private static final String CLIENT = "buildkit-client";

    // Bearer realm="https://auth.docker.io/token",service="registry.docker.io"
    private static final Pattern REALM = Pattern.compile("(?i)^Bearer\\s(?:.*,)?\\s*realm=\"([^\"]+)\".*");
    private static final Pattern LOOPBACK = Pattern.compile("^(?:localhost|127\\.[0-9.]+|\\[::1])(?::\\d+)?$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Duration patience;
    private final boolean direct;
    private final Map<String, Optional<URI>> realms = new ConcurrentHashMap<>();
    private final HttpClient http;

    /** @param environment where proxies may be named, which only engines go through */
    RegistryTokens(Map<String, String> environment) {
        this(environment, ANSWER_PATIENCE);
    }

    /** @param patience how long to wait for the whole of an answer */
    RegistryTokens(Map<String, String> environment, Duration patience) {
        this.patience = patience;
        this.direct = !GoBoolean.isTrue(environment.getOrDefault("BUILDKIT_NO_CLIENT_TOKEN", ""))
                && environment.entrySet().stream()
                        .noneMatch(
                                variable -> PROXIES.contains(variable.getKey().toLowerCase(Locale.ROOT))
                                        && !variable.getValue().isEmpty());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_PATIENCE)
                .build();
    }

    /** A token, how many seconds it is good for, and since when, 0 where that is not told. */
    record Token(String text, long seconds, long issued) {
        /** Shows no token. */
        @Override
        public String toString() {
            return "Token[" + seconds + "]";
        }
    }

    /** What a token is for. */
    record Wish(String host, String realm, String service, List<String> scopes) {}

    /** Whether tokens of that registry can be had from here. */
    boolean reach(String host) {
        return direct && realm(host).isPresent();
    }

    private Optional<URI> realm(String host) {
        return realms.computeIfAbsent(host, this::ask);
    }

    private Optional<URI> ask(String host) {
        boolean loopback = LOOPBACK.matcher(host).matches();
        Optional<URI> realm = challenge("https://" + host + "/v2/", loopback ? LOOPBACK_PATIENCE : patience);
        if (realm.isEmpty() && loopback) {
            realm = challenge("http://" + host + "/v2/", patience);
        }
        return realm.filter(this::answers);
    }

    private Optional<URI> challenge(String address, Duration wait) {
        try {
            HttpResponse<Void> answer =
                    send(request(URI.create(address)).GET().build(), HttpResponse.BodyHandlers.discarding(), wait);
            return answer.headers().allValues("WWW-Authenticate").stream()
                    .map(REALM::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> URI.create(matcher.group(1)))
                    .findFirst();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean answers(URI realm) {
        try {
            int status = send(request(realm).GET().build(), HttpResponse.BodyHandlers.discarding(), patience)
                    .statusCode();
            return status / 100 == 2 || status / 100 == 4;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).header("User-Agent", "misstep");
    }

    /**
     * Gets a token.
     *
     * @throws IOException if there is none, in words without any secret
     */
    Token fetch(Wish wish, AuthConfig known) throws IOException {
        URI realm = realm(wish.host()).orElse(null);
        URI asked;
        try {
            asked = URI.create(wish.realm());
        } catch (IllegalArgumentException e) {
            throw new IOException("a token service whose address cannot be read", e);
        }
        if (realm == null || !origin(realm).equals(origin(asked))) {
            throw new IOException(wish.host() + " is not known to have its tokens from " + asked.getHost()
                    + "; no password goes there");
        }
        String identity = Objects.requireNonNullElse(known.getIdentitytoken(), "");
        String user = identity.isEmpty() ? Objects.requireNonNullElse(known.getUsername(), "") : "";
        String secret = identity.isEmpty() ? Objects.requireNonNullElse(known.getPassword(), "") : identity;
        HttpResponse<byte[]> answer = fetched(post(asked, wish, user, secret));
        int status = answer.statusCode();
        // registries without the newer way say so in different ways
        if (status == 404 || status == 401 || (status == 405 && !user.isEmpty())) {
            answer = fetched(get(asked, wish, user, secret));
            status = answer.statusCode();
        }
        if (status != 200) {
            String name = status == 401 ? " Unauthorized" : status == 403 ? " Forbidden" : "";
            throw new IOException(
                    "failed to fetch oauth token: unexpected status from " + origin(asked) + ": " + status + name);
        }
        return token(answer.body(), origin(asked));
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    private HttpResponse<byte[]> fetched(HttpRequest request) throws IOException {
        return send(request, answer -> new LimitedAnswer(MOST_BYTES), patience);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body, Duration wait)
            throws IOException {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
        try {
            // a time-out of the request's own would end where its answer begins
            return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(
                    "no whole answer of " + origin(request.uri()) + " within " + wait.toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a token was fetched", e);
        }
    }

    private static HttpRequest post(URI realm, Wish wish, String user, String secret) {
        List<String> form = new ArrayList<>();
        form.add(pair("client_id", CLIENT));
        form.add(pair("service", wish.service()));
        if (!wish.scopes().isEmpty()) {
            form.add(pair("scope", String.join(" ", wish.scopes())));
        }
        if (user.isEmpty()) {
            form.add(pair("grant_type", "refresh_token"));
            form.add(pair("refresh_token", secret));
        } else {
            form.add(pair("grant_type", "password"));
            form.add(pair("username", user));
            form.add(pair("password", secret));
        }
        return request(realm)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)))
                .build();
    }

    private static HttpRequest get(URI realm, Wish wish, String user, String secret) {
        StringBuilder address = new StringBuilder(realm.toString());
        char separator = realm.getRawQuery() == null ? '?' : '&';
        address.append(separator).append(pair("service", wish.service()));
        wish.scopes().forEach(scope -> address.append('&').append(pair("scope", scope)));
        byte[] login = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return request(URI.create(address.toString()))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login))
                .GET()
                .build();
    }

    private static String pair(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static Token token(byte[] body, String from) throws IOException {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // its message would quote the answer
            throw new IOException(from + " gave no valid JSON for a token");
        }
        String text = answer.path("access_token").asText("");
        text = text.isEmpty() ? answer.path("token").asText("") : text;
        if (text.isEmpty()) {
            throw new IOException(from + " gave an answer without a token");
        }
        long seconds = answer.path("expires_in").asLong(0);
        return new Token(
                text,
                seconds > 0 ? seconds : 60,
                issued(answer.path("issued_at").textValue()));
    }

    private static long issued(@Nullable String at) {
        try {
            return at == null ? 0 : Math.max(0, Instant.parse(at).getEpochSecond());
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}

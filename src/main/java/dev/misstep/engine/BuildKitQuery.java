package dev.misstep.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The query of {@code POST /build?version=2} (moby, daemon/server/router/build/build_routes.go). */
final class BuildKitQuery {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringJoiner query = new StringJoiner("&", "?", "");

    private BuildKitQuery() {}

    static String of(BuildRequest request, String buildId) {
        BuildKitQuery query = new BuildKitQuery();
        query.put("version", "2");
        query.put("buildid", buildId);
        query.put("dockerfile", request.dockerfile());
        query.put("target", request.target());
        query.put("platform", request.platform());
        query.put("networkmode", request.networkMode());
        query.put("nocache", request.noCache() ? "1" : null);
        query.put("pull", request.pull() ? "1" : null);
        query.put("buildargs", request.buildArgs().isEmpty() ? null : json(request.buildArgs()));
        query.put("labels", request.labels().isEmpty() ? null : json(request.labels()));
        query.put("cachefrom", request.cacheFrom().isEmpty() ? null : json(request.cacheFrom()));
        request.tags().forEach(tag -> query.put("t", tag));
        request.extraHosts().forEach(host -> query.put("extrahosts", host));
        return query.query.toString();
    }

    private void put(String name, @Nullable String value) {
        if (value != null) {
            query.add(name + "=" + EngineConnection.encode(value));
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text that cannot be JSON", e);
        }
    }
}

package dev.misstep.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.GoBoolean;
import dev.misstep.engine.grpc.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The request by which BuildKit is asked to build a Dockerfile (moby/buildkit, api/services/control/control.proto), with the
 * attributes its frontend takes (frontend/dockerui/config.go), as the docker command sets them (docker/buildx, build/opt.go).
 */
final class SolveRequest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOCKERFILE = "dockerfile";
    private static final String SYNTAX = "BUILDKIT_SYNTAX";

    private SolveRequest() {}

    /**
     * The message.
     *
     * @param reference what the build is known by, unlike any other
     * @param session the id of the session that serves it
     */
    static byte[] of(BuildRequest request, String reference, String session) {
        BuildSettings settings = request.settings();
        Map<String, String> attributes = attributes(request);
        List<OutputOption> outputs = outputs(settings);
        ProtoWriter solve = new ProtoWriter().text(1, reference);
        if (!outputs.isEmpty()) {
            // engines before 26 read only the older pair of fields
            OutputOption first = outputs.get(0);
            solve.text(3, first.type().exporter()).texts(4, attributes(first, settings));
        }
        solve.text(5, session)
                .text(6, settings.buildArgs().containsKey(SYNTAX) ? "gateway.v0" : "dockerfile.v0")
                .texts(7, attributes)
                .message(8, cache(settings));
        if ("host".equals(settings.networkMode())) {
            solve.text(9, "network.host");
        }
        outputs.forEach(output -> solve.message(
                13, new ProtoWriter().text(1, output.type().exporter()).texts(2, attributes(output, settings))));
        return solve.toBytes();
    }

    /** Those the engine is to make, numbered as it numbers them. */
    static List<OutputOption> outputs(BuildSettings settings) {
        List<OutputOption> given = settings.outputs().isEmpty() ? List.of(OutputOption.IMAGE) : settings.outputs();
        return given.stream()
                .filter(output -> output.type() != OutputOption.Type.NOTHING)
                .toList();
    }

    private static Map<String, String> attributes(OutputOption output, BuildSettings settings) {
        Map<String, String> attributes = new TreeMap<>(output.attributes());
        if (output.isImage() && !settings.tags().isEmpty()) {
            attributes.put("name", String.join(",", settings.tags()));
        }
        return attributes;
    }

    private static Map<String, String> attributes(BuildRequest request) {
        BuildSettings settings = request.settings();
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("filename", request.dockerfile());
        if (request.context() instanceof BuildSource.Remote remote) {
            attributes.put("context", remote.address());
            if (remote.trees().containsKey(DOCKERFILE)) {
                attributes.put("dockerfilekey", DOCKERFILE);
            }
        }
        settings.buildArgs().forEach((name, value) -> attributes.put("build-arg:" + name, value));
        settings.labels().forEach((name, value) -> attributes.put("label:" + name, value));
        settings.contexts().forEach((name, value) -> attributes.put("context:" + name, value));
        attributes.put("image-resolve-mode", settings.pull() ? "pull" : "local");
        if (settings.target() != null) {
            attributes.put("target", settings.target());
        }
        if (settings.platform() != null) {
            attributes.put("platform", settings.platform());
        }
        if (settings.noCache()) {
            attributes.put("no-cache", "");
        } else if (!settings.noCacheFilter().isEmpty()) {
            attributes.put("no-cache", String.join(",", settings.noCacheFilter()));
        }
        String mode = settings.networkMode();
        if ("host".equals(mode) || "none".equals(mode)) {
            attributes.put("force-network-mode", mode);
        }
        if (!settings.extraHosts().isEmpty()) {
            attributes.put("add-hosts", hosts(settings.extraHosts()));
        }
        String syntax = settings.buildArgs().get(SYNTAX);
        if (syntax != null) {
            attributes.put("source", syntax.strip().split("\\s+", 2)[0]);
            attributes.put("cmdline", syntax);
        }
        if (!settings.cacheFrom().isEmpty()) {
            attributes.put("cache-imports", imports(settings.cacheFrom()));
        }
        return attributes;
    }

    /** {@code name:address} and {@code name=address} become {@code name=address}. */
    private static String hosts(List<String> given) {
        List<String> hosts = new ArrayList<>();
        for (String host : given) {
            int at = host.indexOf('=') >= 0 ? host.indexOf('=') : host.indexOf(':');
            String address = at < 0 ? "" : host.substring(at + 1);
            boolean bracketed = address.startsWith("[") && address.endsWith("]");
            hosts.add(host.substring(0, Math.max(0, at)) + "="
                    + (bracketed ? address.substring(1, address.length() - 1) : address));
        }
        return String.join(",", hosts);
    }

    private static String imports(List<CacheOption> caches) {
        List<Map<String, Object>> imports = new ArrayList<>();
        for (CacheOption cache : caches) {
            imports.add(Map.of("Type", cache.type(), "Attrs", cache.attributes()));
        }
        try {
            return JSON.writeValueAsString(imports);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text that cannot be JSON", e);
        }
    }

    private static ProtoWriter cache(BuildSettings settings) {
        ProtoWriter options = new ProtoWriter();
        List<CacheOption> exports = new ArrayList<>(settings.cacheTo());
        String inline = settings.buildArgs().getOrDefault("BUILDKIT_INLINE_CACHE", "");
        if (GoBoolean.isTrue(inline)
                && exports.stream().noneMatch(cache -> cache.type().equals("inline"))) {
            exports.add(new CacheOption("inline", Map.of()));
        }
        exports.forEach(cache -> options.message(4, entry(cache)));
        return options;
    }

    private static ProtoWriter entry(CacheOption cache) {
        return new ProtoWriter().text(1, cache.type()).texts(2, cache.attributes());
    }
}

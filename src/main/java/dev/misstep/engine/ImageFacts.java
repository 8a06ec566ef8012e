package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image on the engine, as far as it decides what builds on it.
 *
 * @param id the digest of its configuration, {@code sha256:…}
 * @param layers the digests of its layers, the lowest first; empty for one without files
 * @param environment what it sets, in its order; secret as it may be
 * @param user or empty
 * @param directory where it starts, or empty
 * @param shell what carries out a RUN that is no list: its own, else that of its system
 * @param triggers its ONBUILD instructions
 */
public record ImageFacts(
        String id,
        List<String> layers,
        Map<String, String> environment,
        String user,
        String directory,
        List<String> shell,
        List<String> triggers) {
    // moby, builder/dockerfile/builder.go and BuildKit, dockerfile2llb/defaultshell.go
    private static final List<String> SHELL = List.of("/bin/sh", "-c");
    private static final List<String> SHELL_OF_WINDOWS = List.of("cmd", "/S", "/C");

    public ImageFacts {
        layers = List.copyOf(layers);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        shell = List.copyOf(shell);
        triggers = List.copyOf(triggers);
    }

    /** @param image what {@code GET /images/NAME/json} answers */
    static ImageFacts of(JsonNode image) {
        JsonNode config = image.path("Config");
        List<String> shell = texts(config.path("Shell"));
        boolean windows = image.path("Os").asText("").equals("windows");
        return new ImageFacts(
                image.path("Id").asText(""),
                texts(image.path("RootFS").path("Layers")),
                environment(texts(config.path("Env"))),
                config.path("User").asText(""),
                config.path("WorkingDir").asText(""),
                shell.isEmpty() ? windows ? SHELL_OF_WINDOWS : SHELL : shell,
                texts(config.path("OnBuild")));
    }

    private static Map<String, String> environment(List<String> pairs) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            environment.put(
                    equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        return environment;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}

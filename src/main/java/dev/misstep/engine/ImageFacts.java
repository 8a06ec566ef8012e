package dev.misstep.engine;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image on the engine, as far as it decides what builds on it.
 *
 * @param id the digest of its configuration, {@code sha256:…}
 * @param layers the digests of its layers, the lowest first; empty for one without files
 * @param environment what it sets, secret as it may be
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
        environment = Map.copyOf(environment);
        shell = List.copyOf(shell);
        triggers = List.copyOf(triggers);
    }

    static ImageFacts of(InspectImageResponse image) {
        ContainerConfig config = image.getConfig();
        List<String> layers =
                image.getRootFS() == null ? null : image.getRootFS().getLayers();
        return new ImageFacts(
                text(image.getId()),
                layers == null ? List.of() : layers,
                environment(config == null ? null : config.getEnv()),
                text(config == null ? null : config.getUser()),
                text(config == null ? null : config.getWorkingDir()),
                shell(config, "windows".equals(image.getOs())),
                list(config == null ? null : config.getOnBuild()));
    }

    private static List<String> shell(@Nullable ContainerConfig config, boolean windows) {
        if (config != null && config.getRawValues().get("Shell") instanceof List<?> own && !own.isEmpty()) {
            return own.stream().map(String::valueOf).toList();
        }
        return windows ? SHELL_OF_WINDOWS : SHELL;
    }

    private static Map<String, String> environment(String @Nullable [] pairs) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : list(pairs)) {
            int equals = pair.indexOf('=');
            environment.put(
                    equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        return environment;
    }

    private static List<String> list(String @Nullable [] words) {
        return words == null ? List.of() : Arrays.asList(words);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}

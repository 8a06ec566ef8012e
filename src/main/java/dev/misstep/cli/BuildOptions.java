package dev.misstep.cli;

import dev.misstep.engine.BuilderKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code docker build}, with its names and meanings. */
final class BuildOptions {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The Dockerfile (default PATH/Dockerfile).")
    private @Nullable String file;

    @Option(names = "--target", paramLabel = "STAGE", description = "The stage to build.")
    private @Nullable String target;

    @Option(
            names = "--build-arg",
            paramLabel = "NAME[=VALUE]",
            description = "Set a build argument; without a value it comes from the environment.")
    private List<String> buildArgs = new ArrayList<>();

    @Option(names = "--platform", paramLabel = "OS/ARCH", description = "The platform to build for.")
    private @Nullable String platform;

    @Option(names = "--no-cache", description = "Do not use the cache.")
    private boolean noCache;

    @Option(names = "--pull", description = "Always look for newer base images.")
    private boolean pull;

    @Option(names = "--cache-from", paramLabel = "IMAGE", description = "An image that may serve as cache.")
    private List<String> cacheFrom = new ArrayList<>();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Set a label of the image.")
    private List<String> labels = new ArrayList<>();

    @Option(names = "--network", paramLabel = "MODE", description = "The network of RUN instructions.")
    private @Nullable String network;

    @Option(
            names = "--add-host",
            paramLabel = "HOST:IP",
            description = "Add a name to the hosts file of RUN instructions.")
    private List<String> addHosts = new ArrayList<>();

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "NAME",
            description = "Name the image. A run with an edited file names none.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--builder-kind",
            paramLabel = "KIND",
            description = "buildkit or classic (default buildkit; DOCKER_BUILDKIT=0 means classic).")
    private @Nullable BuilderKind builderKind;

    @Nullable
    String file() {
        return file;
    }

    @Nullable
    String target() {
        return target;
    }

    @Nullable
    String platform() {
        return platform;
    }

    @Nullable
    String network() {
        return network;
    }

    boolean noCache() {
        return noCache;
    }

    boolean pull() {
        return pull;
    }

    List<String> cacheFrom() {
        return cacheFrom;
    }

    List<String> addHosts() {
        return addHosts;
    }

    List<String> tags() {
        return tags;
    }

    /** Values by name. An argument without a value takes it from the environment, and is left out where that has none. */
    Map<String, String> buildArgs(Map<String, String> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : buildArgs) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (name.isEmpty()) {
                throw new UserError(ExitStatus.USAGE, "--build-arg", "has no name; write NAME=VALUE");
            }
            String value = equals < 0 ? environment.get(name) : argument.substring(equals + 1);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    Map<String, String> labels() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String label : labels) {
            int equals = label.indexOf('=');
            values.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        return values;
    }

    BuilderKind builderKind(Map<String, String> environment) {
        if (builderKind != null) {
            return builderKind;
        }
        return environment.getOrDefault("DOCKER_BUILDKIT", "").equals("0") ? BuilderKind.CLASSIC : BuilderKind.BUILDKIT;
    }
}

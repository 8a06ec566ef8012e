package dev.misstep.cli;

import dev.misstep.dockerfile.NamedContexts;
import dev.misstep.engine.BuildSettings;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineFacts;
import dev.misstep.engine.OutputOption;
import dev.misstep.engine.session.SessionService;
import dev.misstep.explain.GivenOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of {@code docker build}, with its names and meanings. */
final class BuildOptions {
    private final Argument<@Nullable String> file;
    private final Argument<@Nullable String> target;
    private final Argument<List<String>> buildArgs;
    private final Argument<@Nullable String> platform;
    private final Argument<Boolean> noCache;
    private final Argument<List<String>> noCacheFilter;
    private final Argument<Boolean> pull;
    private final Argument<List<String>> cacheFrom;
    private final Argument<List<String>> cacheTo;
    private final Argument<List<String>> contexts;
    private final Argument<List<String>> secrets;
    private final Argument<List<String>> ssh;
    private final Argument<List<String>> labels;
    private final Argument<@Nullable String> network;
    private final Argument<List<String>> addHosts;
    private final Argument<List<String>> tags;
    private final Argument<List<String>> outputs;
    private final Argument<@Nullable BuilderKind> builderKind;

    BuildOptions(Syntax syntax) {
        file = syntax.text("FILE", "The Dockerfile (default PATH/Dockerfile); - for standard input.", "-f", "--file");
        target = syntax.text("STAGE", "The stage to build.", "--target");
        buildArgs = syntax.texts(
                "NAME[=VALUE]", "Set a build argument; without a value it comes from the environment.", "--build-arg");
        platform = syntax.text("OS/ARCH", "The platform to build for, several with commas.", "--platform");
        noCache = syntax.flag("Do not use the cache.", "--no-cache");
        noCacheFilter = syntax.texts("STAGE", "Do not use the cache for this stage.", "--no-cache-filter");
        pull = syntax.flag("Always look for newer base images.", "--pull");
        cacheFrom =
                syntax.texts("IMAGE|OPTIONS", "A cache outside of the engine to take results from.", "--cache-from");
        cacheTo = syntax.texts("OPTIONS", "A cache outside of the engine to give results to.", "--cache-to");
        contexts = syntax.texts("NAME=SOURCE", "Another context: a directory, an image or a URL.", "--build-context");
        secrets = syntax.texts("OPTIONS", "A secret for RUN --mount: id=ID[,src=FILE|,env=NAME].", "--secret");
        ssh = syntax.texts(
                "ID[=SOCKET|KEY]",
                "An SSH agent or a key for RUN --mount (default: the agent of SSH_AUTH_SOCK).",
                "--ssh");
        labels = syntax.texts("NAME=VALUE", "Set a label of the image.", "--label");
        network = syntax.text("MODE", "The network of RUN instructions.", "--network");
        addHosts = syntax.texts("HOST:IP", "Add a name to the hosts file of RUN instructions.", "--add-host");
        tags = syntax.texts("NAME", "Name the image. A run with an edited file names none.", "-t", "--tag");
        outputs = syntax.texts(
                "DIR|OPTIONS",
                "What becomes of the result (default: an image). A run with an edited file gives nothing away.",
                "-o",
                "--output");
        builderKind = syntax.choice(
                BuilderKind.values(),
                "KIND",
                "buildkit or classic (default buildkit; DOCKER_BUILDKIT=0 means classic).",
                "--builder-kind");
    }

    @Nullable
    String file() {
        return file.value();
    }

    @Nullable
    String target() {
        return target.value();
    }

    /** As given, but each of several once (docker/buildx, util/platformutil/parse.go). */
    @Nullable
    String platform() {
        String given = platform.value();
        return given == null || !given.contains(",")
                ? given
                : Arrays.stream(given.split(","))
                        .map(one -> one.strip().toLowerCase(Locale.ROOT))
                        .distinct()
                        .collect(Collectors.joining(","));
    }

    boolean severalPlatforms() {
        String platforms = platform();
        return platforms != null && platforms.contains(",");
    }

    @Nullable
    String network() {
        return network.value();
    }

    boolean noCache() {
        return noCache.value();
    }

    boolean pull() {
        return pull.value();
    }

    private GivenCaches cacheFrom(Surroundings surroundings) {
        return GivenCaches.of("--cache-from", cacheFrom.value(), "src", surroundings);
    }

    private GivenCaches cacheTo(Surroundings surroundings) {
        return GivenCaches.of("--cache-to", cacheTo.value(), "dest", surroundings);
    }

    /** Which of the caches given are left out, and why. */
    List<String> unusableCaches(Surroundings surroundings) {
        return Stream.of(cacheFrom(surroundings), cacheTo(surroundings))
                .flatMap(caches -> caches.unusable().stream())
                .distinct()
                .toList();
    }

    /** What becomes of the result. */
    private List<OutputOption> outputs(Surroundings surroundings) {
        List<OutputOption> parsed = new ArrayList<>();
        for (String text : outputs.value()) {
            try {
                parsed.add(OutputOption.parse(text, surroundings::resolve));
            } catch (IllegalArgumentException e) {
                throw new UserError(ExitStatus.USAGE, "--output", String.valueOf(e.getMessage()));
            }
        }
        return parsed;
    }

    /** What a builder is told besides the context. */
    BuildSettings settings(
            Map<String, String> arguments,
            boolean noCache,
            boolean pull,
            OtherContexts others,
            Surroundings surroundings) {
        return new BuildSettings(
                target(),
                arguments,
                labels(),
                platform(),
                noCache,
                noCacheFilter.value(),
                pull,
                network(),
                addHosts(),
                tags(),
                cacheFrom(surroundings).caches(),
                cacheTo(surroundings).caches(),
                others.settings(),
                outputs(surroundings));
    }

    /** The contexts besides the first. */
    OtherContexts otherContexts(Surroundings surroundings) {
        return OtherContexts.of(contexts.value(), surroundings);
    }

    /** What the contexts besides the first are called. */
    NamedContexts contextNames() {
        return OtherContexts.namesOf(contexts.value());
    }

    /** What steps may be handed while they run. */
    List<SessionService> services(Surroundings surroundings) {
        return HandedServices.of(secrets.value(), ssh.value(), surroundings);
    }

    /** The same with the user's agent, if there is one and no option names another: the builder fetches over ssh. */
    List<SessionService> servicesWithAgent(Surroundings surroundings) {
        boolean has =
                !surroundings.environment().getOrDefault("SSH_AUTH_SOCK", "").isEmpty();
        List<String> agents = ssh.value().isEmpty() && has ? List.of("default") : ssh.value();
        return HandedServices.of(secrets.value(), agents, surroundings);
    }

    /** The options among those given that the classic builder knows nothing of. */
    List<String> unknownToClassic() {
        List<String> unknown = new ArrayList<>();
        if (!noCacheFilter.value().isEmpty()) {
            unknown.add("--no-cache-filter");
        }
        if (!cacheTo.value().isEmpty()) {
            unknown.add("--cache-to");
        }
        if (!contexts.value().isEmpty()) {
            unknown.add("--build-context");
        }
        if (!secrets.value().isEmpty()) {
            unknown.add("--secret");
        }
        if (!ssh.value().isEmpty()) {
            unknown.add("--ssh");
        }
        if (!outputs.value().isEmpty()) {
            unknown.add("--output");
        }
        return unknown;
    }

    /** The stages that are built without cache, in lower case. */
    Set<String> uncached() {
        return noCacheFilter.value().stream()
                .flatMap(stages -> Arrays.stream(stages.split(",")))
                .map(stage -> stage.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    List<String> addHosts() {
        return addHosts.value();
    }

    List<String> tags() {
        return tags.value();
    }

    /** Values by name. An argument without a value takes it from the environment, and is left out where that has none. */
    Map<String, String> buildArgs(Map<String, String> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : buildArgs.value()) {
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
        for (String label : labels.value()) {
            int equals = label.indexOf('=');
            values.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        return values;
    }

    /**
     * What is part of the cache keys of steps besides the Dockerfile, its arguments and its files.
     *
     * @param given build arguments by name
     */
    GivenOptions given(EngineFacts engine, Map<String, String> given) {
        return given(engine.platform(), engine.datesDirectories(), given);
    }

    /** The same for an engine of which only that is known: what it builds for, see {@link GivenOptions}. */
    GivenOptions given(String usual, boolean datesDirectories, Map<String, String> given) {
        String platform = platform();
        String mode = Objects.requireNonNullElse(network(), "");
        boolean plain = mode.isEmpty() || mode.equals("bridge"); // which is how "default" is done
        List<String> hosts =
                addHosts().stream().map(host -> host.replaceFirst("[:=].*", "")).toList();
        return new GivenOptions(
                platform == null ? usual : platform.toLowerCase(Locale.ROOT),
                plain ? "default" : mode,
                hosts,
                given,
                uncached(),
                datesDirectories);
    }

    BuilderKind builderKind(Map<String, String> environment) {
        BuilderKind given = builderKind.value();
        if (given != null) {
            return given;
        }
        return usualBuilder(environment);
    }

    /** The builder where no option names one. */
    static BuilderKind usualBuilder(Map<String, String> environment) {
        return environment.getOrDefault("DOCKER_BUILDKIT", "").equals("0") ? BuilderKind.CLASSIC : BuilderKind.BUILDKIT;
    }
}

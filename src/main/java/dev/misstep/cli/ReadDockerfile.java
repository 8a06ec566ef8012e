package dev.misstep.cli;

import dev.misstep.build.PlatformName;
import dev.misstep.build.ShortHash;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.ImageSettings;
import dev.misstep.dockerfile.PlatformArguments;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.ImageFacts;
import dev.misstep.explain.BuilderRules;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.SeenImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a Dockerfile together with the images on the engine that it builds on. */
final class ReadDockerfile {
    private final EngineConnection engine;
    private final BuildOptions options;
    private final Map<String, String> arguments;
    private final BuilderRules rules;

    ReadDockerfile(EngineConnection engine, BuildOptions options, Map<String, String> arguments, BuilderKind builder) {
        this.engine = engine;
        this.options = options;
        this.arguments = arguments;
        BuilderRules buildKit =
                engine.facts().containerd() ? BuilderRules.BUILDKIT : BuilderRules.BUILDKIT_ON_GRAPH_DRIVER;
        this.rules = builder == BuilderKind.CLASSIC
                ? BuilderRules.CLASSIC
                : buildKit.ofRelease(engine.facts().buildKit());
    }

    /** What it tells about the steps of a build. */
    DockerfileFacts facts(Dockerfile dockerfile) {
        DockerfileFacts alone = facts(dockerfile, Map.of(), Map.of());
        Map<String, SeenImage> images = new HashMap<>();
        Map<String, ImageSettings> settings = new HashMap<>();
        add(alone, images, settings);
        DockerfileFacts facts = facts(dockerfile, images, settings);
        if (images.keySet().containsAll(facts.images())) {
            return facts;
        }
        add(facts, images, settings); // what the ONBUILD of an image copies from
        return facts(dockerfile, images, settings);
    }

    private void add(DockerfileFacts facts, Map<String, SeenImage> images, Map<String, ImageSettings> settings) {
        for (String name : facts.images()) {
            if (!images.containsKey(name)) {
                image(name).ifPresent(image -> {
                    images.put(name, seen(image));
                    settings.put(
                            name,
                            new ImageSettings(
                                    image.environment(),
                                    image.directory(),
                                    image.user(),
                                    image.shell(),
                                    image.triggers()));
                });
            }
        }
    }

    private DockerfileFacts facts(
            Dockerfile dockerfile, Map<String, SeenImage> images, Map<String, ImageSettings> settings) {
        String own = engine.facts().platform();
        String platform = options.platform();
        return new DockerfileFacts(
                dockerfile,
                arguments,
                PlatformArguments.of(own, platform == null ? own : PlatformName.of(platform), options.target()),
                options.target(),
                rules,
                images,
                settings,
                options.contextNames());
    }

    /** An engine that does not answer leaves it open which image it is: the build will tell. */
    private Optional<ImageFacts> image(String name) {
        try {
            return engine.image(name, options.platform());
        } catch (EngineException e) {
            return Optional.empty();
        }
    }

    private static SeenImage seen(ImageFacts image) {
        String layers = image.layers().isEmpty() ? image.id() : image.layers().toString();
        return new SeenImage(image.id(), ShortHash.of(layers));
    }
}

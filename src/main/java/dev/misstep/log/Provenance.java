package dev.misstep.log;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.misstep.build.Ingredients;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Dockerfile lines and the images in a build's provenance: a vertex' digest leads to a step, and that to its place in the file
 * (BuildKit, solver/llbsolver/provenance). SLSA 0.2 and 1 hold the same under different names; a history record holds
 * the predicate alone, an attestation a statement around it.
 */
final class Provenance {
    // "pkg:docker/docker.io/library/alpine@3.20?platform=linux%2Famd64"
    private static final Pattern IMAGE =
            Pattern.compile("pkg:docker/([^@?#]{1,1000})(?:@([^?#]{1,1000}))?(?:\\?platform=([^&#]{1,200}).*)?");

    private static final ObjectReader READER = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .readerFor(Predicate.class);

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Predicate(
            @Nullable Predicate predicate,
            @Nullable BuildConfig buildConfig,
            @Nullable List<@Nullable Material> materials,
            @Nullable Metadata metadata,
            @Nullable BuildDefinition buildDefinition,
            @Nullable RunDetails runDetails) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record BuildConfig(@Nullable Map<String, @Nullable String> digestMapping) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record BuildDefinition(
            @Nullable InternalParameters internalParameters,
            @Nullable List<@Nullable Material> resolvedDependencies) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Material(@Nullable String uri, @Nullable Map<String, @Nullable String> digest) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record InternalParameters(@Nullable BuildConfig buildConfig) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record RunDetails(@Nullable Metadata metadata) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Metadata(
            @JsonProperty("https://mobyproject.org/buildkit@v1#metadata") @Nullable
            BuildKit slsa02,

            @JsonProperty("buildkit_metadata") @Nullable BuildKit slsa1) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record BuildKit(@Nullable Source source) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Source(@Nullable Map<String, @Nullable Locations> locations) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Locations(@Nullable List<@Nullable Location> locations) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Location(int sourceIndex, @Nullable List<@Nullable Range> ranges) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Range(@Nullable Position start) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Position(int line) {}

    private Provenance() {}

    /**
     * For each vertex the first line of its instruction, from 1. An instruction that stands in the file twice and is one
     * vertex has none.
     *
     * @throws IOException if this is no provenance
     */
    static Map<String, Integer> lines(byte[] document) throws IOException {
        Predicate predicate = predicate(document);
        Map<String, Integer> lines = new HashMap<>();
        if (predicate == null) {
            return lines;
        }
        Map<String, @Nullable Locations> places = places(predicate);
        steps(predicate).forEach((digest, step) -> {
            Set<Integer> firstLines = firstLines(places.get(Objects.requireNonNullElse(step, "")));
            if (firstLines.size() == 1) {
                lines.put(digest, firstLines.iterator().next());
            }
        });
        return lines;
    }

    /**
     * The images that went into the build, each once.
     *
     * @throws IOException if this is no provenance
     */
    static Set<Ingredients.Image> images(byte[] document) throws IOException {
        Predicate predicate = predicate(document);
        Set<Ingredients.Image> images = new LinkedHashSet<>();
        for (Material material : materials(predicate)) {
            String digest = material == null || material.digest() == null
                    ? null
                    : material.digest().get("sha256");
            Matcher image = IMAGE.matcher(material == null ? "" : Objects.requireNonNullElse(material.uri(), ""));
            if (digest != null && image.matches()) {
                String version = image.group(2);
                String platform = image.group(3);
                images.add(new Ingredients.Image(
                        decoded(image.group(1)) + (version == null ? "" : ":" + decoded(version)),
                        platform == null ? null : decoded(platform),
                        "sha256:" + VertexNotes.limited(digest)));
            }
        }
        return images;
    }

    private static List<@Nullable Material> materials(@Nullable Predicate predicate) {
        List<@Nullable Material> told = predicate == null ? null : predicate.materials();
        if (predicate != null && predicate.buildDefinition() != null) {
            told = predicate.buildDefinition().resolvedDependencies();
        }
        return told == null ? List.of() : told;
    }

    private static String decoded(String percentEncoded) {
        try {
            return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return percentEncoded;
        }
    }

    private static @Nullable Predicate predicate(byte[] document) throws IOException {
        Predicate told = READER.readValue(document);
        return told != null && told.predicate() != null ? told.predicate() : told;
    }

    private static Map<String, @Nullable String> steps(Predicate predicate) {
        BuildConfig config = predicate.buildConfig();
        BuildDefinition definition = predicate.buildDefinition();
        if (config == null && definition != null && definition.internalParameters() != null) {
            config = definition.internalParameters().buildConfig();
        }
        return config == null || config.digestMapping() == null ? Map.of() : config.digestMapping();
    }

    private static Map<String, @Nullable Locations> places(Predicate predicate) {
        Metadata metadata = predicate.runDetails() == null
                ? predicate.metadata()
                : predicate.runDetails().metadata();
        BuildKit buildKit = metadata == null ? null : metadata.slsa1() == null ? metadata.slsa02() : metadata.slsa1();
        Source source = buildKit == null ? null : buildKit.source();
        return source == null || source.locations() == null ? Map.of() : source.locations();
    }

    private static Set<Integer> firstLines(@Nullable Locations locations) {
        Set<Integer> lines = new TreeSet<>();
        if (locations == null || locations.locations() == null) {
            return lines;
        }
        for (Location location : locations.locations()) {
            if (location == null || location.sourceIndex() != 0 || location.ranges() == null) {
                continue;
            }
            location.ranges().stream()
                    .filter(range -> range != null && range.start() != null)
                    .map(range -> range.start().line())
                    .filter(line -> line > 0)
                    .min(Integer::compare)
                    .ifPresent(lines::add);
        }
        return lines;
    }
}

package dev.misstep.log;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.misstep.log.source.OciLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of one build record: the record as its config, then the record's blobs (buildx,
 * util/desktop/bundle/export.go). A single record's manifest stands in the layout's index, several stand in one of their
 * own below it.
 *
 * @param config the record
 * @param layers its blobs: trace, status stream, provenance, results, error
 */
record BuildRecordManifest(OciDescriptor config, List<OciDescriptor> layers) {
    private static final String RECORD = "application/vnd.buildkit.historyrecord.v0";

    /** How deep indexes may lie in indexes; two are known. */
    private static final int MAX_DEPTH = 4;

    /** How many records are read; what a builder keeps is far less. */
    private static final int MAX_RECORDS = 2_000;

    private static final ObjectReader READER = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .readerFor(Json.class);

    /** An index has manifests, a manifest has a config and layers. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Json(
            @Nullable List<@Nullable OciDescriptor> manifests,
            @Nullable OciDescriptor config,
            @Nullable List<@Nullable OciDescriptor> layers) {}

    /**
     * The build records of a layout, in its own order. Empty where it holds an image, or nothing that can be read.
     *
     * @param remarks hears of records that may be missing
     */
    static List<BuildRecordManifest> of(OciLayout layout, Consumer<String> remarks) throws IOException {
        List<BuildRecordManifest> found = new ArrayList<>();
        Optional<byte[]> index = layout.index();
        if (index.isPresent()) {
            collect(layout, index.get(), 0, new HashSet<>(), found, remarks);
        }
        return found;
    }

    private static void collect(
            OciLayout layout,
            byte[] document,
            int depth,
            Set<String> seen,
            List<BuildRecordManifest> found,
            Consumer<String> remarks)
            throws IOException {
        Json json;
        try {
            json = READER.readValue(document);
        } catch (IOException e) {
            remarks.accept("has a manifest that is damaged: a build may be missing");
            return; // what else there is may be whole
        }
        if (json == null || depth == MAX_DEPTH || found.size() == MAX_RECORDS) {
            return;
        }
        if (json.config() != null && json.config().is(RECORD)) {
            found.add(new BuildRecordManifest(json.config(), present(json.layers())));
        }
        for (OciDescriptor descriptor : present(json.manifests())) {
            String digest = descriptor.digest();
            if (digest != null && seen.add(digest)) {
                Optional<byte[]> below = layout.document(digest);
                if (below.isPresent()) {
                    collect(layout, below.get(), depth + 1, seen, found, remarks);
                } else {
                    remarks.accept("names a manifest that it does not hold: a build may be missing");
                }
            }
        }
    }

    /** The layers of one media type. */
    List<OciDescriptor> layers(String mediaType) {
        return layers.stream().filter(layer -> layer.is(mediaType)).toList();
    }

    private static List<OciDescriptor> present(@Nullable List<@Nullable OciDescriptor> descriptors) {
        List<OciDescriptor> result = new ArrayList<>();
        for (OciDescriptor descriptor : descriptors == null ? List.<@Nullable OciDescriptor>of() : descriptors) {
            if (descriptor != null) {
                result.add(descriptor);
            }
        }
        return result;
    }
}

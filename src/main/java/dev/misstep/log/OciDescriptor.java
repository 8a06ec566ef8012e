package dev.misstep.log;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** What an OCI index or manifest says of a blob (opencontainers/image-spec, descriptor.md). */
@JsonIgnoreProperties(ignoreUnknown = true)
record OciDescriptor(
        @Nullable String mediaType,
        @Nullable String digest,
        @Nullable Long size) {
    boolean is(String type) {
        return type.equals(mediaType) && digest != null;
    }
}

package dev.misstep.explain;

/**
 * An image as the engine had it when a build began.
 *
 * @param id the digest of its configuration, {@code sha256:…}
 * @param layers a short digest of its layers in their order: all that BuildKit's key of a FROM has of an image that is there
 *     (moby, builder-next/adapters/containerimage/pull.go, cacheKeyFromConfig)
 */
public record SeenImage(String id, String layers) {
    private static final int SHORT = 12;

    /** The id as {@code docker images} shows it. */
    String shortId() {
        String digits = id.substring(id.indexOf(':') + 1);
        return digits.substring(0, Math.min(SHORT, digits.length()));
    }
}

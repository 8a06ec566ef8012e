package dev.misstep.explain;

/**
 * A build argument as a step sees it. Its value is never kept.
 *
 * @param line the Dockerfile line that declares it
 * @param hash a short digest of its value
 */
public record SeenArgument(String name, int line, String hash) {}

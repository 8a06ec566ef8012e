package dev.misstep.dockerfile;

/**
 * A file or directory that an instruction copies. Where it lies is in no key of BuildKit's, only what it holds and, where a
 * wildcard matched it, its name (cache/contenthash/checksum.go, Checksum).
 *
 * @param name the last of its path where a wildcard matched it; else empty
 * @param path of it in the context, links followed; empty for the context itself
 */
public record CopiedTree(String name, String path) {}

package dev.misstep.explain;

/**
 * An image that a step stands on or copies from.
 *
 * @param reference as the Dockerfile names it, arguments not replaced
 * @param line of the instruction that names it
 * @param copied whether its files are copied; else the step's stage is built on it
 * @param identity a short digest of all of it that is part of this step's cache key
 * @param shown its id, short
 */
public record UsedImage(String reference, int line, boolean copied, String identity, String shown) {}

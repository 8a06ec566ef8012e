package dev.misstep.oracle;

/**
 * What an engine can do, and how its builder goes about it.
 *
 * @param classic whether it is the classic builder
 * @param ownLayer whether a linked copy is a layer of its own; an engine that keeps images in a graph driver makes a copy as
 *     any other of it
 * @param namesCaches whether names of cache mounts are part of a key
 * @param owners whether owners of files are part of a key
 */
record Facts(
        String version,
        boolean classic,
        boolean namesCaches,
        boolean owners,
        boolean heredoc,
        boolean link,
        boolean ownLayer,
        boolean chmod,
        boolean exclude,
        boolean mounts) {}

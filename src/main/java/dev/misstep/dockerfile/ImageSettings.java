package dev.misstep.dockerfile;

import java.util.Map;

/**
 * What an image sets for what is built on it.
 *
 * @param environment secret as it may be
 * @param directory where instructions start; {@code /} where it sets none
 */
public record ImageSettings(Map<String, String> environment, String directory) {
    /** The image that is none. */
    static final ImageSettings SCRATCH = new ImageSettings(Map.of(), "/");

    public ImageSettings {
        environment = Map.copyOf(environment);
        directory = directory.isEmpty() ? "/" : directory;
    }

    /** Never the values. */
    @Override
    public String toString() {
        return environment.keySet() + " in " + directory;
    }
}

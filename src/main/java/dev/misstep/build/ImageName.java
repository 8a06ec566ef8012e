package dev.misstep.build;

/** The one name of an image in a registry that has several (distribution/reference, normalize.go). */
public final class ImageName {
    private ImageName() {}

    /** {@code docker.io/library/node:latest} for {@code node}; what has a digest needs no tag. */
    public static String full(String written) {
        int slash = written.indexOf('/');
        String host = slash < 0 ? "" : written.substring(0, slash);
        boolean hosted = host.contains(".") || host.contains(":") || host.equals("localhost");
        String place = hosted ? written : "docker.io/" + (slash < 0 ? "library/" : "") + written;
        String named = place.startsWith("index.docker.io/") ? place.substring("index.".length()) : place;
        String official = named.startsWith("docker.io/") && named.indexOf('/', "docker.io/".length()) < 0
                ? "docker.io/library/" + named.substring("docker.io/".length())
                : named;
        boolean tagged = official.contains("@") || official.lastIndexOf(':') > official.lastIndexOf('/');
        return tagged ? official : official + ":latest";
    }
}

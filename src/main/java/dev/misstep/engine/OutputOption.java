package dev.misstep.engine;

import dev.misstep.build.GoBoolean;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a build's result, of {@code --output} (docker/buildx, util/buildflags/export.go, build/opt.go).
 *
 * @param type what it becomes
 * @param destination a directory or a file of this machine; {@code null} where it goes elsewhere
 * @param attributes what that type wants to know besides, in the order given
 */
public record OutputOption(Type type, @Nullable Path destination, Map<String, String> attributes) {
    /** An image in the engine's store, which is where a build goes that names no output. */
    public static final OutputOption IMAGE = new OutputOption(Type.IMAGE, null, Map.of());

    /** What a result can become. */
    public enum Type {
        LOCAL("local"),
        TAR("tar"),
        OCI("oci"),
        DOCKER("docker"),
        IMAGE("moby"),
        NOTHING("");

        private final String exporter;

        Type(String exporter) {
            this.exporter = exporter;
        }

        /** What the engine calls it. */
        String exporter() {
            return exporter;
        }
    }

    public OutputOption {
        boolean somewhere = type != Type.IMAGE && type != Type.NOTHING;
        if (somewhere != (destination != null)) {
            throw new IllegalArgumentException(somewhere ? "needs a dest=PATH" : "takes no dest=PATH");
        }
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** Turns a path as the user wrote it into one. */
    public interface Places {
        Path resolve(String path);
    }

    /**
     * Reads {@code type=local,dest=PATH}, or a path alone.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static OutputOption parse(String text, Places places) {
        if (!text.contains("=") && !text.contains(",")) {
            return text.equals("-") ? of("tar", text, Map.of(), places) : of("local", text, Map.of(), places);
        }
        Map<String, String> fields = new LinkedHashMap<>(CommaFields.parse(text));
        String type = fields.remove("type");
        String destination = fields.remove("dest");
        return of(type == null ? "" : type, destination == null ? "" : destination, fields, places);
    }

    private static OutputOption of(String type, String destination, Map<String, String> fields, Places places) {
        if (destination.equals("-")) {
            throw new IllegalArgumentException("would go to standard output, where the report goes; name a file");
        }
        Map<String, String> attributes = new LinkedHashMap<>(fields);
        if (type.equals("registry")) {
            attributes.put("push", "true");
        }
        Type known = switch (type) {
            case "local" -> Type.LOCAL;
            case "tar" -> Type.TAR;
            case "oci" -> Type.OCI;
            case "docker" -> destination.isEmpty() ? Type.IMAGE : Type.DOCKER;
            case "image", "registry" -> Type.IMAGE;
            case "cacheonly" -> Type.NOTHING;
            default ->
                throw new IllegalArgumentException(
                        "names no type that is known; write type=local, tar, oci, docker, image, registry or cacheonly");
        };
        if (GoBoolean.isTrue(attributes.getOrDefault("push-by-digest", ""))) {
            throw new IllegalArgumentException("cannot push by digest, which engines do not do");
        }
        if (attributes.containsKey("context")) {
            throw new IllegalArgumentException("cannot load the image into another engine; set DOCKER_CONTEXT");
        }
        if (attributes.getOrDefault("tar", "true").equals("false") || attributes.containsKey("mode")) {
            throw new IllegalArgumentException("has tar=false or a mode, which are not there yet; leave it out");
        }
        return new OutputOption(known, destination.isEmpty() ? null : places.resolve(destination), attributes);
    }

    /** Whether the image is to be pushed to its registry. */
    public boolean pushes() {
        return GoBoolean.isTrue(attributes.getOrDefault("push", ""));
    }

    /** Whether it is an archive of an image, with what names the image has. */
    boolean isImage() {
        return type == Type.IMAGE || type == Type.OCI || type == Type.DOCKER;
    }

    @Override
    public String toString() {
        return "OutputOption[" + type + " " + destination + " " + attributes.keySet() + "]";
    }
}

package dev.misstep.dockerfile;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The arguments BuildKit sets by itself, in sight of FROM, and of a stage that declares them. */
public final class PlatformArguments {
    private PlatformArguments() {}

    /**
     * TARGETPLATFORM and its like.
     *
     * @param build the builder's platform, such as {@code linux/amd64}
     * @param wanted the image's platform, such as {@code linux/arm/v7}
     * @param target the stage built, or {@code null} for the last one
     */
    public static Map<String, String> of(String build, String wanted, @Nullable String target) {
        Map<String, String> arguments = new TreeMap<>();
        put(arguments, "BUILD", build);
        put(arguments, "TARGET", wanted);
        arguments.put("TARGETSTAGE", target == null || target.isEmpty() ? "default" : target);
        return arguments;
    }

    private static void put(Map<String, String> arguments, String prefix, String platform) {
        String[] parts = platform.split("/", 3);
        arguments.put(prefix + "PLATFORM", platform);
        arguments.put(prefix + "OS", parts[0]);
        arguments.put(prefix + "OSVERSION", "");
        arguments.put(prefix + "ARCH", parts.length > 1 ? parts[1] : "");
        arguments.put(prefix + "VARIANT", parts.length > 2 ? parts[2] : "");
    }
}

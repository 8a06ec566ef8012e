package dev.misstep.build;

import java.util.Locale;
import java.util.Map;

/** The one name of a platform that has several (containerd/platforms, Parse and Normalize). */
public final class PlatformName {
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("x86_64", "amd64"),
            Map.entry("x86-64", "amd64"),
            Map.entry("amd64/v1", "amd64"),
            Map.entry("aarch64", "arm64"),
            Map.entry("arm64/v8", "arm64"),
            Map.entry("arm64/8", "arm64"),
            Map.entry("armhf", "arm/v7"),
            Map.entry("armel", "arm/v6"),
            Map.entry("arm", "arm/v7"),
            Map.entry("arm/7", "arm/v7"),
            Map.entry("arm/6", "arm/v6"),
            Map.entry("i386", "386"));

    private PlatformName() {}

    /** {@code linux/amd64} for {@code linux/x86_64} and for {@code amd64}. */
    public static String of(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        boolean systemAlone = name.equals("linux") || name.equals("windows") || name.equals("darwin");
        if (systemAlone || name.isEmpty()) {
            return name;
        }
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean withoutSystem = slash < 0 || first.equals("arm") || first.equals("arm64") || first.equals("amd64");
        String system = withoutSystem ? "linux" : first;
        String machine = withoutSystem ? name : name.substring(slash + 1);
        return system + "/" + OTHER_NAMES.getOrDefault(machine, machine);
    }
}

package dev.misstep.cli;

import dev.misstep.build.GoBoolean;
import dev.misstep.engine.CacheOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The caches of {@code --cache-from} or {@code --cache-to}, with what the docker command takes for them from its surroundings:
 * where a directory is, and how the cache of GitHub's Actions is reached (docker/buildx, build/opt.go).
 *
 * @param unusable what is left out, and why
 */
record GivenCaches(List<CacheOption> caches, List<String> unusable) {
    GivenCaches {
        caches = List.copyOf(caches);
        unusable = List.copyOf(unusable);
    }

    /** @param directory the attribute that names a directory: {@code src} or {@code dest} */
    static GivenCaches of(String option, List<String> given, String directory, Surroundings surroundings) {
        List<CacheOption> caches = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        for (String text : given) {
            CacheOption cache = parsed(option, text);
            Map<String, String> attributes = new LinkedHashMap<>(cache.attributes());
            if (cache.type().equals("local")) {
                String path = attributes.getOrDefault(directory, "");
                if (path.isEmpty()) {
                    throw new UserError(
                            ExitStatus.USAGE, option, "names no directory; write type=local," + directory + "=PATH");
                }
                attributes.put(directory, surroundings.resolve(path).toString());
            } else if (cache.type().equals("gha")) {
                complete(attributes, surroundings.environment());
                if (!reachable(attributes)) {
                    unusable.add("type=gha is left out, as docker build leaves it out: ACTIONS_RUNTIME_TOKEN and"
                            + " ACTIONS_RESULTS_URL are not set");
                    continue;
                }
            }
            caches.add(new CacheOption(cache.type(), attributes));
        }
        return new GivenCaches(caches, unusable);
    }

    private static CacheOption parsed(String option, String text) {
        try {
            return CacheOption.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitStatus.USAGE, option, String.valueOf(e.getMessage()));
        }
    }

    private static void complete(Map<String, String> attributes, Map<String, String> environment) {
        String version = GoBoolean.isTrue(environment.getOrDefault("ACTIONS_CACHE_SERVICE_V2", "")) ? "2" : "";
        String results = environment.getOrDefault("ACTIONS_RESULTS_URL", "");
        boolean second = attributes.getOrDefault("version", version).equals("2");
        add(attributes, "token", environment.getOrDefault("ACTIONS_RUNTIME_TOKEN", ""));
        add(attributes, "url_v2", second ? results : "");
        add(attributes, "url", environment.getOrDefault("ACTIONS_CACHE_URL", results));
    }

    private static void add(Map<String, String> attributes, String name, String value) {
        if (!value.isEmpty()) {
            attributes.putIfAbsent(name, value);
        }
    }

    private static boolean reachable(Map<String, String> attributes) {
        boolean url = !attributes.getOrDefault("url", "").isEmpty()
                || !attributes.getOrDefault("url_v2", "").isEmpty();
        return url && !attributes.getOrDefault("token", "").isEmpty();
    }

    @Override
    public String toString() {
        return "GivenCaches[" + caches.size() + "]";
    }
}

package dev.misstep.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One build to be done.
 *
 * @param source what the build is called after: the context's path as the user gave it
 * @param context what the builder sees; ignored files must already be left out, engines do not apply ignore files
 * @param dockerfile the Dockerfile's path inside the context
 * @param target the stage to build; the last if there is none
 * @param buildArgs values by name, in the order given. An argument whose value comes from the environment has it already;
 *     one that has none there is left out
 * @param labels labels of the image, in the order given
 * @param platform as {@code linux/arm64}; the engine's own if there is none
 * @param pull whether the builder is to look base images up at their registry even if they are there. BuildKit cannot do that
 *     at a registry that asks who is there; {@link BaseImages} can, and once it has pulled them all, false is right here
 * @param networkMode of RUN steps: {@code host}, {@code none}, …; the default if there is none
 * @param extraHosts as {@code name:address}
 * @param tags names of the image; none leaves it without a name
 * @param cacheFrom images that may serve as cache
 * @param builder which builder is to build
 */
public record BuildRequest(
        String source,
        ContextBody context,
        String dockerfile,
        @Nullable String target,
        Map<String, String> buildArgs,
        Map<String, String> labels,
        @Nullable String platform,
        boolean noCache,
        boolean pull,
        @Nullable String networkMode,
        List<String> extraHosts,
        List<String> tags,
        List<String> cacheFrom,
        BuilderKind builder) {
    public BuildRequest {
        if (dockerfile.isEmpty()) {
            throw new IllegalArgumentException("no path of a Dockerfile");
        }
        buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        extraHosts = List.copyOf(extraHosts);
        tags = List.copyOf(tags);
        cacheFrom = List.copyOf(cacheFrom);
    }

    /** A build without any option. */
    public static BuildRequest of(String source, ContextBody context, String dockerfile, BuilderKind builder) {
        return new BuildRequest(
                source,
                context,
                dockerfile,
                null,
                Map.of(),
                Map.of(),
                null,
                false,
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                builder);
    }

    /** Names the arguments, but shows no value: one may be a secret. */
    @Override
    public String toString() {
        return "BuildRequest[" + source + ", " + dockerfile + ", target " + target + ", " + builder.label()
                + ", build arguments " + buildArgs.keySet() + "]";
    }
}

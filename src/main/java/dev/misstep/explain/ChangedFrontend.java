package dev.misstep.explain;

import dev.misstep.build.Vertex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image that read the Dockerfile. It is in no key of the builder's, so that steps hit all the same where another one makes
 * them as they were: of a step that ran though all else is equal, it is the likely cause.
 */
final class ChangedFrontend {
    private ChangedFrontend() {}

    /** {@code null} where it is the same, or not known for both. */
    static @Nullable Reason of(BuildInputs now, Vertex step, BuildInputs then, Vertex before) {
        SeenSetting after = frontend(now, step);
        SeenSetting earlier = frontend(then, before);
        return after == null || earlier == null || after.hash().equals(earlier.hash())
                ? null
                : reason(earlier.text(), after.text());
    }

    /** That it is another image. */
    static Reason reason(String before, String after) {
        return new Reason(
                Cause.FRONTEND,
                Certainty.LIKELY,
                List.of(),
                before,
                after,
                "The frontend that reads the Dockerfile is another image than in the baseline; it may make other steps of"
                        + " the same text.");
    }

    private static @Nullable SeenSetting frontend(BuildInputs inputs, Vertex step) {
        return inputs.settings().getOrDefault(step.id(), List.of()).stream()
                .filter(setting -> setting.name().equals(SeenSetting.FRONTEND))
                .findFirst()
                .orElse(null);
    }
}

package dev.misstep.explain;

import dev.misstep.build.Vertex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The images a step stands on or copies from, as the engine had them then and now. */
final class ChangedImages {
    private ChangedImages() {}

    /** Whether it is known which image the step stood on in both builds, so that names need not be compared. */
    static boolean isBaseKnown(BuildInputs now, Vertex step, BuildInputs then, Vertex before) {
        return base(now, step) != null && base(then, before) != null;
    }

    /** The image that made the step miss; {@code null} where none is another, or which they were is not known. */
    static @Nullable Reason of(BuildInputs now, Vertex step, BuildInputs then, Vertex before) {
        UsedImage after = base(now, step);
        UsedImage earlier = base(then, before);
        if (after != null && earlier != null && !after.identity().equals(earlier.identity())) {
            return reason(earlier, after, "it stands on the image");
        }
        List<UsedImage> sources = copied(now, step);
        List<UsedImage> earlierSources = copied(then, before);
        if (sources.size() != earlierSources.size()) {
            return null;
        }
        Set<String> known = new HashSet<>();
        earlierSources.forEach(image -> known.add(image.identity()));
        for (int i = 0; i < sources.size(); i++) {
            if (!known.contains(sources.get(i).identity())) {
                return reason(earlierSources.get(i), sources.get(i), "it takes files from the image");
            }
        }
        return null;
    }

    /** That the image a step stands on has the same files but sets something else. */
    static @Nullable Reason ofSetting(BuildInputs now, Vertex step, BuildInputs then, Vertex before, String setting) {
        UsedImage after = base(now, step);
        UsedImage earlier = base(then, before);
        return after == null || earlier == null
                ? null
                : reason(earlier, after, "it has the " + setting + " of the image");
    }

    private static Reason reason(UsedImage before, UsedImage after, String how) {
        boolean renamed = !before.reference().equals(after.reference());
        // the content that is copied may be equal in both images
        Certainty certainty = after.copied() ? Certainty.LIKELY : Certainty.PROVEN;
        String detail = renamed
                ? how + " of line " + after.line() + ", which is another than in the baseline."
                : how + " of line " + after.line() + ", and " + after.reference()
                        + " is another image now: it was pulled, built or tagged anew.";
        return new Reason(
                Cause.BASE_IMAGE,
                certainty,
                List.of(),
                before.reference() + " (" + before.shown() + ")",
                after.reference() + " (" + after.shown() + ")",
                Character.toUpperCase(detail.charAt(0)) + detail.substring(1));
    }

    private static @Nullable UsedImage base(BuildInputs inputs, Vertex step) {
        return inputs.images().getOrDefault(step.id(), List.of()).stream()
                .filter(image -> !image.copied())
                .findFirst()
                .orElse(null);
    }

    private static List<UsedImage> copied(BuildInputs inputs, Vertex step) {
        return inputs.images().getOrDefault(step.id(), List.of()).stream()
                .filter(UsedImage::copied)
                .toList();
    }
}

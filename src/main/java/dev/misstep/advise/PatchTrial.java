package dev.misstep.advise;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of builds with patches.
 *
 * @param findings whose patches, by their places among the findings, from 0
 * @param obstacle why it could not be built, or not be judged; {@code null} where it was
 * @param coldSeconds of the build without cache; {@code null} where it did not succeed
 * @param unchangedSeconds of the next build, nothing changed; {@code null} where there was none
 * @param missed the steps that ran in that build all the same
 * @param meant the differences from the image of the files as they are that the patches are for
 * @param differences those that nobody asked for
 * @param edits how long builds after edits took, the edit that the rule is about first
 */
public record PatchTrial(
        List<Integer> findings,
        @Nullable String obstacle,
        @Nullable Double coldSeconds,
        @Nullable Double unchangedSeconds,
        List<String> missed,
        List<Meant> meant,
        List<ImageDifference> differences,
        List<EditTimes> edits) {
    private static final int NAMED = 3;

    /** A difference, and why it is one that was meant. */
    public record Meant(ImageDifference difference, String reason) {}

    public PatchTrial {
        findings = List.copyOf(findings);
        missed = List.copyOf(missed);
        meant = List.copyOf(meant);
        differences = List.copyOf(differences);
        edits = List.copyOf(edits);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a trial of no patch");
        }
    }

    /** One that came to nothing. */
    public static PatchTrial hindered(List<Integer> findings, String obstacle) {
        return new PatchTrial(findings, obstacle, null, null, List.of(), List.of(), List.of(), List.of());
    }

    /** Whether all is as it must be. */
    public boolean verified() {
        return refusal() == null;
    }

    /** Why the patches are not to be taken; {@code null} where they are. */
    public @Nullable String refusal() {
        if (obstacle != null) {
            return obstacle;
        }
        if (!differences.isEmpty()) {
            return "the image it makes is another: "
                    + listed(differences.stream().map(ImageDifference::sentence).toList());
        }
        if (!missed.isEmpty()) {
            return "built again with nothing changed, it runs " + listed(missed);
        }
        for (EditTimes times : edits) {
            if (times.isSlower()) {
                return String.format(
                        Locale.ROOT,
                        "after an edit of %s a build takes %.1fs, and took %.1fs without it",
                        times.edit(),
                        EditTimes.median(times.after()),
                        EditTimes.median(times.before()));
            }
        }
        return null;
    }

    /** What a build after the edit saves, in seconds; {@code null} where nothing could be edited. */
    public @Nullable Double saves() {
        return edits.isEmpty() ? null : Double.valueOf(Math.max(0, edits.get(0).saved()));
    }

    private static String listed(List<String> all) {
        String first = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
        return all.size() <= NAMED ? first : first + " and " + (all.size() - NAMED) + " more";
    }
}

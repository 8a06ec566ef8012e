package dev.misstep.report;

import dev.misstep.advise.EditTimes;
import dev.misstep.advise.Finding;
import dev.misstep.advise.ImageDifference;
import dev.misstep.advise.PatchTrial;
import dev.misstep.advise.Proof;
import dev.misstep.advise.Verification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was tried by builds, for a terminal. */
final class VerificationText {
    private static final int NAMED = 3;

    private VerificationText() {}

    static String of(List<Finding> findings, @Nullable Verification verification) {
        long patches =
                findings.stream().filter(finding -> finding.patch() != null).count();
        String counted = Words.count(findings.size(), "finding", "findings") + ", "
                + Words.count((int) patches, "patch", "patches");
        if (verification == null) {
            return counted + "; none of them was tried by a build.\n";
        }
        StringBuilder out = new StringBuilder(counted);
        long verified = findings.stream()
                .filter(finding -> finding.proof() == Proof.VERIFIED)
                .count();
        out.append("; ")
                .append(verification.trials().size())
                .append(" tried by builds, ")
                .append(verified)
                .append(" verified.\n");
        PatchTrial together = verification.together();
        if (together != null) {
            String refusal = together.refusal();
            out.append(together.findings().size())
                    .append(
                            refusal == null
                                    ? " patches together: verified"
                                            + (together.saves() == null
                                                    ? ""
                                                    : ", a build saves " + Durations.text(together.saves(), ""))
                                    : " patches together are refused: " + SafeText.oneLine(refusal))
                    .append(".\n");
        }
        verification.trials().stream().filter(PatchTrial::verified).forEach(trial -> {
            times(trial, findings, out);
            intended(trial, findings, out);
        });
        List<ImageDifference> own = verification.fluctuation().differences();
        if (!own.isEmpty()) {
            out.append("Not reproducible by itself, and not held against a patch: ")
                    .append(own.stream()
                            .limit(NAMED)
                            .map(one -> SafeText.oneLine(one.sentence()))
                            .collect(Collectors.joining(", ")))
                    .append(own.size() > NAMED ? " and " + (own.size() - NAMED) + " more" : "")
                    .append(".\n");
        }
        return out.toString();
    }

    private static void times(PatchTrial trial, List<Finding> findings, StringBuilder out) {
        for (EditTimes times : trial.edits()) {
            out.append("With the patch of ")
                    .append(rule(trial, findings))
                    .append(" a build after an edit of ")
                    .append(SafeText.oneLine(times.edit()))
                    .append(" takes ")
                    .append(Durations.text(EditTimes.median(times.after())))
                    .append(", without it ")
                    .append(Durations.text(EditTimes.median(times.before())))
                    .append(".\n");
        }
    }

    private static String rule(PatchTrial trial, List<Finding> findings) {
        return findings.get(trial.findings().get(0)).rule().label();
    }

    private static void intended(PatchTrial trial, List<Finding> findings, StringBuilder out) {
        Map<String, Integer> reasons = new TreeMap<>();
        trial.meant().forEach(meant -> reasons.merge(meant.reason(), 1, Integer::sum));
        if (!reasons.isEmpty()) {
            out.append("With the patch of ")
                    .append(rule(trial, findings))
                    .append(" the image differs as it should: ")
                    .append(reasons.entrySet().stream()
                            .map(reason ->
                                    reason.getKey() + " (" + Words.count(reason.getValue(), "path", "paths") + ")")
                            .collect(Collectors.joining(", ")))
                    .append(".\n");
        }
    }
}

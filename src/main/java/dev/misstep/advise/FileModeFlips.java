package dev.misstep.advise;

import dev.misstep.context.Change;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Certainty;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Steps that missed though no content changed: only permission bits, as another umask or a fresh checkout sets them. */
final class FileModeFlips implements LogRule {
    @Override
    public List<Finding> findings(Analysis analysis) {
        Map<String, List<Miss>> byStep = new LinkedHashMap<>();
        for (Miss miss : analysis.misses()) {
            boolean modes = miss.role() == Role.ROOT
                    && miss.cause() == Cause.CONTEXT_FILES
                    && miss.certainty() == Certainty.PROVEN
                    && !miss.files().isEmpty()
                    && miss.filesTotal() == miss.files().size()
                    && miss.files().stream().allMatch(file -> file.change() == Change.MODE);
            if (modes) {
                byStep.computeIfAbsent(miss.vertex(), step -> new ArrayList<>()).add(miss);
            }
        }
        List<Finding> findings = new ArrayList<>();
        byStep.forEach((step, misses) -> findings.add(finding(step, misses)));
        return findings;
    }

    private static Finding finding(String step, List<Miss> misses) {
        OptionalDouble cost = misses.stream()
                .filter(miss -> miss.costSeconds() != null)
                .mapToDouble(Miss::costSeconds)
                .average();
        Miss first = misses.get(0);
        String named = first.files().get(0).path();
        String files = first.filesTotal() == 1 ? named : named + " and " + (first.filesTotal() - 1) + " more";
        return new Finding(
                RuleName.FILE_MODE_FLIPS,
                cost.isPresent() && cost.getAsDouble() >= 10 ? Severity.HIGH : Severity.MEDIUM,
                null,
                null,
                step,
                "the step ran again because permission bits changed and nothing else: " + files,
                "check files out with the same modes every time: one umask on all machines, and git update-index --chmod"
                        + " for files whose execute bit is meant",
                null,
                cost.isPresent() ? cost.getAsDouble() : null,
                cost.isPresent() ? Proof.SIMULATED : Proof.NONE,
                null);
    }
}

package dev.misstep.advise;

import dev.misstep.build.Build;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Miss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stages that ran again on equal inputs and left other files, so that what copies from them missed too. */
final class NonReproducibleStep implements LogRule {
    @Override
    public List<Finding> findings(Analysis analysis) {
        Map<String, Miss> byStep = new LinkedHashMap<>();
        for (Miss miss : analysis.misses()) {
            if (miss.otherOutput()) {
                byStep.putIfAbsent(miss.root(), miss);
            }
        }
        return byStep.values().stream().map(miss -> finding(analysis, miss)).toList();
    }

    private static Finding finding(Analysis analysis, Miss taker) {
        return new Finding(
                RuleName.NON_REPRODUCIBLE_STEP,
                Severity.MEDIUM,
                null,
                null,
                taker.root(),
                "from the same inputs, " + name(analysis, taker, taker.root())
                        + " or what follows it in its stage left other files than before, so that "
                        + name(analysis, taker, taker.vertex()) + " ran too",
                "make it leave the same each time: pin what it downloads, set SOURCE_DATE_EPOCH, and write no dates, random"
                        + " names or logs; or copy only the files that stay the same",
                null,
                null,
                Proof.NONE,
                null);
    }

    private static String name(Analysis analysis, Miss miss, String vertex) {
        return analysis.builds().stream()
                .map(Analysis.Analysed::build)
                .filter(build -> build.id().equals(miss.build()))
                .findFirst()
                .flatMap((Build build) -> build.vertex(vertex))
                .map(found -> found.name().text())
                .orElse(vertex);
    }
}

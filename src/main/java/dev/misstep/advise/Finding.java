package dev.misstep.advise;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to change.
 *
 * @param file the Dockerfile as the user names it, or another file; {@code null} where nothing in a file is to be changed
 * @param line of that file, from 1, or {@code null}
 * @param vertex id of the step it is about, or {@code null}
 * @param message what costs here, and by which evidence
 * @param fix what to do
 * @param patch a unified diff, or {@code null} where the change is the user's to make
 * @param savesSeconds per build, or {@code null} where no times are known
 * @param risk what to look at before the fix is taken over, or {@code null}
 */
public record Finding(
        RuleName rule,
        Severity severity,
        @Nullable String file,
        @Nullable Integer line,
        @Nullable String vertex,
        String message,
        String fix,
        @Nullable String patch,
        @Nullable Double savesSeconds,
        Proof proof,
        @Nullable String risk) {
    public Finding {
        if (message.isEmpty() || fix.isEmpty()) {
            throw new IllegalArgumentException("a finding says what and how: " + rule);
        }
        if (line != null && (line < 1 || file == null)) {
            throw new IllegalArgumentException("line " + line + " of " + file);
        }
        if (savesSeconds != null && !(savesSeconds >= 0)) {
            throw new IllegalArgumentException("saves " + savesSeconds);
        }
        if ((proof == Proof.SIMULATED) && savesSeconds == null) {
            throw new IllegalArgumentException("simulated, without a result");
        }
    }

    /** The same, its patch proven by builds. */
    Finding verified(@Nullable Double saves) {
        return new Finding(rule, severity, file, line, vertex, message, fix, patch, saves, Proof.VERIFIED, risk);
    }

    /** The same without its patch, which builds spoke against. */
    Finding refused(String why) {
        String told = message + "; its patch was tried and is not given: " + why;
        return new Finding(rule, severity, file, line, vertex, told, fix, null, savesSeconds, proof, risk);
    }

    /** The same findings, the worst first, then by their lines. */
    static List<Finding> worstFirst(List<Finding> findings) {
        if (findings.size() < 2) {
            return List.copyOf(findings); // most reports, and comparators take milliseconds to come into being
        }
        return findings.stream()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(finding -> finding.line() == null ? 0 : finding.line())
                        .thenComparing(Finding::rule))
                .toList();
    }
}

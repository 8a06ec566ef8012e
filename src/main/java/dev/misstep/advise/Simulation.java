package dev.misstep.advise;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The same commits with and without what findings advise.
 *
 * @param findings those that were followed, all at once
 * @param commits how many were compared: those in which every patch fits, after one in which it did
 * @param before of these commits as they are
 * @param after of them with the patches
 * @param savesSeconds per commit; {@code null} where the time of a step is not known that would run more or less often
 */
public record Simulation(
        List<Finding> findings,
        int commits,
        Side before,
        Side after,
        @Nullable Double savesSeconds) {
    /**
     * One side of it, over all commits.
     *
     * @param depends steps of which only a build could tell
     */
    public record Side(int misses, int depends, List<InstallForecast> installs) {
        public Side {
            installs = List.copyOf(installs);
        }
    }

    public Simulation {
        findings = List.copyOf(findings);
        if (savesSeconds != null && !(savesSeconds >= 0)) {
            throw new IllegalArgumentException("saves " + savesSeconds);
        }
    }

    /** A finding with what following it saves; empty where that is not known. */
    public Optional<Finding> saving(Finding finding) {
        return savesSeconds == null
                ? Optional.empty()
                : Optional.of(new Finding(
                        finding.rule(),
                        finding.severity(),
                        finding.file(),
                        finding.line(),
                        finding.vertex(),
                        finding.message(),
                        finding.fix(),
                        finding.patch(),
                        savesSeconds,
                        Proof.SIMULATED,
                        finding.risk()));
    }
}

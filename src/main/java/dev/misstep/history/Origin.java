package dev.misstep.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a build comes from and when it was kept; what is not known is {@code null}.
 *
 * @param keptAt when it was put into the history
 * @param commit of git, whole or its beginning
 * @param branch of git
 * @param ciRun what the CI calls the run: an address or a number
 * @param machine the name of the machine that built it, or of the one that read its log
 * @param engine the id of the engine
 */
public record Origin(
        Instant keptAt,
        @Nullable String commit,
        @Nullable String branch,
        @Nullable String ciRun,
        @Nullable String machine,
        @Nullable String engine) {
    /** The same with a commit that a build's own log names, which is nearer to the truth. */
    public Origin withCommit(@Nullable String told) {
        return told == null ? this : new Origin(keptAt, told, branch, ciRun, machine, engine);
    }

    /** The same where the engine is known. */
    public Origin withEngine(@Nullable String id) {
        return id == null ? this : new Origin(keptAt, commit, branch, ciRun, machine, id);
    }
}

package dev.misstep.log;

import dev.misstep.build.SourceCommit;
import dev.misstep.log.wrapper.LogLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The commits that a CI's log says were checked out, by the jobs that did. What a build was made from is what its own job
 * checked out last before it.
 */
final class CheckedOutCommits {
    /** How many are kept; behind them nothing is known. */
    private static final int MOST = 10_000;

    /** @param commit {@code null} where something was checked out and it is not known what */
    private record Checkout(String job, long line, @Nullable SourceCommit commit) {}

    private final List<Checkout> checkouts = new ArrayList<>();
    private final Map<String, CheckoutLine.Kind> before = new HashMap<>();

    /**
     * Takes the next line.
     *
     * @param doubtful whether it may be output of a step
     */
    void accept(LogLine line, boolean doubtful) {
        String text = line.text();
        if (before.isEmpty() && !CheckoutLine.mayTell(text)) {
            return;
        }
        String job = job(line);
        CheckoutLine.Kind above = before.isEmpty() ? null : before.remove(job);
        String asked = above == CheckoutLine.Kind.ASKED ? CheckoutLine.alone(text) : null;
        CheckoutLine said =
                asked == null ? CheckoutLine.of(text) : new CheckoutLine(CheckoutLine.Kind.NAMED, asked, false);
        if (said == null || checkouts.size() > MOST) {
            return;
        }
        switch (said.kind()) {
            case ASKED, ELSEWHERE -> before.put(job, said.kind());
            case MOVED -> add(job, line.number(), null);
            case NAMED -> {
                if (above != CheckoutLine.Kind.ELSEWHERE) {
                    add(job, line.number(), doubtful ? null : commit(job, said, line.number()));
                }
            }
        }
    }

    private void add(String job, long line, @Nullable SourceCommit commit) {
        checkouts.add(new Checkout(job, line, checkouts.size() == MOST ? null : commit));
    }

    /** What is said in short and in full is one. */
    private SourceCommit commit(String job, CheckoutLine said, long line) {
        String hash = String.valueOf(said.hash());
        Checkout last = checkouts.isEmpty() ? null : checkouts.get(checkouts.size() - 1);
        SourceCommit known = last == null || !last.job.equals(job) ? null : last.commit;
        if (known == null || !(hash.startsWith(known.hash()) || known.hash().startsWith(hash))) {
            return new SourceCommit(hash, line, said.merge());
        }
        String longer = hash.length() > known.hash().length() ? hash : known.hash();
        return new SourceCommit(longer, known.line(), known.merge() || said.merge());
    }

    /**
     * What was checked out for a build; {@code null} where the log does not say.
     *
     * @param lane of the build
     * @param line where it begins
     * @param direction -1 where a log's lines stand newest first
     */
    @Nullable
    SourceCommit before(String lane, long line, int direction) {
        String job = jobOf(lane);
        Checkout own = null;
        Checkout main = null;
        for (Checkout checkout : checkouts) {
            if (direction * Long.compare(checkout.line, line) < 0) {
                own = checkout.job.equals(job) ? checkout : own;
                main = checkout.job.isEmpty() ? checkout : main;
            }
        }
        Checkout last = own == null ? main : own;
        return last == null ? null : last.commit;
    }

    /** Of a line around which {@code gh run view}'s columns still stand, the job is the first of them. */
    private static String job(LogLine line) {
        if (!line.lane().isEmpty()) {
            return jobOf(line.lane());
        }
        String text = line.text();
        int tab = text.indexOf('\t');
        return tab > 0 && text.indexOf('\t', tab + 1) > 0 ? text.substring(0, tab) : "";
    }

    /** {@code build<TAB>Run make} is a step of a job. */
    private static String jobOf(String lane) {
        int tab = lane.indexOf('\t');
        return tab < 0 ? lane : lane.substring(0, tab);
    }
}

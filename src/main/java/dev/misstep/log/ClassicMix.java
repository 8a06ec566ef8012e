package dev.misstep.log;

import dev.misstep.log.wrapper.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether builds of the classic builder write at the same time: their steps cross, or one step is told what no step is
 * told twice. A build within a RUN does neither, since the RUN is over only once its output is.
 */
final class ClassicMix {
    private static final Pattern STEP = Pattern.compile("Step (\\d{1,5})/(\\d{1,5}) : (\\w*).*", Pattern.DOTALL);
    private static final Pattern TOLD = Pattern.compile(
            " ?---> (?:([0-9a-f]{12,64})|(Using cache)|(Running in) .*)|Successfully built [0-9a-f]{12,64}");
    /** How many builds that did not end are remembered. */
    private static final int MAX_CHAINS = 100;

    private static final class Chain {
        int last;
        int total;
        boolean run;
        boolean from;
        boolean running;
        boolean cached;

        @Nullable
        String result;

        boolean prints() {
            return run && running;
        }
    }

    private final List<Chain> open = new ArrayList<>();
    /** Builds that seemed to be output of a step of another one that went on. */
    private final List<Chain> inner = new ArrayList<>();

    private long groupStart = -1;
    private long mixed = -1;

    void hear(LogLine line) {
        String text = line.text();
        if (mixed >= 0 || text.isEmpty() || "S -".indexOf(text.charAt(0)) < 0) {
            return;
        }
        text = VertexNotes.limited(text);
        Matcher step = STEP.matcher(text);
        if (step.matches()) {
            step(step, line.number());
            return;
        }
        Matcher told = TOLD.matcher(text);
        if (!open.isEmpty() && told.matches()) {
            told(told, open.get(open.size() - 1));
        }
    }

    private void step(Matcher step, long line) {
        int number = Integer.parseInt(step.group(1));
        int total = Integer.parseInt(step.group(2));
        int found = open.size() - 1;
        while (found >= 0 && !isNext(open.get(found), number, total)) {
            found--;
        }
        if (found >= 0 && found < open.size() - 1) {
            if (!open.get(found).prints()) {
                mixed = groupStart; // it was not printing, so what began since is no output of it
                return;
            }
            List<Chain> within = open.subList(found + 1, open.size());
            inner.addAll(within);
            within.clear();
        } else if (found < 0 && inner.stream().anyMatch(chain -> isNext(chain, number, total))) {
            mixed = groupStart;
            return;
        }
        if (found < 0 && number != 1) {
            return; // the beginning is missing, or it is output
        }
        Chain chain = found < 0 ? new Chain() : open.get(found);
        if (found < 0) {
            if (!open.isEmpty() && open.get(open.size() - 1).from && total == 1) {
                return; // a trigger, until 1.12
            }
            groupStart = open.isEmpty() ? line : groupStart;
            open.add(chain);
            if (open.size() > MAX_CHAINS) {
                open.remove(0);
            }
        }
        chain.last = number;
        chain.total = total;
        chain.run = "RUN".equalsIgnoreCase(step.group(3));
        chain.from = "FROM".equalsIgnoreCase(step.group(3));
        chain.running = false;
        chain.cached = false;
        chain.result = null;
    }

    private static boolean isNext(Chain chain, int number, int total) {
        return chain.last + 1 == number && chain.total == total;
    }

    private void told(Matcher told, Chain chain) {
        if (chain.prints() && told.group().charAt(0) != 'S') {
            return;
        }
        if (told.group(1) != null) {
            boolean again = chain.result != null && !chain.result.equals(told.group(1)) && !chain.from;
            boolean unasked = chain.run && !chain.cached;
            mixed = again || unasked ? groupStart : mixed;
            chain.result = told.group(1);
        } else if (told.group(2) != null || told.group(3) != null) {
            mixed = !chain.from && (chain.cached || chain.running || chain.result != null) ? groupStart : mixed;
            chain.cached |= told.group(2) != null;
            chain.running |= told.group(3) != null;
        } else if (chain.last == chain.total) {
            open.remove(open.size() - 1);
            if (open.isEmpty()) {
                inner.clear();
            }
        } else if (!chain.prints()) {
            mixed = groupStart;
        }
    }

    /** Takes back what was told of steps since the builds began that write at the same time. */
    void withhold(List<BuildDraft> drafts) {
        for (BuildDraft draft : drafts) {
            if (mixed >= 0 && draft.vertices.values().stream().anyMatch(notes -> notes.line >= mixed)) {
                for (VertexNotes notes : draft.vertices.values()) {
                    notes.withhold();
                }
                draft.succeeded = false;
                draft.canceled = false;
                draft.error = null;
                draft.diagnoseOnce("builds of the classic builder write into this log at the same time: from here on "
                        + "no status is certain");
            }
        }
    }
}

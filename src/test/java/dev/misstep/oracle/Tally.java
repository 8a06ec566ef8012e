package dev.misstep.oracle;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was counted with one builder of one engine. */
final class Tally {
    private final PrintStream out;
    private final boolean trace;
    private final Map<Fault.Kind, Integer> counts = new EnumMap<>(Fault.Kind.class);
    private final Map<String, Integer> causes = new TreeMap<>();
    int changes;
    int builds;
    int steps;
    int misses;

    /** @param trace whether to say what is changed also where nothing is wrong */
    Tally(PrintStream out, boolean trace) {
        this.out = out;
        this.trace = trace;
    }

    /** A build begins. */
    void round(String where, List<String> what) {
        if (trace) {
            out.println(where + ": " + String.join("; ", what).replace("\n", "\\n"));
        }
    }

    int of(Fault.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** Says what is wrong with a build, and all that is needed to see it again. */
    void faults(String where, String dockerfile, List<String> arguments, List<String> what, List<Fault> faults) {
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        out.println("--- " + where);
        what.forEach(each -> out.println("  change " + each.replace("\n", "\\n")));
        faults.forEach(fault -> out.println("  " + fault));
        out.println("  misstep " + String.join(" ", arguments));
        out.println(("\n" + dockerfile).replace("\n", "\n    | "));
    }

    /** A step ran, and this was named as its cause. */
    void named(String cause) {
        misses++;
        causes.merge(cause, 1, Integer::sum);
    }

    /** Something to tell that is not wrong. */
    void note(String text) {
        out.println(text);
    }

    /** How often each cause was named. */
    Map<String, Integer> causes() {
        return causes;
    }

    boolean failed() {
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (kind != Fault.Kind.UNKNOWN && of(kind) > 0) {
                return true;
            }
        }
        return unknown() >= 1;
    }

    /** Of the steps that ran, how many nobody could say why, in percent. */
    double unknown() {
        return misses == 0 ? 0 : 100.0 * of(Fault.Kind.UNKNOWN) / misses;
    }
}

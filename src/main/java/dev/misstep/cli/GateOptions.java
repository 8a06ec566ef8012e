package dev.misstep.cli;

import dev.misstep.explain.Gate;
import dev.misstep.explain.GateSyntaxException;
import dev.misstep.explain.GateVerdict;
import dev.misstep.explain.JudgedBuild;
import java.util.ArrayList;
import java.util.List;

/** Conditions on which a command ends with a status of its own, for a CI to stop at. */
final class GateOptions {
    private static final String NAME = "--fail-on";

    private final Argument<List<String>> expressions;

    GateOptions(Syntax syntax) {
        expressions = syntax.texts(
                "EXPR",
                "End with status 1 if a build that counts, the last of each kind, is like this: hit-rate<80%%,"
                        + " time-hit-rate<50%%, cost>30s, regression>20%%, root-misses>0, or miss:NAME for a step or stage"
                        + " that ran; may be given several times.",
                NAME);
    }

    /**
     * The gates; to be asked before anything is built or read.
     *
     * @throws UserError if one is none
     */
    List<Gate> read() {
        List<Gate> gates = new ArrayList<>();
        for (String expression : expressions.value()) {
            try {
                gates.add(Gate.parse(expression));
            } catch (GateSyntaxException e) {
                throw new UserError(ExitStatus.USAGE, NAME + " " + expression, String.valueOf(e.getMessage()), e);
            }
        }
        return gates;
    }

    /** Tells of each gate that says no or cannot say anything, and returns the status of the command if all else is well. */
    static int judge(List<Gate> gates, List<JudgedBuild> builds, Console console) {
        int status = ExitStatus.DONE;
        for (Gate gate : gates) {
            GateVerdict verdict = gate.judge(builds);
            switch (verdict.answer()) {
                case YES -> {}
                case UNKNOWN -> console.warn(NAME + " " + verdict.gate(), "is not decided: " + verdict.reason());
                case NO -> {
                    console.warn(NAME + " " + verdict.gate(), verdict.reason());
                    status = ExitStatus.GATE;
                }
            }
        }
        return status;
    }
}

package dev.misstep.explain;

import dev.misstep.build.Format;
import dev.misstep.build.Vertex;

/**
 * Why a root missed, compared with an earlier state of its sources rather than with a build. That somebody built that state
 * is not known, so that nothing is proven.
 */
final class UnseenState {
    /** What no revision tells, said where all that it tells is equal. */
    static final String UNTOLD = "files that git does not track, permissions and build arguments may be others; ";

    private static final String NOT_SEEN = " That the earlier revision was built is not in the log.";

    private UnseenState() {}

    /**
     * The likely cause.
     *
     * @param state the earlier state, by the ids of the current build's vertices; a step without an entry in
     *     {@link BuildInputs#written()} is one that its Dockerfile does not have
     */
    static Reason of(Vertex root, Observed current, BuildInputs state) {
        BuildInputs now = current.inputs();
        if (!now.steps().containsKey(root.id())) {
            return Reason.of(
                    Cause.COLD,
                    Certainty.UNKNOWN,
                    "Which instruction of the Dockerfile this is cannot be told, and no earlier build of it is known.");
        }
        if (!state.written().containsKey(root.id())) {
            String detail = "The earlier revision's Dockerfile has no such instruction." + NOT_SEEN;
            return Reason.rewritten(Certainty.LIKELY, null, root.name().command(), detail);
        }
        Reason reason = ChangedSurroundings.of(now, root, state, root);
        if (reason == null) {
            reason = new ChangedFiles(now, state, current.build().format() == Format.CLASSIC).of(root);
        }
        if (reason == null) {
            return Reason.of(
                    Cause.UNKNOWN,
                    Certainty.UNKNOWN,
                    "By what git has, neither its instruction nor a file it selects is another than in the earlier"
                            + " revision; " + UNTOLD + "the cache may have lost it or never had it.");
        }
        return new Reason(
                reason.cause(),
                Certainty.LIKELY,
                reason.files(),
                reason.before(),
                reason.after(),
                reason.detail() + NOT_SEEN);
    }
}

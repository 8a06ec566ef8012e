package dev.misstep.explain;

/**
 * What a gate says of some builds.
 *
 * @param gate as the user wrote it
 * @param answer yes only where every build could be judged
 * @param reason which build and which step, in one line of any length; what the numbers are where all is well
 */
public record GateVerdict(String gate, Answer answer, String reason) {
    /** Whether the builds may pass. */
    public enum Answer {
        YES,
        /** What the gate asks for is not known of at least one build, and no other is refused. */
        UNKNOWN,
        NO
    }
}

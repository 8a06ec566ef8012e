package dev.misstep.build;

/** A stretch of time in which a vertex worked, in seconds from the build's start. {@code end} is never before {@code start}. */
public record Span(double start, double end) {
    public Span {
        if (!(start >= 0 && end >= start)) {
            throw new IllegalArgumentException("not a stretch of time: " + start + " to " + end);
        }
    }

    /** Its length. */
    public double seconds() {
        return end - start;
    }
}

package dev.misstep.engine;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Engine API, as {@code 1.44}. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    static ApiVersion parse(String text) throws EngineException {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new EngineException("the engine told no version of its API but \"" + text + "\"");
        }
        return new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The newest version both sides speak; where there is none, the oldest the engine still answers. */
    static ApiVersion negotiate(ApiVersion ours, ApiVersion engines, ApiVersion enginesOldest) {
        ApiVersion common = ours.compareTo(engines) < 0 ? ours : engines;
        return common.compareTo(enginesOldest) < 0 ? enginesOldest : common;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

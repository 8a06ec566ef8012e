package dev.misstep.log.wrapper;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression compiled when it is first used. One log needs few of those that all logs need, and to compile them
 * all takes longer than to read a short log. Safe for use by several threads.
 */
public final class LazyPattern {
    private final String regex;
    private volatile @Nullable Pattern compiled;

    /** @param regex as for {@link Pattern#compile(String)} */
    public LazyPattern(String regex) {
        this.regex = regex;
    }

    /** A matcher of the whole text, to be asked as any other. */
    public Matcher matcher(String text) {
        Pattern pattern = compiled;
        if (pattern == null) {
            pattern = Pattern.compile(regex);
            compiled = pattern;
        }
        return pattern.matcher(text);
    }
}

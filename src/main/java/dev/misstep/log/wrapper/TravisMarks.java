package dev.misstep.log.wrapper;

import java.util.regex.Pattern;

/**
 * {@code travis_fold:start:docker.build CR ESC[0K}, {@code travis_time:start:0a1b2c3d CR ESC[0K},
 * {@code travis_time:end:0a1b2c3d:start=…,finish=…,duration=… CR ESC[0K}: what Travis CI marks parts of a log with. Lines
 * have no times.
 */
final class TravisMarks extends LineDecoration {
    private static final Pattern MARK = Pattern.compile(
            "(?:travis_fold:(?:start|end):[\\w.-]{0,200}|travis_time:(?:start|end):[0-9a-f]{1,40}(?::[\\w=,.]{0,300})?)"
                    + "(?:\r|\u001b?\\[0K){0,4}");

    TravisMarks() {
        super("travis", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return line.startsWith("travis_") && MARK.matcher(line).lookingAt();
    }

    @Override
    public boolean mayBeProved() {
        return true;
    }

    @Override
    boolean proves(String line) {
        return true;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            lines.accept(
                    text.contains("travis_") ? line.withText(MARK.matcher(text).replaceAll("")) : line);
        };
    }
}

package dev.misstep.build;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the source of a build is called where a command that was run several times showed it: {@code run 2: make}. */
public final class RunName {
    private static final Pattern FORM = Pattern.compile("run \\d+: (.+)", Pattern.DOTALL);

    private RunName() {}

    /** The n-th run of a program. */
    public static String of(int run, String program) {
        return "run " + run + ": " + program;
    }

    /** The program; empty where the source is no run. */
    public static Optional<String> program(String source) {
        Matcher run = FORM.matcher(source);
        return run.matches() ? Optional.of(run.group(1)) : Optional.empty();
    }
}

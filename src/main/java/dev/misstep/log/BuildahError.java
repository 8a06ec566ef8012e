package dev.misstep.log;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What buildah or podman says at the end of a build that failed.
 *
 * @param message without what only says that it is an error
 * @param step what the step that failed is called in it, or {@code null} where the message names none
 */
record BuildahError(String message, @Nullable String step) {
    // "Error: building at STEP "RUN false": while running runtime: exit status 1", until 1.26 "error building at STEP
    // …",
    // until 1.10 "error building at step {Env:[…] Command:run … Original:RUN false}: error while running runtime: …",
    // of several platforms "Error: [linux/arm64]: building at STEP …"
    private static final Pattern AT_STEP = Pattern.compile(
            "(?:Error: |ERRO\\[\\d{4}\\] |\\s{0,4}\\* )?((?:\\[[^\\]]{1,80}\\]: )?(?:error )?(?:building at|committing container for)"
                    + " (?:STEP \"|step \\{)(.*))",
            Pattern.DOTALL);
    // "Error: creating build container: short-name …", "error creating build container: …"
    private static final Pattern OTHER = Pattern.compile(
            "(?:Error: (.*)|(error (?:building|creating|resolving|committing|preparing|checking|copying"
                    + "|pulling|parsing|updating|mounting|reading|determining|initializing|locating|tagging)\\b.*"
                    + "|(?:COPY|ADD) --from=\\S+: no stage or image found with that name))",
            Pattern.DOTALL);
    private static final int MAX_ENDS = 20;
    private static final Pattern QUOTING = Pattern.compile("[\\s\"'\\[\\],\\\\]+");

    static @Nullable BuildahError of(String line) {
        if (!line.contains("rror")
                && !line.contains("no stage or image found")
                && !line.contains("ERRO")
                && !line.contains("building at ")) {
            return null;
        }
        Matcher at = AT_STEP.matcher(line);
        if (at.matches()) {
            return new BuildahError(at.group(1), at.group(2));
        }
        Matcher other = OTHER.matcher(line);
        if (!other.matches()) {
            return null;
        }
        return new BuildahError(other.group(1) == null ? other.group(2) : other.group(1), null);
    }

    /** Whether it tells of the instruction with that text. */
    boolean tellsOf(String instruction) {
        if (step == null) {
            return false;
        }
        String name = bare(instruction);
        int original = step.indexOf("Original:");
        if (original >= 0) {
            return bare(step.substring(original + "Original:".length())).startsWith(name + "}");
        }
        // "RUN make": while running runtime: exit status 2; a command may hold such an end itself
        int end = step.indexOf("\": ");
        for (int i = 0; i < MAX_ENDS && end >= 0; i++) {
            String told = step.substring(0, end);
            boolean summary = name.startsWith(bare(told) + "("); // of a here-document: RUN <<EOF (make...)
            boolean refused = told.endsWith(" ") && instruction.startsWith(told); // one that there is not: "FOO "
            if (bare(told).equals(name) || summary || refused) {
                return true;
            }
            end = step.indexOf("\": ", end + 1);
        }
        return false;
    }

    /** A step is named with its words only, its instruction in upper case. */
    private static String bare(String text) {
        return QUOTING.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
    }
}

package dev.misstep.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that buildah itself writes, taken apart (buildah, imagebuildah/executor.go and stage_executor.go, 1.0 to 1.43).
 *
 * @param kind what it says
 * @param lane what stands before it, {@code [linux/arm64] [1/2]}, or empty: the stage, where several are built
 * @param platform or {@code null} where one platform is built
 * @param stage the stage's number from 1, or 0 where there is one only
 * @param stages how many the Dockerfile has, or 0 where it has one only
 * @param number the instruction's number from 1, or 0 where the line tells of none
 * @param total how many instructions the stage has, or {@code null}
 * @param text the instruction, the image's id or name
 */
record BuildahLine(
        Kind kind,
        String lane,
        @Nullable String platform,
        int stage,
        int stages,
        int number,
        @Nullable Integer total,
        String text) {
    enum Kind {
        /** {@code STEP 2/4: RUN make}, before 1.23 {@code STEP 2: RUN make}. */
        STEP,
        /** {@code COMMIT app}, before 1.23 {@code STEP 5: COMMIT app}: the last instruction of the last stage is over. */
        COMMIT,
        /** {@code --> Cache pulled from remote registry.example/cache:4f1c}, since 1.28. */
        PULLED,
        /** {@code --> Using cache 5a2c…}. */
        HIT,
        /** {@code --> 5a2c3b4d5e6f}, 11 characters in 1.19, 64 in 1.4. */
        IMAGE,
        /** An id alone: what a step gave from 1.11 to 1.17, and always a build's last word. */
        BARE_IMAGE,
        /** {@code Successfully tagged localhost/app:latest}. */
        TAGGED,
        /** A line about images that are copied, a warning, a note on the cache: no output of a command. */
        NOISE,
        /** Anything else. */
        OTHER
    }

    private static final Pattern NUMBERED = Pattern.compile(
            "((?:\\[([a-z][a-z0-9]{0,19}/[^\\]\\s]{1,60})\\] )?(?:\\[(\\d{1,4})/(\\d{1,4})\\] )?)"
                    + "(?:STEP (\\d{1,5})(?:/(\\d{1,5}))?: (\\S.*)|(COMMIT(?: \\S+)?))",
            Pattern.DOTALL);
    private static final Pattern BEHIND_OUTPUT = Pattern.compile(
            ".+?((?:\\[[^\\]\\s]{1,80}\\] ){0,2}(?:STEP \\d{1,5}(?:/\\d{1,5})?: |COMMIT(?: \\S+)?\\z)"
                    + "|(?:Error: |error )building at STEP \").*",
            Pattern.DOTALL);
    private static final Pattern COMMIT = Pattern.compile("COMMIT(?: \\S*)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+(?:\\s.*)?", Pattern.DOTALL);
    private static final Pattern ARROW = Pattern.compile(
            "--> (?:(Using cache) ([0-9a-f]{12,64})|(Cache pulled from remote) \\S+|([0-9a-f]{10,64}))");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    // what containers/image reports while it copies, the warnings of a logrus logger, what is said of the cache
    private static final Pattern NOISE_TEXT = Pattern.compile(
            "(?:--> Pushing cache |Trying to pull |Getting image source signatures|Copying (?:blob|config) "
                    + "|Skipping (?:blob|fetch of repeat blob) |Writing manifest to image destination|Storing signatures"
                    + "|Resolved \"[^\"]*\" as an alias|\\[Warning\\] one or more build args were not consumed"
                    + "|time=\"[^\"]{10,40}\" level=(?:debug|info|warning) |(?:DEBU|INFO|WARN)\\[).*",
            Pattern.DOTALL);

    /** What may be buildah's own behind other text on a line, or {@code null}. */
    static @Nullable String behindOutput(String line) {
        if (!line.contains("STEP ") && !line.contains("COMMIT")) {
            return null;
        }
        Matcher glued = BEHIND_OUTPUT.matcher(line.stripTrailing());
        return glued.matches() ? line.substring(glued.start(1)) : null;
    }

    static BuildahLine parse(String line) {
        String text = line.stripTrailing(); // copied out of a terminal, lines may keep its padding
        char c = text.isEmpty() ? 0 : text.charAt(0);
        if (c == '[' || c == 'S' || c == 'C') {
            Matcher numbered = NUMBERED.matcher(text);
            if (numbered.matches()) {
                return numbered(numbered, text);
            }
        }
        if (c == '-') {
            Matcher arrow = ARROW.matcher(text);
            if (arrow.matches()) {
                return arrow.group(1) != null
                        ? of(Kind.HIT, arrow.group(2))
                        : arrow.group(3) != null ? of(Kind.PULLED, text) : of(Kind.IMAGE, arrow.group(4));
            }
        }
        if (c == 'S' && text.startsWith("Successfully tagged ")) {
            return of(Kind.TAGGED, text);
        }
        if (text.length() == 64 && ID.matcher(text).matches()) {
            return of(Kind.BARE_IMAGE, text);
        }
        return of(NOISE_TEXT.matcher(text).matches() ? Kind.NOISE : Kind.OTHER, text);
    }

    private static BuildahLine numbered(Matcher matcher, String text) {
        String platform = matcher.group(2);
        int stage = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        int stages = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        String lane = matcher.group(1).strip();
        if (matcher.group(8) != null) {
            return new BuildahLine(Kind.COMMIT, lane, platform, stage, stages, 0, null, matcher.group(8));
        }
        String command = matcher.group(7);
        Kind kind = COMMIT.matcher(command).matches() ? Kind.COMMIT : Kind.STEP;
        int number = Integer.parseInt(matcher.group(5));
        Integer total = matcher.group(6) == null ? null : Integer.valueOf(matcher.group(6));
        if (number == 0
                || (total != null && number > total)
                || (stages > 0 && (stage == 0 || stage > stages))
                || !WORD.matcher(command).matches()) {
            return of(Kind.OTHER, text);
        }
        return new BuildahLine(kind, lane, platform, stage, stages, number, total, command);
    }

    private static BuildahLine of(Kind kind, String text) {
        return new BuildahLine(kind, "", null, 0, 0, 0, null, text);
    }

    /** Whether it is an instruction that there is. */
    boolean isKnown() {
        return InstructionWords.begin(text);
    }

    /** Whether a stage begins with it. */
    boolean isFrom() {
        return text.regionMatches(true, 0, "FROM ", 0, 5);
    }

    /** What a report calls the instruction: {@code 2}, of several stages {@code 1.2}, of several platforms before it. */
    String id() {
        String id = stages == 0 ? Integer.toString(number) : stage + "." + number;
        return platform == null ? id : platform + " " + id;
    }
}

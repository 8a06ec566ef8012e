package dev.misstep.log;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line as the classic builder may write it, taken apart (moby, daemon/builder/dockerfile, 2013 to today). What a command
 * prints may look the same.
 *
 * @param kind what it says
 * @param number the step's number, or how many triggers there are; 0 elsewhere
 * @param total how many steps there are, or {@code null} until 1.12 and elsewhere
 * @param onbuild whether it begins a trigger, as in 2014
 * @param text the step's instruction, the image's or the container's id; the line where it has none
 */
record ClassicLine(Kind kind, int number, @Nullable Integer total, boolean onbuild, String text) {
    enum Kind {
        /** {@code Step 2/4 : RUN make}, until 1.12 {@code Step 2 : RUN make}, in 2014 {@code Step onbuild-0 : ADD . /app}. */
        STEP,
        /** {@code  ---> 5a2c3b4d5e6f}. */
        RESULT,
        /** {@code  ---> Using cache}. */
        HIT,
        /** {@code  ---> Running in 0a1b2c3d4e5f}. */
        RUNNING,
        /** {@code Removing intermediate container 0a1b2c3d4e5f}, since 25 {@code  ---> Removed intermediate container …}. */
        REMOVED,
        /** {@code  ---> [Warning] …}, or of a container that cannot be removed. */
        NOTE,
        /** {@code # Executing 2 build triggers}, older {@code # Executing 1 build trigger...}. */
        TRIGGERS,
        /** Of arguments nobody used: said once the last step has its result. */
        LEFTOVER,
        /** By the builder, until 17.06 without a line end, then by its client; {@code context canceled} by the client alone. */
        CANCEL,
        /** {@code Successfully built 5a2c3b4d5e6f}. */
        BUILT,
        /** {@code Successfully tagged app:latest}. */
        TAGGED,
        /** {@code Sending build context to Docker daemon  12.29kB}: said once, before the first step. */
        CONTEXT,
        /** Anything else. */
        OTHER
    }

    private static final Pattern STEP =
            Pattern.compile("Step (onbuild-)?(\\d{1,5})(?:/(\\d{1,5}))? : (.*)", Pattern.DOTALL);
    private static final Pattern ARROW = Pattern.compile(
            " ?---> (?:([0-9a-f]{12,64})|(Using cache)|Running in (.*)|Removed intermediate container (.*)|(\\[Warning\\]).*)",
            Pattern.DOTALL);
    private static final Pattern REMOVING = Pattern.compile("Removing intermediate container ([0-9a-f]{12,64})");
    private static final Pattern NOT_REMOVED =
            Pattern.compile("Error removing intermediate container [0-9a-f]{12,64}: .*", Pattern.DOTALL);
    private static final Pattern TRIGGERS = Pattern.compile("# Executing (\\d{1,4}) build triggers?(?:\\.\\.\\.)?");
    private static final Pattern LEFTOVER =
            Pattern.compile("\\[Warning\\] One or more build-args \\[.*\\] were not consumed", Pattern.DOTALL);
    private static final Pattern CANCEL = Pattern.compile("(?:[Bb]uild cancelled){1,2}|context canceled");
    private static final Pattern SUCCESS = Pattern.compile("Successfully (?:built ([0-9a-f]{12,64})|tagged \\S+)");

    static ClassicLine parse(String line) {
        char c = line.isEmpty() ? 0 : line.charAt(0);
        return switch (c) {
            case 'S' -> ofWord(line);
            case ' ', '-' -> ofArrow(line);
            case 'R' -> id(Kind.REMOVED, REMOVING.matcher(line), line);
            case 'E' -> whole(Kind.NOTE, NOT_REMOVED, line);
            case '[' -> whole(Kind.LEFTOVER, LEFTOVER, line);
            case 'B', 'b', 'c' -> whole(Kind.CANCEL, CANCEL, line);
            case 'U' -> line.startsWith("Uploading context ") ? of(Kind.CONTEXT, line) : of(Kind.OTHER, line);
            case '#' -> {
                Matcher triggers = TRIGGERS.matcher(line);
                yield triggers.matches()
                        ? new ClassicLine(Kind.TRIGGERS, Integer.parseInt(triggers.group(1)), null, false, line)
                        : of(Kind.OTHER, line);
            }
            default -> of(Kind.OTHER, line);
        };
    }

    private static ClassicLine ofWord(String line) {
        if (line.startsWith("Step ")) {
            Matcher step = STEP.matcher(line);
            return step.matches() ? ofStep(step, line) : of(Kind.OTHER, line);
        }
        if (line.startsWith("Sending build context to Docker daemon")) {
            return of(Kind.CONTEXT, line);
        }
        Matcher success = SUCCESS.matcher(line);
        if (!success.matches()) {
            return of(Kind.OTHER, line);
        }
        return success.group(1) == null ? of(Kind.TAGGED, line) : of(Kind.BUILT, success.group(1));
    }

    private static ClassicLine ofStep(Matcher step, String line) {
        int number = Integer.parseInt(step.group(2));
        Integer total = step.group(3) == null ? null : Integer.valueOf(step.group(3));
        if (total != null && number > total) {
            return of(Kind.OTHER, line); // a digit of it is another's
        }
        String instruction = step.group(4).strip();
        return new ClassicLine(Kind.STEP, number, total, step.group(1) != null, instruction);
    }

    private static ClassicLine ofArrow(String line) {
        Matcher arrow = ARROW.matcher(line);
        if (!arrow.matches()) {
            return of(Kind.OTHER, line);
        }
        if (arrow.group(1) != null) {
            return of(Kind.RESULT, arrow.group(1));
        }
        if (arrow.group(2) != null) {
            return of(Kind.HIT, line);
        }
        if (arrow.group(5) != null) {
            return of(Kind.NOTE, line);
        }
        return arrow.group(3) != null ? of(Kind.RUNNING, arrow.group(3)) : of(Kind.REMOVED, arrow.group(4));
    }

    private static ClassicLine id(Kind kind, Matcher matcher, String line) {
        return matcher.matches() ? of(kind, matcher.group(1)) : of(Kind.OTHER, line);
    }

    private static ClassicLine whole(Kind kind, Pattern pattern, String line) {
        return of(pattern.matcher(line).matches() ? kind : Kind.OTHER, line);
    }

    private static ClassicLine of(Kind kind, String text) {
        return new ClassicLine(kind, 0, null, false, text);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** Whether it begins the step behind the one of that number. */
    boolean follows(int last, @Nullable Integer lastTotal) {
        return kind == Kind.STEP && !onbuild && number == last + 1 && Objects.equals(total, lastTotal);
    }

    /** Whether it begins a build: until 1.6 steps were counted from 0. */
    boolean beginsBuild() {
        return kind == Kind.STEP && number <= 1 && !onbuild;
    }
}

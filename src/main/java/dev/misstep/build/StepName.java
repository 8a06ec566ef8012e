package dev.misstep.build;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a BuildKit vertex name such as {@code [web linux/amd64 builder 2/5] RUN make}.
 *
 * @param text the name in full
 * @param target the bake or compose target, or {@code null}
 * @param platform such as {@code linux/amd64} or {@code linux/amd64->arm64}, or {@code null}
 * @param stage or {@code null} where the Dockerfile has one stage only
 * @param index the step's number in its stage from 1, or {@code null}
 * @param total how many the stage has, or {@code null}
 * @param instruction in upper case, {@code FROM} included, or {@code null} for a vertex of no instruction
 * @param command the text behind the bracket ({@code RUN make}), or the whole name where there is no bracket
 * @param step whether it has a cache decision of its own, so that it counts in a hit rate
 */
public record StepName(
        String text,
        @Nullable String target,
        @Nullable String platform,
        @Nullable String stage,
        @Nullable Integer index,
        @Nullable Integer total,
        @Nullable String instruction,
        String command,
        boolean step) {

    /** Instructions that have a cache decision of their own in BuildKit. */
    private static final Set<String> BUILDKIT_STEPS = Set.of("RUN", "COPY", "ADD", "WORKDIR");

    private static final List<String> BUILDKIT_INSTRUCTIONS = List.of("FROM", "RUN", "COPY", "ADD", "WORKDIR");

    // bounded, since a hostile name could be one long run of blanks:
    // "[builder  9/10] ONBUILD COPY . .", "[linux/amd64->arm64 2/5] RUN x"
    private static final Pattern BRACKETED = Pattern.compile(
            "^\\[(?:([^\\]]{0,500}?) )? {0,6}(\\d{1,6})/(\\d{1,6})\\](?: |$)((?:ONBUILD |LINK ){0,4}(?:([A-Z]+)\\b.*)?)$",
            Pattern.DOTALL);
    // "FROM docker.io/library/busybox:1.36@sha256:..": the image of a COPY --from
    private static final Pattern BARE_FROM = Pattern.compile("^FROM \\S.*$", Pattern.DOTALL);
    private static final Pattern PLATFORM =
            Pattern.compile("(?:linux|windows(?:\\([^)]*\\))?|darwin|freebsd|wasip1|js|unknown)/\\S+");

    private static final Pattern BLANKS = Pattern.compile(" +");

    /** Reads a name of BuildKit. */
    public static StepName parse(String name) {
        return parse(name, Set.of());
    }

    /**
     * Reads a name of BuildKit.
     *
     * @param targets names known to be targets of this build, since {@code [web 2/3]} alone does not tell whether
     *     {@code web} is a stage or a target
     */
    public static StepName parse(String name, Set<String> targets) {
        Matcher matcher = name.startsWith("[") ? BRACKETED.matcher(name) : null;
        if (matcher == null || !matcher.matches()) {
            String instruction =
                    name.startsWith("FROM ") && BARE_FROM.matcher(name).matches() ? "FROM" : null;
            String of = inFront(name);
            return new StepName(
                    name, targets.contains(of) ? of : null, null, null, null, null, instruction, name, false);
        }
        String target = null;
        String platform = null;
        String stage = null;
        // "[ 9/11] COPY" has no words, only a padded number
        String context = matcher.group(1) == null ? "" : matcher.group(1).trim();
        String[] words = words(context);
        for (int i = 0; i < words.length; i++) {
            boolean last = i == words.length - 1;
            if (platform == null
                    && words[i].indexOf('/') > 0
                    && PLATFORM.matcher(words[i]).matches()) {
                platform = words[i];
            } else if (platform == null && target == null && (!last || targets.contains(words[i]))) {
                target = words[i];
            } else {
                stage = stage == null ? words[i] : stage + " " + words[i];
            }
        }
        int index = Integer.parseInt(matcher.group(2));
        String instruction = instruction(matcher.group(5), matcher.group(4));
        // behind the first of a stage, which is nearly always its FROM, there are steps only
        boolean step = instruction == null ? index > 1 : BUILDKIT_STEPS.contains(instruction);
        return new StepName(
                name,
                target,
                platform,
                stage,
                index,
                Integer.valueOf(matcher.group(3)),
                instruction,
                matcher.group(4),
                step);
    }

    private static String[] words(String context) {
        if (context.indexOf(' ') < 0) {
            return context.isEmpty() ? new String[0] : new String[] {context};
        }
        return BLANKS.split(context);
    }

    /** The first word in the bracket of {@code [web internal] load …} or {@code [web] exporting to image}; else empty. */
    private static String inFront(String name) {
        int end = 1;
        while (end < name.length() && name.charAt(end) != ' ' && name.charAt(end) != ']') {
            end++;
        }
        return name.startsWith("[") && end < name.length() ? name.substring(1, end) : "";
    }

    /** The instruction, of which a narrow terminal may show the beginning only: {@code RU}; {@code null} for nothing. */
    private static @Nullable String instruction(@Nullable String word, String command) {
        if (word == null || !command.endsWith(word)) {
            return word;
        }
        if ("ONBUILD".startsWith(word) || "LINK".startsWith(word)) {
            return null;
        }
        return BUILDKIT_INSTRUCTIONS.stream()
                .filter(whole -> whole.startsWith(word))
                .findFirst()
                .orElse(word);
    }

    /**
     * The name of an ARG in front of the first FROM, in a builder that logs it: it only feeds FROM lines, and no cache is
     * asked for it.
     */
    public static StepName ofGlobalArgument(String command, @Nullable Integer index, @Nullable Integer total) {
        return new StepName(command, null, null, null, index, total, "ARG", command, false);
    }

    /**
     * The name of an instruction of a builder that numbers the Dockerfile's own lines (classic, buildah, kaniko).
     *
     * @param command the instruction as logged, without its {@code Step 5/6 : }
     */
    public static StepName ofInstruction(
            String command, @Nullable String stage, @Nullable Integer index, @Nullable Integer total) {
        return ofInstruction(command, null, stage, index, total);
    }

    /**
     * The same of one of several platforms.
     *
     * @param platform as logged, such as {@code linux/amd64}, or {@code null}
     */
    public static StepName ofInstruction(
            String command,
            @Nullable String platform,
            @Nullable String stage,
            @Nullable Integer index,
            @Nullable Integer total) {
        int end = 0;
        while (end < command.length() && Character.isLetter(command.charAt(end))) {
            end++;
        }
        String word = command.substring(0, end).toUpperCase(Locale.ROOT);
        if (end == command.length() && "FROM".startsWith(word) && !word.isEmpty()) {
            word = "FROM"; // "F": the log ends within it
        }
        boolean step = !word.isEmpty() && !word.equals("FROM");
        return new StepName(command, null, platform, stage, index, total, word.isEmpty() ? null : word, command, step);
    }
}

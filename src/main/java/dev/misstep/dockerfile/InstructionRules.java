package dev.misstep.dockerfile;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which flags and how many arguments an instruction takes (frontend/dockerfile/instructions/parse.go). The flags are
 * those of the newest frontend; older ones refuse some of them.
 */
final class InstructionRules {
    private enum Value {
        SWITCH,
        ONE,
        MANY
    }

    private static final Map<String, Map<String, Value>> FLAGS = Map.of(
            "FROM", Map.of("platform", Value.ONE),
            "RUN",
                    Map.of(
                            "mount", Value.MANY,
                            "network", Value.ONE,
                            "security", Value.ONE,
                            "device", Value.MANY),
            "COPY",
                    Map.of(
                            "from", Value.ONE,
                            "chown", Value.ONE,
                            "chmod", Value.ONE,
                            "link", Value.SWITCH,
                            "parents", Value.SWITCH,
                            "exclude", Value.MANY),
            "ADD",
                    Map.of(
                            "chown", Value.ONE,
                            "chmod", Value.ONE,
                            "link", Value.SWITCH,
                            "keep-git-dir", Value.SWITCH,
                            "checksum", Value.ONE,
                            "unpack", Value.SWITCH,
                            "exclude", Value.MANY),
            "HEALTHCHECK",
                    Map.of(
                            "interval", Value.ONE,
                            "timeout", Value.ONE,
                            "start-period", Value.ONE,
                            "start-interval", Value.ONE,
                            "retries", Value.ONE));

    private static final Set<String> KEYWORDS = new TreeSet<>(Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR"));

    private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9-_.]*");

    private InstructionRules() {}

    static void check(Instruction instruction) throws DockerfileSyntaxException {
        try {
            checkKnown(instruction);
            if (!instruction.keyword().equals("HEALTHCHECK") || !isNone(instruction)) {
                checkCount(instruction);
                checkStageName(instruction);
                checkFlags(instruction);
            }
            checkWords(instruction);
        } catch (IllegalArgumentException e) {
            throw new DockerfileSyntaxException(instruction.line(), String.valueOf(e.getMessage()));
        }
    }

    private static void checkKnown(Instruction instruction) {
        if (!KEYWORDS.contains(instruction.keyword())) {
            String written = instruction.arguments().get(0);
            throw new IllegalArgumentException(
                    "unknown instruction: " + written + Suggestion.ignoringCase(written, KEYWORDS));
        }
    }

    private static boolean isNone(Instruction healthcheck) {
        return !healthcheck.arguments().isEmpty()
                && healthcheck.arguments().get(0).equalsIgnoreCase("NONE");
    }

    private static void checkCount(Instruction instruction) {
        String keyword = instruction.keyword();
        int count = instruction.arguments().size();
        switch (keyword) {
            case "COPY", "ADD" ->
                refuseIf(
                        count < 2,
                        keyword + " requires at least two arguments, but only one was provided. "
                                + "Destination could not be determined");
            case "ENV", "LABEL", "EXPOSE", "VOLUME", "ARG", "SHELL", "HEALTHCHECK" ->
                refuseIf(count == 0, keyword + " requires at least one argument");
            case "ONBUILD" -> refuseIf(instruction.trigger() == null, "ONBUILD requires at least one argument");
            case "MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR" ->
                refuseIf(count != 1, keyword + " requires exactly one argument");
            case "FROM" -> {
                boolean named = count == 3 && instruction.arguments().get(1).equalsIgnoreCase("as");
                refuseIf(count != 1 && !named, "FROM requires either one or three arguments");
            }
            default -> {}
        }
    }

    private static void checkStageName(Instruction instruction) {
        List<String> words = instruction.arguments();
        if (instruction.keyword().equals("FROM") && words.size() == 3) {
            String name = words.get(2);
            refuseIf(
                    !STAGE_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches(),
                    "invalid name for build stage: " + Quoted.of(name)
                            + ", name can't start with a number or contain symbols");
        }
    }

    private static void checkFlags(Instruction instruction) {
        Map<String, Value> allowed = FLAGS.getOrDefault(instruction.keyword(), Map.of());
        Set<String> seen = new HashSet<>();
        for (InstructionFlag flag : instruction.flags()) {
            String name = "--" + flag.name();
            Value kind = allowed.get(flag.name());
            if (kind == null) {
                throw new IllegalArgumentException(
                        "unknown flag: " + name + Suggestion.exact(flag.name(), new TreeSet<>(allowed.keySet())));
            }
            refuseIf(!seen.add(flag.name()) && kind != Value.MANY, "duplicate flag specified: " + name);
            String value = flag.value();
            if (kind != Value.SWITCH) {
                refuseIf(value == null, "missing a value on flag: " + name);
            } else if (value != null) {
                refuseIf(value.isEmpty(), "missing a value on flag: " + name);
                refuseIf(
                        !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false"),
                        "expecting boolean value for flag " + name + ", not: " + value);
            }
        }
    }

    private static void checkWords(Instruction instruction) {
        List<String> words = instruction.arguments();
        switch (instruction.keyword()) {
            case "ENV", "LABEL", "ARG" ->
                refuseIf(
                        words.stream().anyMatch(word -> word.startsWith("=")),
                        instruction.keyword() + " names can not be blank");
            case "COPY", "ADD" ->
                refuseIf(
                        HeredocWords.is(words.get(words.size() - 1)),
                        instruction.keyword() + " cannot accept a heredoc as a destination");
            case "VOLUME" ->
                refuseIf(words.stream().anyMatch(String::isBlank), "VOLUME specified can not be an empty string");
            case "SHELL" -> refuseIf(!instruction.json(), "SHELL requires the arguments to be in JSON form");
            case "HEALTHCHECK" -> checkHealth(instruction);
            case "ONBUILD" -> checkTrigger(instruction.trigger());
            case "RUN" -> {
                for (String mount : instruction.flagValues("mount")) {
                    Mount.checkEarly(mount);
                }
                instruction
                        .flag("network")
                        .ifPresent(mode -> refuseIf(
                                !Set.of("default", "none", "host").contains(mode),
                                "invalid network mode " + Quoted.of(mode)));
                instruction
                        .flag("security")
                        .ifPresent(mode -> refuseIf(
                                !Set.of("sandbox", "insecure").contains(mode),
                                "security " + Quoted.of(mode) + " is not valid"));
            }
            default -> {}
        }
    }

    private static void checkHealth(Instruction instruction) {
        List<String> words = instruction.arguments();
        String type = words.get(0).toUpperCase(Locale.ROOT);
        if (type.equals("NONE")) {
            refuseIf(words.size() > 1, "HEALTHCHECK NONE takes no arguments");
            return;
        }
        refuseIf(!type.equals("CMD"), "Unknown type " + Quoted.of(type) + " in HEALTHCHECK (try CMD)");
        refuseIf(words.size() < 2, "Missing command after HEALTHCHECK CMD");
        HealthFlags.check(instruction);
    }

    private static void checkTrigger(@Nullable Instruction trigger) {
        String keyword = trigger == null ? "" : trigger.keyword();
        refuseIf(keyword.equals("ONBUILD"), "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
        refuseIf(
                keyword.equals("FROM") || keyword.equals("MAINTAINER"),
                keyword + " isn't allowed as an ONBUILD trigger");
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalArgumentException(message);
        }
    }
}

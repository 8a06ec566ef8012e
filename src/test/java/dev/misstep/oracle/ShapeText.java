package dev.misstep.oracle;

import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.Expansion;
import dev.misstep.dockerfile.ExpansionException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.InstructionFlag;
import dev.misstep.dockerfile.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Dockerfile's stages, copies, arguments and mounts with commands that do next to nothing, so that it builds on images of
 * the oracle's own. What others take from a stage its last command makes.
 */
final class ShapeText {
    private static final Set<String> KEPT = Set.of("from", "chown", "chmod", "link", "parents", "exclude");

    private final Dockerfile dockerfile;
    private final Needs needs;
    private final String[] lines;
    private final Function<String, String> images;
    private final boolean heredocs;

    /** @param images the names of the images that stand in for others */
    ShapeText(
            FoundDockerfile found,
            Dockerfile dockerfile,
            Needs needs,
            Function<String, String> images,
            boolean heredocs) {
        this.dockerfile = dockerfile;
        this.needs = needs;
        this.lines = found.text().split("\n", -1);
        this.images = images;
        this.heredocs = heredocs;
    }

    /** The text, with an edit in the instructions on some lines. */
    String text(Map<Integer, String> edits) {
        StringBuilder text = new StringBuilder();
        if (dockerfile.directives().escape() == '`') {
            text.append("# escape=`\n");
        }
        dockerfile.globalArgs().forEach(arg -> text.append(arg.text()).append('\n'));
        for (Stage stage : dockerfile.stages()) {
            text.append(from(stage)).append('\n');
            Instruction maker = maker(stage);
            for (Instruction instruction : stage.instructions()) {
                String edit = edits.getOrDefault(instruction.line(), "");
                text.append(instruction(stage, instruction, edit, instruction.equals(maker)))
                        .append('\n');
            }
            if (maker == null) {
                for (String path : needs.of(stage)) {
                    if (!path.isEmpty()) {
                        text.append("COPY [\"made.txt\", \"/")
                                .append(place(path))
                                .append("\"]\n");
                    }
                }
            }
        }
        return text.toString();
    }

    private static String place(String path) {
        return path.endsWith("/") ? path + "made.txt" : path;
    }

    private String from(Stage stage) {
        String image = needs.image(stage);
        String base = stage.base();
        if (image != null) {
            base = images.apply(image);
        } else if (base.equals("scratch") && runs(stage)) {
            base = images.apply("scratch");
        }
        boolean platform = stage.platform() != null
                && (stage.platform().contains("BUILDPLATFORM")
                        || stage.platform().contains("TARGETPLATFORM"));
        return "FROM " + (platform ? "--platform=" + stage.platform() + " " : "") + base
                + (stage.name() == null ? "" : " AS " + stage.name());
    }

    /** Whether a stage or one on it needs a shell. */
    private boolean runs(Stage stage) {
        boolean own = stage.instructions().stream()
                .anyMatch(each -> each.keyword().equals("RUN") || each.keyword().equals("ONBUILD"));
        return own
                || dockerfile.stages().stream()
                        .filter(other -> needs.arguments()
                                .baseStage(other)
                                .filter(stage::equals)
                                .isPresent())
                        .anyMatch(this::runs);
    }

    /** The last RUN that is root's, which makes what others take from the stage. */
    private @Nullable Instruction maker(Stage stage) {
        for (Stage at = stage; at != null; at = needs.arguments().baseStage(at).orElse(null)) {
            boolean user =
                    at.instructions().stream().anyMatch(each -> each.keyword().equals("USER"));
            if (user && !at.equals(stage)) {
                return null;
            }
        }
        Instruction last = null;
        for (Instruction each : stage.instructions()) {
            if (each.keyword().equals("USER")) {
                break;
            }
            last = each.keyword().equals("RUN") ? each : last;
        }
        return last;
    }

    private String instruction(Stage stage, Instruction instruction, String edit, boolean maker) {
        return switch (instruction.keyword()) {
            case "RUN" -> run(stage, instruction, edit, maker);
            case "COPY", "ADD" -> copy(stage, instruction);
            case "SHELL" -> "SHELL [\"/bin/sh\", \"-ec\"]";
            case "USER" -> instruction.text().contains("$") ? instruction.text() : "USER " + number(instruction.text());
            case "ONBUILD" ->
                "ONBUILD " + instruction(stage, Objects.requireNonNull(instruction.trigger()), edit, false);
            default -> instruction.text() + edit;
        };
    }

    private static String number(String name) {
        return String.valueOf(1000 + Math.floorMod(name.hashCode(), 50));
    }

    private String run(Stage stage, Instruction instruction, String edit, boolean maker) {
        String hash = Digest.of(instruction.text(), instruction.heredocs().toString(), edit)
                .substring(0, 12);
        StringBuilder command = new StringBuilder();
        if (maker) {
            boolean random = hash.charAt(0) < '5';
            for (String path : needs.of(stage)) {
                if (!path.isEmpty()) {
                    String file = "/" + path.replaceAll("/$", "");
                    int slash = file.lastIndexOf('/');
                    String content = random ? "cat /proc/sys/kernel/random/uuid" : "echo made";
                    command.append("mkdir -p '").append(path.endsWith("/") ? file : file.substring(0, slash + 1));
                    command.append("'; if [ -d '")
                            .append(file)
                            .append("' ]; then ")
                            .append(content);
                    command.append(" > '").append(file).append("/made'; else ").append(content);
                    command.append(" > '").append(file).append("'; fi; ");
                }
            }
        }
        command.append("true # ").append(hash);
        String flags = instruction.flagValues("mount").stream()
                .filter(mount -> !mount.contains("required"))
                .map(mount -> "--mount=" + mounted(mount) + " ")
                .collect(Collectors.joining());
        if (instruction.json()) {
            return "RUN " + flags + "[\"/bin/sh\", \"-c\", \"" + command + "\"]";
        }
        if (!instruction.heredocs().isEmpty() && heredocs) {
            return "RUN " + flags + "<<EOF\n" + command + "\nEOF";
        }
        return "RUN " + flags + command;
    }

    private String mounted(String mount) {
        return Arrays.stream(mount.split(",", -1))
                .map(field -> field.startsWith("from=") ? "from=" + source(field.substring(5)) : field)
                .collect(Collectors.joining(","));
    }

    private String source(String from) {
        return from.isEmpty() || needs.stage(from) != null ? from : images.apply(from);
    }

    private String copy(Stage stage, Instruction instruction) {
        StringBuilder flags = new StringBuilder();
        for (InstructionFlag flag : instruction.flags()) {
            String value = flag.value();
            if (!KEPT.contains(flag.name())) {
                continue;
            }
            if (value != null && flag.name().equals("from")) {
                value = source(value);
            } else if (value != null && flag.name().equals("chown") && !value.contains("$")) {
                value = number(value) + ":" + number(value);
            }
            flags.append("--")
                    .append(flag.name())
                    .append(value == null ? "" : "=" + value)
                    .append(' ');
        }
        if (!instruction.heredocs().isEmpty()) {
            StringBuilder raw = new StringBuilder(instruction.text());
            instruction.flags().forEach(flag -> {
                String word = "--" + flag.name() + (flag.value() == null ? "" : "=" + flag.value());
                int at = raw.indexOf(word);
                if (at >= 0) {
                    raw.replace(at, at + word.length(), "");
                }
            });
            raw.insert(instruction.keyword().length(), " " + flags);
            for (int line = instruction.line() + lineCount(instruction); line <= instruction.endLine(); line++) {
                raw.append('\n').append(lines[line - 1]);
            }
            return raw.toString();
        }
        List<String> words = instruction.arguments();
        Map<String, String> variables = needs.arguments().variablesAt(stage, instruction);
        List<String> kept = words.stream().map(word -> local(word, variables)).toList();
        if (instruction.json() || kept.stream().anyMatch(word -> word.contains(" "))) {
            return instruction.keyword() + " " + flags + "["
                    + kept.stream()
                            .map(word -> "\"" + word.replace("\\", "\\\\") + "\"")
                            .collect(Collectors.joining(", "))
                    + "]";
        }
        return instruction.keyword() + " " + flags + String.join(" ", kept);
    }

    /** Lines of the instruction itself, above its heredocs. */
    private static int lineCount(Instruction instruction) {
        int heredocs = instruction.heredocs().stream()
                .mapToInt(each -> 1 + (int) each.content().lines().count())
                .sum();
        return instruction.endLine() - instruction.line() + 1 - heredocs;
    }

    private String local(String word, Map<String, String> variables) {
        try {
            String expanded = Expansion.of(dockerfile.directives().escape()).expand(word, variables);
            return Needs.isRemote(expanded) ? Needs.fetched(expanded) : word;
        } catch (ExpansionException e) {
            return word;
        }
    }

    /** The names that decide a place, a source or a base, so that another value would need other stand-ins. */
    Set<String> structural() {
        Set<String> names = new TreeSet<>();
        for (Instruction instruction : dockerfile.instructions()) {
            if (!Set.of("RUN", "ENV", "LABEL", "ARG", "CMD", "ENTRYPOINT").contains(instruction.keyword())
                    || !instruction.flagValues("mount").isEmpty()) {
                Matcher words = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*").matcher(instruction.text());
                while (words.find()) {
                    names.add(words.group());
                }
            }
        }
        names.removeIf(name -> name.toLowerCase(Locale.ROOT).equals("run"));
        return names;
    }
}

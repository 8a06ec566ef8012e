package dev.misstep.explain;

import dev.misstep.build.CleanPath;
import dev.misstep.dockerfile.BuildArguments;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Expansion;
import dev.misstep.dockerfile.ExpansionException;
import dev.misstep.dockerfile.Heredoc;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Mount;
import dev.misstep.dockerfile.RunCommand;
import dev.misstep.dockerfile.Stage;
import dev.misstep.dockerfile.StageGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What BuildKit makes of the text of an instruction, as far as it is in the key of a step (dockerfile2llb/convert.go;
 * solver/llbsolver/ops/exec.go and file.go, CacheMap). What comes to the same has the same text here: a list and the words
 * of a shell, a heredoc by whatever name, flags in any order, defaults that are spelled out. What stages are called is no
 * part of it: what they are made of is compared by itself.
 */
final class KeyText {
    /** Where an image decides of which nothing is known. */
    private static final String UNKNOWN = "?";

    private final BuildArguments arguments;
    private final StageGraph graph;
    private final Expansion expansion;
    /** Those of what reads the Dockerfile. */
    private final BuilderRules rules;

    private final boolean namesCaches;
    private final Set<String> images;

    /** @param images those of which is known what they are */
    KeyText(BuildArguments arguments, StageGraph graph, char escape, BuilderRules rules, Set<String> images) {
        this.arguments = arguments;
        this.graph = graph;
        this.expansion = Expansion.of(escape);
        this.rules = graph.frontend() == null ? rules : rules.ofFrontend();
        this.namesCaches = rules.namesCaches(); // that is the engine's, whatever reads the Dockerfile
        this.images = Set.copyOf(images);
    }

    /**
     * The text of an instruction that makes a step, or of a FROM.
     *
     * @param places whether with where its files lie, of which the key has the last name alone, and where it may reach
     */
    String of(Stage stage, Instruction instruction, Map<String, String> variables, boolean places)
            throws ExpansionException {
        StringJoiner text = new StringJoiner("\0");
        text.add(instruction.keyword());
        switch (instruction.keyword()) {
            case "RUN" -> addRun(text, stage, instruction, variables, places);
            case "COPY", "ADD" -> addCopy(text, stage, instruction, variables, places);
            case "WORKDIR" -> {
                String directory = arguments.directory(stage, instruction).orElse(UNKNOWN);
                text.add(CleanPath.of(directory));
                text.add(
                        arguments.userAt(stage, instruction).map(KeyText::owner).orElse(UNKNOWN));
            }
            default -> {
                for (String word : instruction.arguments()) {
                    text.add(expansion.expand(word, variables));
                }
            }
        }
        return text.toString();
    }

    private void addRun(StringJoiner text, Stage stage, Instruction run, Map<String, String> variables, boolean places)
            throws ExpansionException {
        RunCommand command = RunCommand.of(run);
        List<String> words = new ArrayList<>();
        if (command.inShell()) {
            words.addAll(arguments.shellAt(stage, run).orElse(List.of(UNKNOWN)));
        }
        words.addAll(command.words());
        text.add(String.valueOf(words.size()));
        words.forEach(text::add);
        text.add(command.document());
        List<Mount> mounts =
                rules.expandsMounts() ? Mount.of(run, expansion.escape(), variables) : Mount.asWritten(run);
        String directory = arguments.directoryAt(stage, run).orElse("");
        MountKeys keys =
                new MountKeys(directory, arguments.cacheNamespace(), namesCaches, from -> isKnown(from, run), places);
        keys.of(mounts).forEach(text::add);
        if (places) {
            text.add("network " + network(run));
        }
        run.flag("security").filter(mode -> !mode.equals("sandbox")).ifPresent(mode -> text.add("security " + mode));
        run.flagValues("device").forEach(device -> text.add("device " + device));
    }

    /** Where a RUN of its own may reach; {@code default} where that is what the build says. */
    static String network(Instruction run) {
        return run.flag("network").filter(mode -> !mode.isEmpty()).orElse("default");
    }

    private void addCopy(
            StringJoiner text, Stage stage, Instruction copy, Map<String, String> variables, boolean places)
            throws ExpansionException {
        boolean parents = copy.isOn("parents");
        text.add(copy.flag("unpack").isPresent() ? "unpack " + copy.isOn("unpack") : "");
        text.add(rules.isApart(copy) ? "apart" : "").add(parents ? "parents" : "");
        text.add(owner(expanded(copy, "chown", variables)));
        text.add(mode(expanded(copy, "chmod", variables)));
        for (String pattern : copy.flagValues("exclude")) {
            text.add("exclude " + expansion.expand(pattern, variables));
        }
        String from = expanded(copy, "from", variables);
        text.add(!places || from.isEmpty() ? "" : isKnown(from, copy) ? "a stage" : from);
        List<String> words = copy.arguments();
        List<String> sources = new ArrayList<>();
        for (String word : words.subList(0, Math.max(0, words.size() - 1))) {
            if (copy.heredocs().isEmpty() || !Heredoc.isAnnouncedBy(word)) {
                sources.add(expansion.expand(word, variables));
            }
        }
        for (String source : sources) {
            String place = places ? CopySelection.placeInKey(source) : CopySelection.nameInKey(source);
            text.add(parents ? source : place);
        }
        for (Heredoc document : copy.heredocs()) {
            String content = document.text();
            text.add("<<" + document.name()).add(document.expand() ? expansion.expand(content, variables) : content);
        }
        if (sources.stream().anyMatch(CopySelection::isRemote)) {
            copy.flags().stream()
                    .filter(flag ->
                            flag.name().equals("keep-git-dir") || flag.name().equals("checksum"))
                    .sorted(Comparator.comparing(flag -> flag.name()))
                    .forEach(flag -> text.add(flag.name() + "=" + flag.value()));
        }
        if (!words.isEmpty()) {
            String destination = expansion.expand(words.get(words.size() - 1), variables);
            text.add(destination(destination, arguments.directoryAt(stage, copy).orElse("")));
        }
    }

    private String expanded(Instruction instruction, String flag, Map<String, String> variables)
            throws ExpansionException {
        return expansion.expand(instruction.flag(flag).orElse(""), variables);
    }

    /** Whether what an instruction takes files from is a stage, or an image of which is known what it is. */
    boolean isKnown(String from, Instruction instruction) {
        return graph.sources(instruction).stream()
                .anyMatch(source ->
                        source.name().equals(from) && (source.stage() != null || images.contains(source.name())));
    }

    /**
     * Whom files belong to: numbers however they are written, and {@code root} as the number it is (client/llb/fileop.go,
     * WithUser).
     */
    private static String owner(String written) {
        if (written.isEmpty()) {
            return "";
        }
        StringJoiner owner = new StringJoiner(":");
        for (String part : written.split(":", 2)) {
            try {
                owner.add(part.isEmpty() || part.equals("root") ? "0" : String.valueOf(Integer.parseInt(part)));
            } catch (NumberFormatException e) {
                owner.add("named " + part);
            }
        }
        return owner.toString();
    }

    private String mode(String written) {
        if (!written.isEmpty() && written.chars().allMatch(c -> c >= '0' && c <= '7') && written.length() < 12) {
            return Long.toOctalString(Long.parseLong(written, 8));
        }
        return rules.readsSymbolicModes() ? written : "";
    }

    /**
     * Where a copy goes to: the whole path, and whether it ends with a slash (pathRelativeToWorkingDir).
     *
     * @param directory where the instruction is carried out; empty, or relative to where an image begins, where that is not
     *     known
     */
    private String destination(String word, String directory) {
        String from = word.startsWith("/") ? "/" : directory;
        if (!from.startsWith("/")) {
            return directory + "\0" + word;
        }
        String whole = CleanPath.of(from + "/" + word);
        boolean dots =
                word.endsWith("/.") && (rules.keepsDots() || (word.startsWith("/") && rules.keepsDotsFromRoot()));
        boolean inside = word.isEmpty() || word.equals(".") || word.endsWith("/");
        String end = dots ? "/." : inside ? "/" : "";
        return whole.equals("/") ? end.isEmpty() ? whole : end : whole + end;
    }
}

package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Debian packages: an {@code apt-get update} of its own stays in the cache while the install below it changes, so that it
 * installs by old lists; without versions a step gives another result each time it runs; and lists that are left in a layer
 * travel with each image.
 */
final class UnpinnedInstall implements Rule {
    private static final String LISTS = "/var/lib/apt/lists";
    private static final List<String> WITH_VALUE = List.of(
            "-t",
            "--target-release",
            "--default-release",
            "-o",
            "--option",
            "-c",
            "--config-file",
            "-a",
            "--host-architecture",
            "-P",
            "--build-profiles");

    /** What is wrong with one RUN. */
    private record Fault(String message, String fix, Severity severity) {}

    @Override
    public List<Finding> findings(Project project) {
        List<Finding> findings = new ArrayList<>();
        for (Stage stage : project.dockerfile().stages()) {
            Instruction before = null;
            for (Instruction instruction : stage.instructions()) {
                if (instruction.keyword().equals("RUN")) {
                    RunText run = RunText.of(instruction);
                    ShellCommand install = apt(run, "install");
                    if (install != null) {
                        RunText apart = apt(run, "update") == null ? lastUpdate(stage, instruction) : null;
                        Finding finding = finding(run, install, apart, before, stage, project);
                        if (finding != null) {
                            findings.add(finding);
                        }
                    }
                }
                before = instruction;
            }
        }
        return findings;
    }

    private static @Nullable ShellCommand apt(RunText run, String subcommand) {
        for (ShellCommand command : run.commands()) {
            boolean apt = command.isProgram("apt-get") || command.isProgram("apt");
            if (apt && subcommand.equals(subcommand(command))) {
                return command;
            }
        }
        return null;
    }

    private static String subcommand(ShellCommand command) {
        List<String> words = command.words();
        for (int i = 1; i < words.size(); i++) {
            if (takesNext(words.get(i))) {
                i++;
            } else if (!words.get(i).startsWith("-")) {
                return words.get(i);
            }
        }
        return "";
    }

    // "-t stable", "-yt stable"
    private static boolean takesNext(String word) {
        return WITH_VALUE.contains(word) || word.matches("-[a-zA-Z]+[tocaP]");
    }

    /** The RUN above that updates the lists and installs nothing, or {@code null}. */
    private static @Nullable RunText lastUpdate(Stage stage, Instruction install) {
        RunText found = null;
        for (Instruction instruction : stage.instructions()) {
            if (instruction.line() >= install.line()) {
                return found;
            }
            if (instruction.keyword().equals("RUN")) {
                RunText run = RunText.of(instruction);
                boolean updates = apt(run, "update") != null;
                boolean only = updates && apt(run, "install") == null && apt(run, "upgrade") == null;
                found = updates ? (only ? run : null) : found;
            }
        }
        return found;
    }

    private static @Nullable Finding finding(
            RunText run,
            ShellCommand install,
            @Nullable RunText apart,
            @Nullable Instruction before,
            Stage stage,
            Project project) {
        List<Fault> faults = new ArrayList<>();
        if (apart != null) {
            faults.add(new Fault(
                    "apt-get update of line " + apart.instruction().line()
                            + " stays in the cache while this install changes, which then fails or installs by old lists",
                    "update the lists in the RUN that installs",
                    Severity.HIGH));
        }
        boolean kept = leavesLists(run) || (apart != null && leavesLists(apart));
        if (kept) {
            faults.add(new Fault(
                    "the package lists stay in the layer", "remove " + LISTS + "/* in the same RUN", Severity.LOW));
        }
        List<String> unpinned = unpinned(install);
        if (!unpinned.isEmpty()) {
            faults.add(new Fault(
                    "no version is named for " + shown(unpinned) + ", so that each run of the step may install another",
                    "name versions, as in " + unpinned.get(0) + "=VERSION",
                    Severity.LOW));
        }
        if (faults.isEmpty()) {
            return null;
        }
        return new Finding(
                RuleName.UNPINNED_INSTALL,
                faults.get(0).severity(),
                project.text().name(),
                run.instruction().line(),
                null,
                String.join("; ", faults.stream().map(Fault::message).toList()),
                String.join("; ", faults.stream().map(Fault::fix).toList()),
                patch(run, apart, before, kept && isLast(run, stage, project), project.text()),
                null,
                Proof.NONE,
                unpinned.isEmpty() ? null : "a mirror drops old versions: a pinned one can be gone when it is needed");
    }

    /** Whether nothing below can need the lists: no RUN of the stage, and no stage that is built on it. */
    private static boolean isLast(RunText run, Stage stage, Project project) {
        return !project.isBuiltOn(stage)
                && stage.instructions().stream()
                        .noneMatch(each -> each.line() > run.instruction().line()
                                && (each.keyword().equals("RUN")
                                        || each.keyword().equals("ONBUILD")));
    }

    private static String shown(List<String> packages) {
        return packages.size() <= 3
                ? String.join(", ", packages)
                : packages.get(0) + ", " + packages.get(1) + " and " + (packages.size() - 2) + " more packages";
    }

    private static boolean leavesLists(RunText run) {
        boolean removed = run.commands().stream()
                .anyMatch(command ->
                        (command.isProgram("rm") && command.words().stream().anyMatch(word -> word.contains("apt")))
                                || command.words().contains("distclean"));
        return apt(run, "update") != null && !removed && !run.mountsCacheOver(LISTS);
    }

    /** What is named without a version; files and what a variable holds are left out. */
    private static List<String> unpinned(ShellCommand install) {
        List<String> packages = new ArrayList<>();
        List<String> words = install.words();
        boolean behind = false;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (takesNext(word)) {
                i++;
            } else if (word.startsWith("-") || word.matches(".*[<>].*")) {
                continue;
            } else if (!behind) {
                behind = true; // "install"
            } else if (!word.endsWith("-") && !word.contains("=") && !word.contains("/") && !word.contains("$")) {
                packages.add(word);
            }
        }
        return packages;
    }

    /** Joins an update directly above, and removes the lists behind it all. */
    private static @Nullable String patch(
            RunText run, @Nullable RunText apart, @Nullable Instruction before, boolean kept, DockerfileText text) {
        Instruction instruction = run.instruction();
        Map<Integer, List<String>> changes = new TreeMap<>();
        String first = text.line(instruction.line());
        int at = first.toUpperCase(Locale.ROOT).startsWith("RUN ") ? 4 : -1;
        boolean alone = apart != null
                && apart.instruction() == before
                && apart.commands().size() == 1
                && apart.instruction().line() == apart.instruction().endLine();
        boolean bare = instruction.flags().isEmpty()
                && (apart == null || (apart.instruction().flags().isEmpty() && apart.isChain()));
        if (!bare || (apart != null && (!alone || at < 0))) {
            return null;
        }
        if (!run.isChain() || (apart == null && !kept)) {
            return null;
        }
        if (apart != null) {
            changes.put(apart.instruction().line(), List.of());
            first = first.substring(0, at) + apart.text(apart.commands().get(0)) + " && " + first.substring(at);
        }
        String end = kept ? " && rm -rf " + LISTS + "/*" : "";
        int last = instruction.endLine();
        if (text.line(last).stripTrailing().endsWith("\\")
                || text.line(last).isBlank()
                || text.line(last).strip().startsWith("#")) {
            return null; // a continuation that leads nowhere
        }
        if (last == instruction.line()) {
            changes.put(last, List.of(first + end));
        } else {
            changes.put(instruction.line(), List.of(first));
            changes.put(last, List.of(text.line(last).stripTrailing() + end));
        }
        return text.patch(changes);
    }
}

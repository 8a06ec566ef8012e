package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.InstructionFlag;
import dev.misstep.dockerfile.Stage;
import dev.misstep.explain.ContextUse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies are installed below a COPY of sources, so that they are installed again whenever a source changes, though
 * what the install reads is its manifest alone.
 */
final class CopyBeforeInstall implements Rule {
    private static final Set<String> KEPT_FLAGS = Set.of("chown", "chmod", "link");

    /** A COPY from the context into the directory that later instructions work in. */
    private record Copied(Instruction copy, ContextUse.Selection selection, String source) {
        String path(String manifest) {
            return source.isEmpty() ? manifest : source + "/" + manifest;
        }

        Set<String> paths(List<String> manifests) {
            return manifests.stream().map(this::path).collect(Collectors.toSet());
        }
    }

    /** An install that reads manifests alone, and where it stands. */
    private record Install(RunText run, ShellCommand command, PackageManager manager, List<String> manifests) {}

    /** What an install makes in the directory it works in, and a COPY would put the machine's own over. */
    private static final List<String> MADE = List.of("node_modules", ".venv", "venv", "vendor");

    @Override
    public List<Finding> findings(Project project) {
        List<Finding> findings = new ArrayList<>();
        for (Stage stage : project.dockerfile().stages()) {
            WorkingDirectory directory = new WorkingDirectory();
            List<Copied> copies = new ArrayList<>();
            Set<PackageManager> before = EnumSet.noneOf(PackageManager.class);
            for (Instruction instruction : stage.instructions()) {
                directory.follow(instruction);
                Copied copied = copied(instruction, project);
                if (copied != null) {
                    copies.add(copied);
                }
                Install install = instruction.keyword().equals("RUN") ? install(RunText.of(instruction)) : null;
                Copied wide = install == null ? null : wide(install, copies, directory);
                // a second install, as one that drops what only the build needed, needs what was built
                boolean again = install != null && !before.add(install.manager);
                if (install != null && wide != null && !again && changesMoreOften(wide, install, project)) {
                    findings.add(finding(install, wide, stage, project));
                }
            }
        }
        return findings;
    }

    private static @Nullable Copied copied(Instruction instruction, Project project) {
        ContextUse.Selection selection = project.selection(instruction.line());
        boolean plain = instruction.keyword().equals("COPY")
                && !instruction.json()
                && instruction.heredocs().isEmpty()
                && instruction.arguments().size() == 2
                && instruction.flags().stream().allMatch(flag -> KEPT_FLAGS.contains(flag.name()));
        if (selection == null || !plain) {
            return null;
        }
        String source = instruction.arguments().get(0).replaceAll("^(?:\\./|/)+|/+$|^\\.$", "");
        return source.matches(".*[*?\\[\\]$\\\\].*") ? null : new Copied(instruction, selection, source);
    }

    /** The first command of a RUN, if it installs what a manifest names. */
    private static @Nullable Install install(RunText run) {
        for (ShellCommand command : run.commands()) {
            PackageManager manager = PackageManager.of(command);
            List<String> manifests = manager == null ? null : manager.manifests(command.words());
            if (manager != null && manifests != null) {
                return new Install(run, command, manager, manifests);
            }
            if (command.isProgram("cd") || command.isProgram("pushd")) {
                return null; // it may be another directory's
            }
        }
        return null;
    }

    /** The first COPY that brings the manifest, and other files with it, to where the install looks for it. */
    private static @Nullable Copied wide(Install install, List<Copied> copies, WorkingDirectory directory) {
        for (Copied copied : copies) {
            Set<String> manifests = copied.paths(install.manifests);
            boolean brings = copied.selection.paths().contains(copied.path(install.manifests.get(0)));
            boolean more = copied.selection.paths().stream().anyMatch(path -> !manifests.contains(path));
            if (brings && more && directory.isCurrent(copied.copy)) {
                return copied;
            }
        }
        return null;
    }

    private static boolean changesMoreOften(Copied copied, Install install, Project project) {
        List<Set<String>> commits = project.commits();
        if (commits == null || commits.size() < 2 || copied.selection.changed() == null) {
            return true; // what has no history is judged by what it takes
        }
        return copied.selection.changed().commits() > project.changing(copied.paths(install.manifests));
    }

    private static Finding finding(Install install, Copied copied, Stage stage, Project project) {
        List<String> present = install.manifests.stream()
                .filter(manifest -> copied.selection.paths().contains(copied.path(manifest)))
                .toList();
        String command = install.command.shortly();
        String often = "";
        List<Set<String>> commits = project.commits();
        if (commits != null && commits.size() > 1 && copied.selection.changed() != null) {
            often = "; of the last " + commits.size() + " commits "
                    + copied.selection.changed().commits() + " changed them, "
                    + project.changing(copied.paths(present)) + " " + String.join(" or ", present);
        }
        String patch = patch(install, copied, present, stage, project);
        return new Finding(
                RuleName.COPY_BEFORE_INSTALL,
                Severity.HIGH,
                project.text().name(),
                install.run.instruction().line(),
                null,
                command + " runs again whenever one of the "
                        + copied.selection.amount().files() + " files of line " + copied.copy.line() + " changes"
                        + often,
                "copy " + String.join(", ", present) + " first, run " + command + ", and copy the rest below it",
                patch,
                null,
                Proof.NONE,
                "an install that runs a script of the project needs that script too");
    }

    private static @Nullable String patch(
            Install install, Copied copied, List<String> present, Stage stage, Project project) {
        Instruction run = install.run.instruction();
        DockerfileText text = project.text();
        List<Instruction> between = stage.instructions().stream()
                .filter(each -> each.line() > copied.copy.line() && each.line() < run.line())
                .filter(each ->
                        !each.keyword().equals("LABEL") && !each.keyword().equals("EXPOSE"))
                .toList();
        String destination = copied.copy.arguments().get(1);
        // a WORKDIR may go above a COPY only where that names its place in full
        boolean moves = between.stream().allMatch(each -> each.keyword().equals("WORKDIR"))
                && (between.isEmpty() || destination.startsWith("/"));
        boolean whole = present.stream().noneMatch(manifest -> manifest.contains("/"))
                && Manifests.standAlone(
                        install.manager, present.stream().map(copied::path).toList(), project.contents());
        boolean overwritten =
                MADE.stream().anyMatch(made -> copied.selection.paths().contains(copied.path(made)));
        boolean configured = copied.selection.paths().contains(copied.path("binding.gyp"))
                || stage.instructions().stream()
                        .anyMatch(each ->
                                each.keyword().equals("ENV") && each.text().matches("(?is).*\\b(?:npm|pip)_.*"));
        boolean oneLine = copied.copy.line() == copied.copy.endLine();
        if (!moves
                || !whole
                || overwritten
                || configured
                || !oneLine
                || !run.flags().isEmpty()) {
            return null;
        }
        Map<Integer, List<String>> changes = new TreeMap<>();
        List<String> above = new ArrayList<>();
        above.add(copyOf(copied, present, destination));
        between.forEach(each -> text.take(each, above, changes));
        if (install.run.commands().size() == 1) {
            text.take(run, above, changes);
        } else {
            List<String> parted = parted(install, text);
            if (parted == null) {
                return null;
            }
            above.add(parted.get(0));
            changes.put(run.line(), List.of(parted.get(1)));
        }
        above.add(text.line(copied.copy.line()));
        changes.put(copied.copy.line(), above);
        return text.patch(changes);
    }

    private static String copyOf(Copied copied, List<String> present, String destination) {
        String directory = destination.endsWith("/") ? destination : destination + "/";
        StringBuilder line = new StringBuilder("COPY");
        for (InstructionFlag flag : copied.copy.flags()) {
            line.append(" --").append(flag.name()).append(flag.value() == null ? "" : "=" + flag.value());
        }
        present.forEach(manifest -> line.append(' ').append(copied.path(manifest)));
        return line.append(' ').append(directory).toString();
    }

    /** The install, and what comes behind it, as two RUNs; {@code null} where they cannot be parted line by line. */
    private static @Nullable List<String> parted(Install install, DockerfileText text) {
        Instruction run = install.run.instruction();
        List<ShellCommand> commands = install.run.commands();
        String written = text.line(run.line());
        String command = run.arguments().get(0);
        int at = written.indexOf(command);
        boolean first = commands.get(0) == install.command && install.command.from() == 0;
        if (!first || !install.run.isChain() || install.run.cleansUp() || run.line() != run.endLine() || at < 0) {
            return null;
        }
        String head = written.substring(0, at);
        return List.of(
                head + install.run.text(install.command),
                head + command.substring(commands.get(1).from()));
    }
}

package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import dev.misstep.explain.ContextUse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A package manager that begins with nothing each time its manifest changes, where a cache mount would keep what it
 * downloaded. Said only where the manifest was seen to change: a good Dockerfile needs no mount for what hardly does.
 */
final class CacheMount implements Rule {
    /** Those whose cache holds copies of downloads, which no later step reads. */
    private static final Set<PackageManager> DOWNLOADS_ALONE = EnumSet.of(PackageManager.NPM, PackageManager.PIP);

    /** So many commits that changed a manifest are a habit. */
    private static final int HABIT = 2;

    @Override
    public List<Finding> findings(Project project) {
        List<Set<String>> commits = project.commits();
        if (project.classic() || commits == null) {
            return List.of(); // the classic builder has no mounts
        }
        List<Finding> findings = new ArrayList<>();
        for (Stage stage : project.dockerfile().stages()) {
            Set<String> taken = new HashSet<>();
            boolean root = project.dockerfile().stages().stream()
                    .noneMatch(other ->
                            other.index() < stage.index() && stage.base().equalsIgnoreCase(other.name()));
            for (Instruction instruction : stage.instructions()) {
                ContextUse.Selection selection = project.selection(instruction.line());
                if (selection != null) {
                    taken.addAll(selection.paths());
                }
                root &= !instruction.keyword().equals("USER");
                if (instruction.keyword().equals("RUN")) {
                    Finding finding = finding(instruction, stage, taken, commits, root, project);
                    if (finding != null) {
                        findings.add(finding);
                    }
                }
            }
        }
        return findings;
    }

    private static @Nullable Finding finding(
            Instruction instruction,
            Stage stage,
            Set<String> taken,
            List<Set<String>> commits,
            boolean root,
            Project project) {
        RunText run = RunText.of(instruction);
        for (ShellCommand command : run.commands()) {
            PackageManager manager = PackageManager.of(command);
            List<String> manifests = manager == null ? null : manager.manifests(command.words());
            if (manager == null || manifests == null || run.mountsCacheOver(manager.cache)) {
                continue;
            }
            Set<String> paths = new HashSet<>();
            taken.stream()
                    .filter(path -> manifests.stream().anyMatch(name -> path.equals(name) || path.endsWith("/" + name)))
                    .forEach(paths::add);
            int changed = project.changing(paths);
            if (changed < HABIT) {
                continue;
            }
            boolean results = !DOWNLOADS_ALONE.contains(manager);
            boolean keepsNothing = command.words().contains("--no-cache-dir")
                    || command.words().contains("--no-cache")
                    || stage.instructions().stream()
                            .anyMatch(each -> each.text().contains("PIP_NO_CACHE_DIR"));
            return new Finding(
                    RuleName.CACHE_MOUNT,
                    Severity.MEDIUM,
                    project.text().name(),
                    instruction.line(),
                    null,
                    command.shortly() + " downloads everything anew whenever its manifest changes, as " + changed
                            + " of the last " + commits.size() + " commits did",
                    "keep what it downloads: RUN --mount=type=cache,target=" + manager.cache
                            + (results ? ", in each RUN that reads it" : "")
                            + (keepsNothing ? ", and without the option that forbids it a cache" : ""),
                    root && !results && !keepsNothing && run.commands().size() == 1
                            ? patch(instruction, manager, project.text())
                            : null,
                    null,
                    Proof.NONE,
                    "the mount is this builder's alone: a fresh machine begins with an empty one");
        }
        return null;
    }

    private static @Nullable String patch(Instruction run, PackageManager manager, DockerfileText text) {
        String first = text.line(run.line());
        boolean plain = first.regionMatches(true, 0, "RUN ", 0, 4);
        return plain
                ? text.patch(Map.of(
                        run.line(),
                        List.of("RUN --mount=type=cache,target=" + manager.cache + " "
                                + first.substring(4).stripLeading())))
                : null;
    }
}

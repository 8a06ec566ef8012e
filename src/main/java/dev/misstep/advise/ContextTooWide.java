package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import dev.misstep.explain.ContextUse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A COPY takes what only the developer's machine has: caches of tools, and installed modules that a RUN
 * installs itself. Each of them changes without a change of the sources. {@code .git} is not among them: builds read it in
 * ways that no look at files can rule out.
 */
final class ContextTooWide implements Rule {
    /** Never an input of a build, wherever they lie. */
    private static final Set<String> OF_TOOLS =
            Set.of("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".DS_Store");

    private static final String MODULES = "node_modules";

    // "+**/__pycache__"
    private static final Pattern IGNORED = Pattern.compile("(?m)^\\+(?:\\*\\*/)?([^+*\\s]+)$");

    /** More of the context than this must be of no use before the classic builder is said to be sent too much. */
    private static final long MUCH = 10_000_000;

    @Override
    public List<Finding> findings(Project project) {
        List<Finding> findings = new ArrayList<>();
        TreeMap<String, String> unread = new TreeMap<>(project.unread());
        unread.forEach((name, why) -> findings.add(new Finding(
                RuleName.CONTEXT_TOO_WIDE,
                Severity.HIGH,
                name,
                null,
                null,
                name + " " + why,
                "move it to where the builder reads it",
                null,
                null,
                Proof.NONE,
                null)));
        boolean modules = installsModules(project);
        for (ContextUse.Selection selection : project.use().selections()) {
            Set<String> needless = new LinkedHashSet<>();
            for (String path : new TreeSet<>(selection.paths())) {
                String found = needless(path, modules);
                if (found != null && !isNamed(found, project)) {
                    needless.add(found);
                }
            }
            if (!needless.isEmpty() && findings.stream().noneMatch(other -> other.line() != null)) {
                findings.add(finding(selection, needless, project));
            }
        }
        ContextUse.Amount unused = project.use().unused();
        if (project.classic()
                && unused.bytes() > MUCH
                && unused.bytes() * 2 > project.use().all().bytes()) {
            findings.add(sentInVain(unused, project));
        }
        return findings;
    }

    /** The names that a patch of this rule has the builder leave out. */
    static Set<String> ignoredBy(@Nullable String patch) {
        return patch == null
                ? Set.of()
                : IGNORED.matcher(patch).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    /** Whether what has this name is never a source. */
    static boolean isOfTools(String name) {
        return OF_TOOLS.contains(name) || name.equals(MODULES);
    }

    private static boolean installsModules(Project project) {
        for (Stage stage : project.dockerfile().stages()) {
            for (Instruction instruction : stage.instructions()) {
                boolean installs = instruction.keyword().equals("RUN")
                        && RunText.of(instruction).commands().stream().anyMatch(ContextTooWide::installsModules);
                if (installs) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean installsModules(ShellCommand command) {
        PackageManager manager = PackageManager.of(command);
        return manager != null
                && manager.manifests.contains("package.json")
                && manager.manifests(command.words()) != null;
    }

    /** Whether an instruction names it as what it takes. */
    private static boolean isNamed(String rule, Project project) {
        String name = rule.substring(rule.lastIndexOf('/') + 1);
        return project.dockerfile().instructions().stream()
                .anyMatch(each -> each.text().contains(name));
    }

    /** The name on a path that makes it needless, as a line of an ignore file; {@code null} where there is none. */
    private static @Nullable String needless(String path, boolean modules) {
        for (String name : path.split("/")) {
            if (OF_TOOLS.contains(name)) {
                return "**/" + name;
            }
        }
        return modules && path.startsWith(MODULES + "/") ? MODULES : null;
    }

    private static Finding finding(ContextUse.Selection selection, Set<String> needless, Project project) {
        List<String> rules = needless.stream().sorted().toList();
        String names = String.join(
                ", ", rules.stream().map(rule -> rule.replace("**/", "")).toList());
        String name = project.ignored().name();
        return new Finding(
                RuleName.CONTEXT_TOO_WIDE,
                rules.contains(MODULES) ? Severity.HIGH : Severity.MEDIUM,
                project.text().name(),
                selection.line(),
                null,
                "line " + selection.line() + " takes " + names
                        + ", which no build needs and which change by themselves",
                "list " + names + " in " + name,
                patch(project.ignored(), rules),
                null,
                Proof.NONE,
                rules.contains(MODULES) ? "a module that lies in node_modules alone would be missed" : null);
    }

    /** {@code null} where a rule that takes something back may be meant for it. */
    private static @Nullable String patch(Project.IgnoreFile ignored, List<String> rules) {
        String text = ignored.text();
        if (text == null) {
            return DockerfileText.made(ignored.name(), rules);
        }
        return text.contains("!")
                ? null
                : DockerfileText.of(ignored.name(), text).appended(rules);
    }

    private static Finding sentInVain(ContextUse.Amount unused, Project project) {
        String name = project.ignored().name();
        return new Finding(
                RuleName.CONTEXT_TOO_WIDE,
                Severity.MEDIUM,
                null,
                null,
                null,
                "the classic builder is sent " + unused.files() + " files, " + unused.bytes() / 1_000_000
                        + " MB, that no instruction takes",
                "list them in " + name + ", or build with BuildKit, which is sent only what a step takes",
                null,
                null,
                Proof.NONE,
                null);
    }
}

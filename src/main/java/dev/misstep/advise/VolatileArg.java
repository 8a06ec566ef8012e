package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is another with every build, declared above a RUN that does not name it: a value that is given goes into
 * the environment of each RUN below its ARG, used or not (BuildKit, dockerfile2llb, dispatchArg; moby, dispatchers.go).
 */
final class VolatileArg implements Rule {
    /** Names of what a CI gives each build anew: commits, times, numbers of builds. */
    private static final Pattern VOLATILE = Pattern.compile("(?:.*_)?(?:BUILD_?(?:DATE|TIME|TIMESTAMP|NUMBER|NUM|ID|NO)"
            + "|(?:GIT|VCS|SOURCE|CI)_?(?:SHA|COMMIT|REF|REV|REVISION|HASH|COMMIT_SHA|COMMIT_HASH|COMMIT_ID)"
            + "|COMMIT(?:_?(?:SHA|HASH|ID|REF))?|REVISION|TIMESTAMP|GITHUB_(?:SHA|RUN_ID|RUN_NUMBER)"
            + "|CI_(?:PIPELINE|JOB)_I?ID|CI_COMMIT_(?:SHORT_)?SHA)");

    private static final List<String> INSTALLS = List.of(
            "apt-get",
            "apt",
            "apk",
            "dnf",
            "microdnf",
            "yum",
            "rm",
            "mkdir",
            "chmod",
            "chown",
            "useradd",
            "groupadd",
            "adduser",
            "addgroup");

    @Override
    public List<Finding> findings(Project project) {
        List<Finding> findings = new ArrayList<>();
        for (Stage stage : project.dockerfile().stages()) {
            for (Instruction instruction : stage.instructions()) {
                String name = instruction.keyword().equals("ARG")
                                && instruction.arguments().size() == 1
                        ? instruction.arguments().get(0).split("=", 2)[0]
                        : "";
                if (VOLATILE.matcher(name).matches()) {
                    Finding finding = finding(instruction, name, stage, project);
                    if (finding != null) {
                        findings.add(finding);
                    }
                }
            }
        }
        return findings;
    }

    private static @Nullable Finding finding(Instruction arg, String name, Stage stage, Project project) {
        List<Instruction> below = stage.instructions().stream()
                .filter(each -> each.line() > arg.line())
                .toList();
        if (arg.arguments().get(0).contains("=") || name.matches("(?:VITE|NEXT_PUBLIC|REACT_APP|NUXT|PUBLIC)_.*")) {
            return null; // a version of something else, or what a front end's build reads from its environment
        }
        Set<String> names = new HashSet<>(Set.of(name));
        List<Instruction> carried = new ArrayList<>(); // LABEL and ENV that hand it on
        List<Instruction> hit = new ArrayList<>();
        @Nullable Instruction user = null;
        for (Instruction each : below) {
            boolean uses = names.stream().anyMatch(known -> mentions(each, known));
            if (uses && (each.keyword().equals("LABEL") || each.keyword().equals("ENV"))) {
                carried.add(each);
                if (each.keyword().equals("ENV")) {
                    each.arguments().forEach(setting -> names.add(setting.split("=", 2)[0]));
                }
            } else if (uses) {
                user = each;
                break;
            } else if (each.keyword().equals("RUN")) {
                hit.add(each);
            }
        }
        if (hit.isEmpty()) {
            return null;
        }
        Instruction last = hit.get(hit.size() - 1);
        boolean harmless = installsAlone(hit);
        boolean movable = harmless
                && !project.isBuiltOn(stage)
                && carried.stream().noneMatch(each -> each.keyword().equals("ENV"));
        String steps = hit.size() == 1 ? "the RUN of line " + hit.get(0).line() : hit.size() + " RUNs";
        return new Finding(
                RuleName.VOLATILE_ARG,
                harmless ? Severity.HIGH : Severity.MEDIUM,
                project.text().name(),
                arg.line(),
                null,
                name + ", where it is another with every build, makes " + steps
                        + " below run again, though nothing there names it",
                "declare " + name + " below line " + last.endLine()
                        + (user == null
                                ? ", as the last of the stage"
                                : ", above line " + user.line() + " which uses it"),
                movable ? patch(arg, carried, last, project.text()) : null,
                null,
                Proof.NONE,
                "a program that one of these RUNs starts may read " + name + " from its environment");
    }

    /** Whether nothing in these reads an environment but for its own settings. */
    private static boolean installsAlone(List<Instruction> runs) {
        return runs.stream()
                .map(RunText::of)
                .allMatch(run -> !run.commands().isEmpty()
                        && run.commands().stream()
                                .allMatch(command -> INSTALLS.stream().anyMatch(command::isProgram)));
    }

    private static boolean mentions(Instruction instruction, String name) {
        Pattern word = Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])");
        return word.matcher(instruction.text()).find()
                || instruction.heredocs().stream()
                        .anyMatch(heredoc -> word.matcher(heredoc.text()).find());
    }

    /** The ARG, and the labels that need it, below the last RUN that does not. */
    private static @Nullable String patch(
            Instruction arg, List<Instruction> carried, Instruction last, DockerfileText text) {
        Map<Integer, List<String>> changes = new TreeMap<>();
        List<String> moved = new ArrayList<>();
        moved.add(text.line(last.endLine()));
        List<Instruction> all = new ArrayList<>(List.of(arg));
        carried.stream().filter(each -> each.line() < last.line()).forEach(all::add);
        all.forEach(each -> text.take(each, moved, changes));
        changes.put(last.endLine(), moved);
        return text.patch(changes);
    }
}

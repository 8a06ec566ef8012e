package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import java.util.List;
import java.util.regex.Pattern;

/** One stage that compiles and is shipped: its compilers travel with the program, and tools and program cache as one chain. */
final class SingleStage implements Rule {
    // images that are there to compile with
    private static final Pattern COMPILERS = Pattern.compile(
            "(?:.*/)?(?:golang|rust|maven|gradle|gcc|dotnet/sdk|sbt|haskell|swift)(?:[:@].*)?|.*/dotnet/sdk(?:[:@].*)?");
    private static final List<List<String>> BUILDS = List.of(
            List.of("go", "build"),
            List.of("cargo", "build"),
            List.of("mvn", "package"),
            List.of("mvn", "install"),
            List.of("gradle", "build"),
            List.of("dotnet", "publish"));

    @Override
    public List<Finding> findings(Project project) {
        List<Stage> stages = project.dockerfile().stages();
        Stage stage = stages.get(0);
        boolean runs = stage.instructions().stream()
                .anyMatch(each -> each.keyword().equals("CMD") || each.keyword().equals("ENTRYPOINT"));
        if (stages.size() > 1 || !runs || !COMPILERS.matcher(stage.base()).matches()) {
            return List.of();
        }
        for (Instruction instruction : stage.instructions()) {
            if (instruction.keyword().equals("RUN")) {
                for (ShellCommand command : RunText.of(instruction).commands()) {
                    if (builds(command)) {
                        return List.of(finding(stage, instruction, project));
                    }
                }
            }
        }
        return List.of();
    }

    private static boolean builds(ShellCommand command) {
        return BUILDS.stream()
                .anyMatch(build -> command.isProgram(build.get(0))
                        && (build.get(0).equals("mvn") || build.get(0).equals("gradle")
                                ? command.words().contains(build.get(1))
                                : command.words().size() > 1
                                        && command.words().get(1).equals(build.get(1))));
    }

    private static Finding finding(Stage stage, Instruction run, Project project) {
        return new Finding(
                RuleName.SINGLE_STAGE,
                Severity.LOW,
                project.text().name(),
                run.line(),
                null,
                "the program is built and shipped in one stage of " + stage.base()
                        + ": its compilers and sources are a part of the image, and nothing below them caches apart",
                "build in a stage of its own, and COPY --from it what runs into a stage on a small image",
                null,
                null,
                Proof.NONE,
                "what runs may need libraries that the small image lacks");
    }
}

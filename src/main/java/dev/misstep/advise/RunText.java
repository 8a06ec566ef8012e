package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import java.util.List;

/**
 * The shell line of a RUN.
 *
 * @param instruction the RUN
 * @param commands in order; empty where its line is none that is taken apart here
 */
record RunText(Instruction instruction, List<ShellCommand> commands) {
    RunText {
        commands = List.copyOf(commands);
    }

    static RunText of(Instruction run) {
        boolean line =
                !run.json() && run.heredocs().isEmpty() && run.arguments().size() == 1;
        return new RunText(run, line ? ShellCommand.of(run.arguments().get(0)) : List.of());
    }

    /** A command as written. */
    String text(ShellCommand command) {
        return instruction.arguments().get(0).substring(command.from(), command.to());
    }

    /** Whether its line ends with its last command, and each runs only if those in front of it went well. */
    boolean isChain() {
        String line = instruction.arguments().get(0).stripTrailing();
        return !commands.isEmpty()
                && commands.get(commands.size() - 1).to() == line.length()
                && commands.stream().allMatch(ShellCommand::followsSuccess);
    }

    /** Whether it removes what it made: a cache that a mount holds cannot be removed, and one of another layer stays. */
    boolean cleansUp() {
        return commands.stream()
                .anyMatch(command -> command.isProgram("rm")
                        || command.words().stream()
                                .anyMatch(
                                        word -> word.equals("clean") || word.equals("prune") || word.equals("purge")));
    }

    /** Whether a cache is mounted there, above it or below it. */
    boolean mountsCacheOver(String directory) {
        return instruction.flagValues("mount").stream()
                .filter(mount -> mount.contains("type=cache"))
                .flatMap(mount -> List.of(mount.split(",")).stream())
                .filter(field -> field.matches("(?:target|dst|destination)=.*"))
                .map(field -> field.substring(field.indexOf('=') + 1).replaceAll("/+$", ""))
                .anyMatch(target -> directory.equals(target)
                        || directory.startsWith(target + "/")
                        || target.startsWith(directory + "/"));
    }
}

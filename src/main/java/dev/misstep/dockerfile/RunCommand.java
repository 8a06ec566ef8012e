package dev.misstep.dockerfile;

import java.util.List;

/**
 * What a RUN carries out (dockerfile2llb/convert.go, dispatchRun).
 *
 * @param words the whole command if it is a list; else the one that the shell is given
 * @param inShell whether the words of a shell go before it
 * @param document the script that is put into a file for it; empty where there is none
 */
public record RunCommand(List<String> words, boolean inShell, String document) {
    public RunCommand {
        words = List.copyOf(words);
    }

    /** That of an instruction. */
    public static RunCommand of(Instruction run) {
        List<Heredoc> documents = run.heredocs();
        if (run.json() || documents.isEmpty() || run.arguments().isEmpty()) {
            return new RunCommand(run.arguments(), !run.json(), "");
        }
        String line = run.arguments().get(0);
        Heredoc first = documents.get(0);
        if (!HeredocWords.is(line)) {
            // "RUN cat <<EOF >/x": the shell reads it, as it is written
            StringBuilder all = new StringBuilder(line);
            documents.forEach(
                    document -> all.append('\n').append(document.content()).append(document.name()));
            return new RunCommand(List.of(all.toString()), true, "");
        }
        return first.content().startsWith("#!")
                ? new RunCommand(List.of("/dev/pipes/" + first.name()), true, first.text())
                : new RunCommand(List.of(first.text()), true, "");
    }
}

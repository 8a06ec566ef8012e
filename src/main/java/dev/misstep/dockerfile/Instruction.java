package dev.misstep.dockerfile;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One instruction as written, nothing expanded.
 *
 * @param line its first line, from 1
 * @param endLine its last line, with its heredocs
 * @param keyword in upper case
 * @param flags in order, repeated ones too
 * @param arguments the words behind the flags. ENV and LABEL: one {@code key=value} each, also for the form without
 *     {@code =}; RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD: the whole command as one word unless {@code json}; ONBUILD: none
 * @param text the lines joined as BuildKit does it for the names of steps: comments dropped, blanks at the joints kept
 * @param json whether the arguments were a JSON array
 * @param heredocs in order
 * @param trigger what an ONBUILD holds, or {@code null}
 */
public record Instruction(
        int line,
        int endLine,
        String keyword,
        List<InstructionFlag> flags,
        List<String> arguments,
        String text,
        boolean json,
        List<Heredoc> heredocs,
        @Nullable Instruction trigger) {
    public Instruction {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
        heredocs = List.copyOf(heredocs);
        if (line < 1 || endLine < line) {
            throw new IllegalArgumentException("not an instruction: " + text);
        }
    }

    // A record's own would compare all of it, and a long Dockerfile compares each instruction with each.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Instruction that
                        && line == that.line
                        && endLine == that.endLine
                        && text.equals(that.text)
                        && meaning().equals(that.meaning()));
    }

    @Override
    public int hashCode() {
        return 31 * line + text.hashCode();
    }

    /** The value of a flag; empty where it is not set or has none. */
    public Optional<String> flag(String name) {
        return flags.stream()
                .filter(flag -> flag.name().equals(name))
                .flatMap(flag -> Optional.ofNullable(flag.value()).stream())
                .findFirst();
    }

    /** All values of a flag that can be repeated. */
    public List<String> flagValues(String name) {
        return flags.stream()
                .filter(flag -> flag.name().equals(name))
                .flatMap(flag -> Optional.ofNullable(flag.value()).stream())
                .toList();
    }

    /** Whether a switch such as {@code --link} is on. */
    public boolean isOn(String name) {
        return flags.stream().anyMatch(flag -> flag.name().equals(name) && flag.isTrue());
    }

    /**
     * What of it can matter to a builder, nothing replaced: the case of a keyword, blanks between words and the form of a
     * COPY do not, nor does what the document is called that a RUN consists of. A RUN is its text, blanks and all.
     */
    public String meaning() {
        StringJoiner meaning = new StringJoiner("\0");
        meaning.add(keyword).add(keyword.equals("COPY") || keyword.equals("ADD") ? "" : "json " + json);
        flags.forEach(flag -> meaning.add(flag.name() + "=" + flag.value()));
        if (keyword.equals("RUN")) {
            RunCommand command = RunCommand.of(this);
            command.words().forEach(meaning::add);
            meaning.add(command.document());
        } else {
            arguments.forEach(meaning::add);
            heredocs.forEach(heredoc -> meaning.add(heredoc.expand() + " " + heredoc.text()));
        }
        return meaning.add(trigger == null ? "" : trigger.meaning()).toString();
    }

    /** The same on another line. */
    Instruction movedTo(int otherLine) {
        return new Instruction(otherLine, otherLine, keyword, flags, arguments, text, json, heredocs, trigger);
    }

    /** Whether BuildKit makes a step of it, one that has a number in its stage. */
    public boolean isStep() {
        return keyword.equals("RUN") || keyword.equals("COPY") || keyword.equals("ADD") || keyword.equals("WORKDIR");
    }
}

package dev.misstep.dockerfile;

import dev.misstep.build.Blank;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts a Dockerfile into instructions and these into stages (frontend/dockerfile/parser/parser.go). */
final class DockerfileParser {
    /** Go's scanner gives up at longer lines. */
    private static final int LONGEST_LINE = 65535;

    private final List<String> lines = new ArrayList<>();
    private final Directives directives;
    private final InstructionReader reader;
    private final Pattern continuation;
    private int at;

    private DockerfileParser(String text) throws DockerfileSyntaxException {
        directives = Directives.read(text);
        reader = new InstructionReader(directives.escape());
        String mark = "\\" + directives.escape();
        continuation = Pattern.compile("(?<![" + mark + "])" + mark + "[ \\t]*$");
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            int behind = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, behind));
            from = behind;
        }
    }

    static Dockerfile parse(String text) throws DockerfileSyntaxException {
        if (text.isEmpty()) {
            throw new DockerfileSyntaxException(0, "the Dockerfile cannot be empty");
        }
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        DockerfileParser parser = new DockerfileParser(body);
        List<Instruction> instructions = parser.instructions();
        if (instructions.isEmpty()) {
            throw new DockerfileSyntaxException(Math.max(1, parser.lines.size()), "file with no instructions");
        }
        return stages(parser.directives, instructions);
    }

    private List<Instruction> instructions() throws DockerfileSyntaxException {
        List<Instruction> instructions = new ArrayList<>();
        while (at < lines.size()) {
            int start = at + 1;
            String line = Blank.trimStart(withoutLineEnd(next()));
            if (line.startsWith("#")) {
                continue;
            }
            boolean goesOn = continuation.matcher(line).find();
            String joined = goesOn ? continuation.matcher(line).replaceFirst("") : line;
            if (!goesOn && joined.isEmpty()) {
                continue;
            }
            instructions.add(instruction(start, goesOn ? joined + continued() : joined));
        }
        return instructions;
    }

    /** The rest of an instruction that goes on; its comments and empty lines are passed by. */
    private String continued() throws DockerfileSyntaxException {
        StringBuilder joined = new StringBuilder();
        while (at < lines.size()) {
            String line = withoutLineEnd(next());
            String trimmed = Blank.trimStart(line);
            if (trimmed.startsWith("#") || trimmed.isEmpty()) {
                continue;
            }
            boolean goesOn = continuation.matcher(line).find();
            joined.append(goesOn ? continuation.matcher(line).replaceFirst("") : line);
            if (!goesOn) {
                break;
            }
        }
        return joined.toString();
    }

    private Instruction instruction(int start, String text) throws DockerfileSyntaxException {
        Instruction written = reader.read(start, at, text);
        Instruction body = written.trigger() == null ? written : written.trigger();
        boolean takesHeredocs = List.of("RUN", "COPY", "ADD").contains(body.keyword()) && !body.json();
        if (!takesHeredocs || !text.contains("<<")) {
            return written;
        }
        List<Heredoc> heredocs = new ArrayList<>();
        for (Heredoc announced : HeredocWords.in(start, text)) {
            heredocs.add(body(start, announced));
        }
        return InstructionReader.withHeredocs(written, at, heredocs);
    }

    private Heredoc body(int start, Heredoc announced) throws DockerfileSyntaxException {
        StringBuilder content = new StringBuilder();
        while (at < lines.size()) {
            String line = next();
            String bare = withoutLineEnd(line);
            String possibleEnd = announced.chomp() ? bare.replaceAll("^\t+", "") : bare;
            if (possibleEnd.equals(announced.name())) {
                return new Heredoc(announced.name(), announced.expand(), announced.chomp(), content.toString());
            }
            content.append(line);
        }
        throw new DockerfileSyntaxException(start, "unterminated heredoc");
    }

    private String next() throws DockerfileSyntaxException {
        String line = lines.get(at++);
        if (line.length() > LONGEST_LINE / 4
                && withoutLineFeed(line).getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
            throw new DockerfileSyntaxException(at, "dockerfile line greater than max allowed size of " + LONGEST_LINE);
        }
        return line;
    }

    private static String withoutLineFeed(String line) {
        return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }

    private static String withoutLineEnd(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return line.substring(0, end);
    }

    private static Dockerfile stages(Directives directives, List<Instruction> instructions)
            throws DockerfileSyntaxException {
        List<Instruction> globalArgs = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        List<Instruction> open = new ArrayList<>();
        Instruction from = null;
        for (Instruction instruction : instructions) {
            InstructionRules.check(instruction);
            if (instruction.keyword().equals("FROM")) {
                if (from != null) {
                    stages.add(stage(stages.size(), from, open));
                }
                from = instruction;
                open = new ArrayList<>();
            } else if (from != null) {
                open.add(instruction);
            } else if (instruction.keyword().equals("ARG")) {
                globalArgs.add(instruction);
            } else {
                throw new DockerfileSyntaxException(instruction.line(), "no build stage in current context");
            }
        }
        if (from == null) {
            throw new DockerfileSyntaxException(instructions.get(0).line(), "dockerfile contains no stages to build");
        }
        stages.add(stage(stages.size(), from, open));
        return new Dockerfile(directives, globalArgs, stages);
    }

    private static Stage stage(int index, Instruction from, List<Instruction> instructions) {
        List<String> words = from.arguments();
        String name = words.size() == 3 ? words.get(2).toLowerCase(Locale.ROOT) : null;
        return new Stage(index, name, words.get(0), from.flag("platform").orElse(null), from, instructions);
    }
}

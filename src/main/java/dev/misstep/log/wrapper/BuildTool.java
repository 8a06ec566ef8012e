package dev.misstep.log.wrapper;

import java.util.List;

/**
 * What a build tool puts before the lines of the programs it runs: {@code [INFO] text} by Maven, {@code [info] text} by sbt,
 * {@code      [exec] text} by Ant.
 */
final class BuildTool extends LineDecoration {
    private final List<String> marks;
    private final boolean indented;

    private BuildTool(String label, boolean indented, List<String> marks) {
        super(label, Writer.TRANSPORT);
        this.indented = indented;
        this.marks = marks;
    }

    static BuildTool maven() {
        return new BuildTool("maven", false, List.of("[INFO]", "[WARNING]", "[ERROR]", "[DEBUG]", "[WARN]"));
    }

    static BuildTool sbt() {
        return new BuildTool("sbt", false, List.of("[info]", "[warn]", "[error]", "[debug]", "[success]"));
    }

    static BuildTool ant() {
        return new BuildTool("ant", true, List.of("[exec]", "[docker]", "[java]", "[echo]", "[apply]"));
    }

    @Override
    boolean wraps(String line) {
        return end(line) > 0;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            int end = end(line.text());
            lines.accept(end == 0 ? line : line.withText(Form.behind(line.text(), end)));
        };
    }

    /** The index behind the mark; 0 where there is none. */
    private int end(String line) {
        int from = Form.codes(line, 0);
        if (line.startsWith("[", from) && from > 0) { // Maven in colours: "[ESC[1;34mINFOESC[m] text"
            return 0;
        }
        while (indented && from < line.length() && from < 20 && line.charAt(from) == ' ') {
            from++;
        }
        if (indented == (from == 0)) {
            return 0;
        }
        int colour = line.startsWith("[", from) ? Form.codes(line, from + 1) : from + 1;
        for (String mark : marks) {
            boolean plain = line.startsWith(mark, from);
            if (plain && Form.blankAt(line, from + mark.length())) {
                return from + mark.length();
            }
            String word = mark.substring(1, mark.length() - 1);
            if (colour > from + 1 && line.startsWith(word, colour)) {
                int close = Form.codes(line, colour + word.length());
                return line.startsWith("]", close) && Form.blankAt(line, close + 1) ? close + 1 : 0;
            }
        }
        return 0;
    }
}

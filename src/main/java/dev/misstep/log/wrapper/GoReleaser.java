package dev.misstep.log.wrapper;

import java.util.regex.Matcher;

/**
 * {@code       • #4 CACHED                 cmd=[docker buildx] cwd=dist/goreleaserdocker177}: what GoReleaser, until 1.8, put
 * around the lines of the builds that it runs side by side, each in a directory of its own (apex/log, handlers/cli).
 */
final class GoReleaser extends LineDecoration {
    private static final LazyPattern FORM = new LazyPattern(
            "\\s{0,20}[\\u2022\\u2a2f] (.*?)\\s{1,40}cmd=\\[[^\\]]{1,200}\\](?: cwd=(\\S{1,400}))?\\s*");

    GoReleaser() {
        super("goreleaser", Writer.TRANSPORT);
    }

    @Override
    boolean wraps(String line) {
        return line.contains("cmd") && FORM.matcher(Ansi.strip(line)).matches();
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            Matcher form = FORM.matcher(Ansi.strip(line.text()));
            if (!line.text().contains("cmd") || !form.matches()) {
                lines.accept(line);
                return;
            }
            LogLine inner = line.withText(form.group(1));
            String directory = form.group(2);
            lines.accept(directory == null ? inner : inner.inLane(directory));
        };
    }
}

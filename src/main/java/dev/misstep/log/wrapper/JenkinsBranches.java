package dev.misstep.log.wrapper;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code [linux] text}: parallel branches of a Jenkins pipeline, a writer for each. Many tools begin lines with a bracket,
 * so that only those names are taken for branches that Jenkins announces, <code>[Pipeline] { (Branch: linux)</code>, or behind
 * which a build begins that would not begin without.
 */
final class JenkinsBranches implements Decoration {
    private static final int MAX_BRANCHES = 500;
    private static final int MAX_NAME = 120;
    private static final String ANNOUNCED = "{ (Branch: ";
    private static final String PIPELINE = "[Pipeline] ";

    @Override
    public boolean mayBeProved() {
        return false;
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        Branches branches = new Branches(excerpt.begins());
        for (String line : excerpt.lines()) {
            branches.learn(line);
        }
        if (branches.names.isEmpty()) {
            return null;
        }
        Set<String> names = Set.copyOf(branches.names);
        return branches.announced
                ? new Found("jenkins", Writer.CI, false, () -> new Branches(excerpt.begins(), names))
                : new Found("prefix", Writer.ANYBODY, false, () -> new Branches(excerpt.begins(), names));
    }

    private static final class Branches implements Unwrapper {
        private final Predicate<String> begins;
        private final Set<String> names = new HashSet<>();
        private boolean announced;

        Branches(Predicate<String> begins) {
            this.begins = begins;
        }

        Branches(Predicate<String> begins, Set<String> names) {
            this.begins = begins;
            this.names.addAll(names);
        }

        @Override
        public void accept(LogLine line, Consumer<LogLine> lines) {
            String text = line.text();
            learn(text);
            int close = close(text);
            boolean ofBranch = close > 0 && names.contains(text.substring(1, close));
            lines.accept(
                    ofBranch ? line.withText(Form.behind(text, close + 1)).inLane(text.substring(1, close)) : line);
        }

        void learn(String line) {
            if (!line.startsWith("[") || names.size() == MAX_BRANCHES) {
                return;
            }
            if (line.startsWith(PIPELINE)) {
                int name = line.indexOf(ANNOUNCED) + ANNOUNCED.length();
                if (name >= PIPELINE.length() + ANNOUNCED.length() && line.endsWith(")")) {
                    announced = true;
                    names.add(line.substring(name, line.length() - 1));
                }
                return;
            }
            int close = close(line);
            String name = close > 0 ? line.substring(1, close) : "";
            if (close > 0
                    && !names.contains(name)
                    && !ElapsedTimes.isOne(name)
                    && begins.test(Ansi.strip(Form.behind(line, close + 1)))
                    && !begins.test(Ansi.strip(line))) {
                names.add(name);
            }
        }

        private static int close(String line) {
            int close = line.startsWith("[") ? line.indexOf(']') : -1;
            return close > 1 && close <= MAX_NAME && Form.blankAt(line, close + 1) ? close : 0;
        }
    }
}

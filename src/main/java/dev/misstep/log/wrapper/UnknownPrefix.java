package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decoration that nobody told of: what stands before the text of each line and has the same form on all of them, as
 * {@code [09:45:29] }, {@code remote: }, {@code build-7f9c | } or four blanks. It is found where a builder's own words begin
 * within lines, and taken off only if no build begins without it and if the lines between the first and the last of those
 * have it too: what a step prints of another build, or a manual tells of one, stands among other lines.
 */
final class UnknownPrefix implements Decoration {
    private static final String LABEL = "unknown";
    private static final int LONGEST = 160;
    private static final int MAX_FORMS = 8;

    /** Builder's words behind a form that make it one. */
    private static final int ENOUGH = 3;

    /** Of 100 lines, how many must have the form, and how many where it is only an indent. */
    private static final int SHARE = 80;

    private static final int SHARE_OF_INDENT = 95;

    /** Writers that are told apart by a prefix. */
    private static final int MAX_WRITERS = 30;

    // what may be left of terminal codes: "[1A", "^[[0m", "?[?25l"
    private static final Pattern CODES = Pattern.compile("[\\r\u001b]|\\[[\\d;?]{0,12}[A-Za-z](?![\\w\\]])|\\{\"");

    /** Lines that have a form in common. */
    private static final class Candidate {
        PrefixShape shape;

        /** The same, if the blank that a builder's last word on a step begins with is always the builder's. */
        PrefixShape closer;

        int count;
        int beginnings;
        int first;
        int last;

        Candidate(PrefixShape shape, int line) {
            this.shape = shape;
            this.closer = shape;
            this.first = line;
        }
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        List<String> lines = new ArrayList<>(excerpt.lines().size());
        List<Candidate> forms = new ArrayList<>();
        boolean indented = false;
        for (String coded : excerpt.lines()) {
            String line = Ansi.strip(coded);
            int beginning = BuildText.beginning(line);
            if (excerpt.begins().test(line)) {
                if (!line.startsWith("  ") && !line.startsWith("\t")) {
                    return null;
                }
                indented = true; // "    [+] Building 1.2s": a terminal's rows are known wherever they begin
            }
            lines.add(line);
            int at = beginning < 0 && !forms.isEmpty() ? BuildText.terminal(line) : beginning;
            if (at > 0 && at <= LONGEST && !CODES.matcher(line.substring(0, at)).find()) {
                add(forms, line, at, lines.size() - 1, beginning > 0);
            }
        }
        Candidate best = null;
        for (Candidate form : forms) {
            best = form.beginnings > 0 && (best == null || form.count > best.count) ? form : best;
        }
        PrefixShape shape = best == null ? null : held(best, lines);
        if (best == null || shape == null) {
            return null;
        }
        if (indented && !(shape.isIndent() && holdsAll(shape, lines.subList(best.first, lines.size())))) {
            return null;
        }
        boolean proved = indented;
        boolean lanes = tellsWriters(shape, lines);
        return new Found(LABEL, Writer.ANYBODY, proved, () -> new PrefixUnwrapper(shape, lanes));
    }

    private static void add(List<Candidate> forms, String text, int at, int line, boolean beginning) {
        PrefixShape shape = PrefixShape.of(text.substring(0, at));
        // "DOCKER> ---> Using cache" of "DOCKER> Step 2/5 : RUN make": who wrote it took the builder's own blank away
        PrefixShape further = beginning || text.charAt(at) != ' ' ? shape : PrefixShape.of(text.substring(0, at + 1));
        Candidate of = null;
        for (Candidate form : forms) {
            PrefixShape common = form.closer.and(shape);
            PrefixShape wider = form.shape.and(further);
            PrefixShape nearer = common == null ? wider : common;
            if (nearer != null) {
                form.closer = nearer;
                form.shape = wider != null && wider.glued() == form.shape.glued() ? wider : nearer;
                of = form;
                break;
            }
        }
        if (of == null) {
            if (forms.size() == MAX_FORMS) {
                return;
            }
            of = new Candidate(shape, line);
            forms.add(of);
        }
        of.count++;
        of.beginnings += beginning ? 1 : 0;
        of.last = line;
    }

    private static @Nullable PrefixShape held(Candidate form, List<String> lines) {
        PrefixShape shape = held(form, form.shape, lines);
        return shape == null ? held(form, form.closer, lines) : shape;
    }

    /** The form that most lines have; {@code null} where too few have it. */
    private static @Nullable PrefixShape held(Candidate form, PrefixShape found, List<String> lines) {
        boolean enough = form.count >= ENOUGH;
        // an excerpt of two or three lines: all of them
        List<String> among = lines.subList(form.first, enough ? form.last + 1 : lines.size());
        PrefixShape shape = found;
        int with = count(shape, among);
        for (PrefixShape less : found.relaxed()) {
            int more = count(less, among);
            if (more > with) {
                with = more;
                shape = less;
            }
        }
        long written = among.stream().filter(line -> !line.isBlank()).count();
        int share = shape.isIndent() ? SHARE_OF_INDENT : SHARE;
        boolean holds = enough ? with * 100L >= written * share : with == written && written >= 2 && lines.size() <= 4;
        holds |= enough && shape.isIndent() && standsInBlocks(shape, among);
        return holds && !shape.isAnything() ? shape : null;
    }

    /** Whether a page tells of builds in blocks that are indented: most words of builders stand in some that have enough. */
    private static boolean standsInBlocks(PrefixShape indent, List<String> lines) {
        int all = 0;
        int together = 0;
        int words = 0;
        for (int i = 0; i <= lines.size(); i++) {
            String line = i < lines.size() ? lines.get(i) : "end";
            int end = indent.end(line);
            if (end < 0) {
                all += words;
                together += words >= ENOUGH ? words : 0;
                words = 0;
            } else if (!line.isBlank()) {
                String text = line.substring(end);
                words += BuildText.beginning(text) == 0 || BuildText.terminal(text) == 0 ? 1 : 0;
            }
        }
        return all > 0 && together * 100L >= (long) all * SHARE;
    }

    private static boolean holdsAll(PrefixShape shape, List<String> lines) {
        return count(shape, lines)
                == lines.stream().filter(line -> !line.isBlank()).count();
    }

    private static int count(PrefixShape shape, List<String> lines) {
        int count = 0;
        for (String line : lines) {
            count += !line.isBlank() && shape.end(line) >= 0 ? 1 : 0;
        }
        return count;
    }

    /**
     * Whether what differs in the prefix tells who wrote a line: a few names again and again, and each step ends by the name
     * it began with.
     */
    private static boolean tellsWriters(PrefixShape shape, List<String> lines) {
        Map<String, Integer> writers = new HashMap<>();
        Map<String, String> began = new HashMap<>();
        int known = 0;
        int others = 0;
        for (String line : lines) {
            int end = shape.end(line);
            if (end < 0) {
                continue;
            }
            String writer = shape.varying(line);
            writers.merge(writer, 1, Integer::sum);
            String text = line.substring(end);
            int number = text.indexOf(' ');
            if (number > 1 && text.charAt(0) == '#') {
                String id = text.substring(0, number);
                if (BuildText.beginning(text) == 0) {
                    began.put(writer + "\n" + id, writer);
                } else if (BuildText.terminal(text) == 0) {
                    known++;
                    others += began.containsKey(writer + "\n" + id) ? 0 : 1;
                }
            }
        }
        long again = writers.values().stream().filter(count -> count > 1).count();
        return writers.size() > 1 && writers.size() <= MAX_WRITERS && again * 2 > writers.size() && others * 4 <= known;
    }
}

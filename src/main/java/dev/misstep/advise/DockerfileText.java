package dev.misstep.advise;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.misstep.dockerfile.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file, and patches of it.
 *
 * @param name as it stands in a patch
 * @param lines without their ends
 * @param patchable whether each line, the last too, ends with a line feed alone: tools that take patches differ about others
 */
public record DockerfileText(String name, List<String> lines, boolean patchable) {
    private static final int CONTEXT = 3;

    public DockerfileText {
        lines = List.copyOf(lines);
    }

    /** What a secret may stand behind; it is looked for in all that a patch would show. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)token|passw|secret|auth|credential|api_?key|private_?key|://[^/\\s]*@");

    /** The same, which is not to be patched. */
    public DockerfileText unpatchable() {
        return new DockerfileText(name, lines, false);
    }

    /** The lines of a text, whichever line ends it has. */
    public static DockerfileText of(String name, String text) {
        List<String> lines = List.of(text.split("\\r?\\n", -1));
        boolean ended = lines.get(lines.size() - 1).isEmpty();
        return new DockerfileText(
                name,
                ended ? lines.subList(0, lines.size() - 1) : lines,
                ended && text.indexOf('\r') < 0 && text.indexOf('\uFFFD') < 0);
    }

    /** A line, from 1. */
    String line(int number) {
        return lines.get(number - 1);
    }

    /** Takes the lines of an instruction out, to stand among others. */
    void take(Instruction instruction, List<String> others, Map<Integer, List<String>> changed) {
        for (int line = instruction.line(); line <= instruction.endLine(); line++) {
            others.add(line(line));
            changed.put(line, List.of());
        }
    }

    /**
     * A unified diff, as {@code git apply} and {@code patch -p1} take it; {@code null} where the text is not patchable, and where
     * a secret may stand in the lines it shows.
     *
     * @param changed lines by their numbers from 1, each to be replaced by any number of others
     */
    @Nullable
    String patch(Map<Integer, List<String>> changed) {
        List<String> after = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            after.addAll(changed.getOrDefault(number, List.of(line(number))));
        }
        return patchable ? diff(lines, after) : null;
    }

    /** The same of lines that are added to the end. */
    @Nullable
    String appended(List<String> more) {
        List<String> after = new ArrayList<>(lines);
        after.addAll(more);
        return patchable ? diff(lines, after) : null;
    }

    /** A unified diff that makes a file. */
    static String made(String name, List<String> lines) {
        StringBuilder diff =
                new StringBuilder("--- /dev/null\n+++ b/" + name + "\n@@ -0,0 +1," + lines.size() + " @@\n");
        lines.forEach(line -> diff.append('+').append(line).append('\n'));
        return diff.toString();
    }

    private @Nullable String diff(List<String> before, List<String> after) {
        String diff = String.join(
                "\n",
                UnifiedDiffUtils.generateUnifiedDiff(
                        "a/" + name, "b/" + name, before, DiffUtils.diff(before, after), CONTEXT));
        return SECRET.matcher(diff).find() ? null : diff + "\n";
    }
}

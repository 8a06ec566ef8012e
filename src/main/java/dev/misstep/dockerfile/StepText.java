package dev.misstep.dockerfile;

import dev.misstep.build.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether the name of a step can come from an instruction. Names are no source text: variables are replaced, quotes and
 * escapes gone, secrets masked, long ones cut. So only what survives all that is compared, piece by piece between the
 * variables.
 */
final class StepText {
    /** What BuildKit puts before an instruction that an ONBUILD brought, and before a copy that makes a layer of its own. */
    private static final Pattern MARKS = Pattern.compile("^(?:ONBUILD |LINK )+");

    private final Instruction instruction;
    /** What lies between the variables, without quotes, escapes and blanks. */
    private final List<String> pieces = new ArrayList<>();

    StepText(Instruction instruction) {
        this.instruction = instruction;
        String text = upperToFirstSpace(instruction.text());
        int end = text.length();
        int from = 0;
        for (int at = text.indexOf('$'); at >= 0; at = text.indexOf('$', from)) {
            pieces.add(bare(text.substring(from, at)));
            from = Math.min(end, behindVariable(text, at));
        }
        pieces.add(bare(text.substring(from)));
    }

    /** Whether the name of a step can come from it. */
    boolean fits(StepName name) {
        String command = upperToFirstSpace(MARKS.matcher(name.command()).replaceFirst(""));
        if (!instruction.keyword().equals(name.instruction())) {
            return false;
        }
        if (instruction.keyword().equals("FROM")) {
            return true;
        }
        // "RUN apt-get update && apt-get inst...": 72 bytes and no more, before BuildKit 0.8
        boolean cut = command.endsWith("...") && name.text().length() >= 60;
        String written = bare(cut ? command.substring(0, command.length() - 3) : command);
        return instruction.keyword().isEmpty() || fits(written, cut);
    }

    /** A keyword in any case. BuildKit takes it to end at a space, so that {@code RUN\tmake x} is {@code RUN\tMAKE x}. */
    private static String upperToFirstSpace(String text) {
        int space = text.indexOf(' ');
        int end = space < 0 ? text.length() : space;
        return text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end);
    }

    private boolean fits(String written, boolean cut) {
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            boolean last = i == pieces.size() - 1;
            if (cut && written.length() - at < piece.length() && endsWithStartOf(written.substring(at), piece, i)) {
                return true;
            }
            if (i == 0) {
                if (!written.startsWith(piece)) {
                    return false;
                }
                at = piece.length();
            } else if (last && !cut && instruction.heredocs().isEmpty()) {
                return written.length() - at >= piece.length() && written.endsWith(piece);
            } else {
                int next = written.indexOf(piece, at);
                if (next < 0) {
                    // a cut name may end within the value of a variable
                    return cut;
                }
                at = next + piece.length();
            }
        }
        // "RUN <<EOF (apt-get update...)": BuildKit adds a summary
        boolean summary = !instruction.heredocs().isEmpty() && written.startsWith("(", at);
        return cut || summary || at == written.length() || pieces.size() > 1;
    }

    private static boolean endsWithStartOf(String rest, String piece, int index) {
        return index == 0 ? piece.startsWith(rest) : rest.isEmpty() || piece.startsWith(rest);
    }

    /** The position behind a variable that begins at a {@code $}. */
    private static int behindVariable(String text, int dollar) {
        int at = dollar + 1;
        if (at < text.length() && text.charAt(at) == '{') {
            int depth = 0;
            for (; at < text.length(); at++) {
                char c = text.charAt(at);
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (depth == 0) {
                    return at + 1;
                }
            }
            return at;
        }
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return at;
    }

    private static String bare(String text) {
        StringBuilder bare = new StringBuilder();
        text.chars()
                .filter(c -> c > ' ' && c != '"' && c != '\'' && c != '\\' && c != '`')
                .forEach(c -> bare.append((char) c));
        return bare.toString();
    }
}

package dev.misstep.log.wrapper;

import java.util.regex.Pattern;

/**
 * The rest of a JSON record whose beginning is missing, as a log's rotation leaves it: {@code WORKDIR /app\n","stream":"stderr"}}.
 * What it held cannot be told from what lay around it.
 */
public final class TornRecord {
    private static final Pattern END = Pattern.compile(".*\\\\n\"(?:,\"[^\\\\]{0,1000})?[}\\]],?\\s*", Pattern.DOTALL);

    private TornRecord() {}

    /** Whether a line that is no record ends as one whose text had a line end. */
    public static boolean is(String line) {
        int last = line.length() - 1;
        while (last > 0 && line.charAt(last) <= ' ') {
            last--;
        }
        boolean closed = last > 0 && (line.charAt(last) == '}' || line.charAt(last) == ']' || line.charAt(last) == ',');
        return closed
                && " \t{}[],\"".indexOf(line.charAt(0)) < 0
                && END.matcher(line).matches();
    }
}

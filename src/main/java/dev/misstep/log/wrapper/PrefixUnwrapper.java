package dev.misstep.log.wrapper;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes prefixes of a form off lines, and a time out of them where there is one. */
final class PrefixUnwrapper implements Unwrapper {
    private final PrefixShape shape;
    private final boolean lanes;
    private final WallClock clock = new WallClock();

    /** @param lanes whether what differs in the prefix is the name of a writer */
    PrefixUnwrapper(PrefixShape shape, boolean lanes) {
        this.shape = shape;
        this.lanes = lanes;
    }

    @Override
    public void accept(LogLine line, Consumer<LogLine> lines) {
        String text = line.text();
        String bare = Ansi.strip(text);
        int end = shape.end(bare);
        if (end < 0) {
            lines.accept(line);
            return;
        }
        String rest = bare.length() == text.length() ? text.substring(end) : behind(text, bare, end);
        LogLine inner = line.withText(rest, stamp(bare, end));
        String writer = lanes ? shape.varying(bare) : "";
        LogLine written = writer.isEmpty() ? inner : inner.inLane(writer);
        String quoted = shape.isQuote() ? QuotedText.read(bare, end, escapes(bare, end - 1)) : null;
        if (quoted == null) {
            lines.accept(written);
        } else {
            QuotedText.lines(written, quoted, lines);
        }
    }

    /** Not so in CSV and, within single quotes, in YAML; Python's bytes are {@code b'…'}. */
    private static boolean escapes(String line, int quote) {
        char before = quote == 0 ? ' ' : line.charAt(quote - 1);
        return line.charAt(quote) == '"' ? before != ',' : before == 'b';
    }

    /** The text with its codes, of which some may stand in the prefix. */
    private static String behind(String text, String bare, int end) {
        int at = Form.codes(text, 0);
        for (int visible = 0; visible < end && at < text.length(); visible++) {
            at = Form.codes(text, at + 1);
        }
        String rest = text.substring(at);
        String bareRest = bare.substring(end);
        return Ansi.strip(rest).equals(bareRest) ? rest : bareRest;
    }

    private @Nullable Instant stamp(String line, int end) {
        Stamp time = null;
        for (int i = 0; i < end; i++) {
            boolean begins = Form.isDigit(line.charAt(i)) && (i == 0 || !Form.isDigit(line.charAt(i - 1)));
            if (begins) {
                Stamp dated = Stamp.dated(line, i);
                Stamp here = dated != null ? dated : Stamp.clock(line, i);
                if (here != null && here.end() <= end) {
                    time = here;
                    break;
                }
            }
        }
        return time == null ? null : clock.at(time);
    }
}

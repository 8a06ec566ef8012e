package dev.misstep.log.wrapper;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log in a mail that was saved as it was sent: no line has more than 76 characters, one that goes on ends in {@code =},
 * and {@code =3D} is a character's number.
 */
final class QuotedPrintable implements Decoration {
    private static final int WIDTH = 76;

    /** How long a line must be that was broken. */
    private static final int BROKEN = 73;

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        int broken = 0;
        for (String line : excerpt.lines()) {
            if (line.length() > WIDTH) {
                return null;
            }
            broken += line.length() >= BROKEN && line.endsWith("=") ? 1 : 0;
        }
        return broken > 1 ? new Found("mail", Writer.TRANSPORT, true, Opener::new) : null;
    }

    private static final class Opener implements Unwrapper {
        private final StringBuilder text = new StringBuilder();
        private @Nullable LogLine begin;

        @Override
        public void accept(LogLine line, Consumer<LogLine> lines) {
            LogLine first = begin == null ? line : begin;
            String piece = line.text();
            if (piece.endsWith("=") && text.length() < 1 << 20) {
                text.append(piece, 0, piece.length() - 1);
                begin = first;
            } else {
                text.append(piece);
                lines.accept(first.withText(decoded(text.toString())));
                begin = null;
                text.setLength(0);
            }
        }

        @Override
        public void end(Consumer<LogLine> lines) {
            if (begin != null) {
                lines.accept(begin.withText(decoded(text.toString())));
            }
        }
    }

    private static String decoded(String text) {
        if (text.indexOf('=') < 0) {
            return text;
        }
        byte[] bytes = new byte[text.length() * 3];
        int size = 0;
        int at = 0;
        while (at < text.length()) {
            int high = at + 2 < text.length() && text.charAt(at) == '=' ? Character.digit(text.charAt(at + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(at + 2), 16);
            if (low >= 0) {
                bytes[size++] = (byte) (high * 16 + low);
                at += 3;
            } else {
                byte[] written = String.valueOf(text.charAt(at++)).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(written, 0, bytes, size, written.length);
                size += written.length;
            }
        }
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}

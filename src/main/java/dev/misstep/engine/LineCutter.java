package dev.misstep.engine;

import java.util.function.Consumer;

/** Puts pieces of text together and cuts them into lines. A piece may hold no line end, or several. */
final class LineCutter {
    private final Consumer<String> lines;
    private final StringBuilder open = new StringBuilder();

    LineCutter(Consumer<String> lines) {
        this.lines = lines;
    }

    void piece(String text) {
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            open.append(text, from, end);
            lines.accept(open.toString());
            open.setLength(0);
            from = end + 1;
        }
        open.append(text, from, text.length());
    }

    /** Hands over what has no line end. */
    void end() {
        if (!open.isEmpty()) {
            lines.accept(open.toString());
            open.setLength(0);
        }
    }
}

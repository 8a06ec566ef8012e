package dev.misstep.cli;

import dev.misstep.report.SafeText;

/** Makes text from a log, a file name or an engine one line that is safe to print, its blanks kept. */
final class VisibleText {
    private VisibleText() {}

    /** The text with line ends as {@code ; } and all that would move the cursor or hide itself made visible. */
    static String of(String text) {
        return SafeText.visible(text.replace("\n", "; ").replace('\t', ' '));
    }
}

package dev.misstep.report;

/** Colours of a terminal, or none. */
public final class Style {
    /** What a piece of text means; how that looks is decided here only. */
    public enum Tone {
        HEADING("1"),
        HIT("32"),
        RAN("33"),
        BAD("1;31"),
        QUIET("2"),
        PLAIN("");

        private final String codes;

        Tone(String codes) {
            this.codes = codes;
        }
    }

    private final boolean colour;

    public Style(boolean colour) {
        this.colour = colour;
    }

    /** The text in that tone. */
    public String of(Tone tone, String text) {
        if (!colour || tone.codes.isEmpty() || text.isEmpty()) {
            return text;
        }
        return "\u001b[" + tone.codes + "m" + text + "\u001b[0m";
    }
}

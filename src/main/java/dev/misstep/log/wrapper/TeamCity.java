package dev.misstep.log.wrapper;

/**
 * {@code [14:36:30] :<TAB> [Step 1/5] text}: TeamCity's log as it is downloaded. Behind the time stands a blank or how
 * important the line is ({@code W}, {@code E}, {@code i}); each tab is a level of blocks, the innermost of which is named
 * in brackets.
 */
final class TeamCity extends LineDecoration {
    private static final int CLOCK_END = "[00:00:00]".length();

    TeamCity() {
        super("teamcity", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return colon(line) > 0;
    }

    @Override
    Unwrapper open() {
        WallClock clock = new WallClock();
        return (line, lines) -> {
            String text = line.text();
            int colon = colon(text);
            Stamp stamp = colon == 0 ? null : Stamp.clock(text, 1);
            lines.accept(stamp == null ? line : line.withText(text.substring(textStart(text, colon)), clock.at(stamp)));
        };
    }

    /** The place of the colon behind the time; 0 where the line does not begin like this. */
    private static int colon(String line) {
        int colon = CLOCK_END + 1;
        boolean begins = line.length() > colon && Form.at(line, 0, "[00:00:00]") && line.charAt(colon) == ':';
        return begins && " WEFiN".indexOf(line.charAt(CLOCK_END)) >= 0 ? colon : 0;
    }

    private static int textStart(String line, int colon) {
        int at = colon + 1;
        while (at < line.length() && line.charAt(at) == '\t') {
            at++;
        }
        boolean inBlock = at > colon + 1;
        at = blank(line, at);
        int name = inBlock && line.startsWith("[", at) ? line.indexOf(']', at) : -1;
        return name < 0 ? at : blank(line, name + 1);
    }

    private static int blank(String line, int at) {
        return at < line.length() && line.charAt(at) == ' ' ? at + 1 : at;
    }
}

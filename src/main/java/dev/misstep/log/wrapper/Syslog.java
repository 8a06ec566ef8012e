package dev.misstep.log.wrapper;

/** {@code May  1 12:34:56 host builder[123]: text}: syslog, and {@code journalctl}. */
final class Syslog extends LineDecoration {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    Syslog() {
        super("syslog", Writer.TRANSPORT);
    }

    @Override
    boolean wraps(String line) {
        return textStart(line) > 0;
    }

    @Override
    Unwrapper open() {
        WallClock clock = new WallClock();
        return (line, lines) -> {
            String text = line.text();
            int start = textStart(text);
            Stamp stamp = start == 0 ? null : Stamp.clock(text, "May  1 ".length());
            lines.accept(stamp == null ? line : line.withText(text.substring(start), clock.at(stamp)));
        };
    }

    /** Where the text begins; 0 where the line does not begin like this. */
    private static int textStart(String line) {
        boolean dated = line.length() > 16 && line.charAt(3) == ' ';
        int month = dated ? MONTHS.indexOf(line.substring(0, 3)) : -1;
        if (month < 0 || month % 3 != 0 || !Form.isDigit(line.charAt(5)) || line.charAt(6) != ' ') {
            return 0;
        }
        Stamp stamp = Stamp.clock(line, 7);
        int host = stamp == null || !line.startsWith(" ", stamp.end()) ? -1 : stamp.end() + 1;
        int program = host < 0 ? -1 : line.indexOf(' ', host) + 1;
        int end = program <= 0 ? -1 : line.indexOf(':', program);
        boolean named = end > 0 && line.indexOf(' ', program) == end + 1;
        return named ? end + 2 : end > 0 && end == line.length() - 1 ? line.length() : 0;
    }
}

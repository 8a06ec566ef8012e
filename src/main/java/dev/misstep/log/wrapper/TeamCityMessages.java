package dev.misstep.log.wrapper;

/**
 * {@code ##teamcity[message text='#5 |[2/3|] RUN make' status='NORMAL']}: lines as a tool reports them to TeamCity, with
 * {@code |} before what would end the text.
 */
final class TeamCityMessages extends LineDecoration {
    private static final String BEGIN = "##teamcity[message ";
    private static final String TEXT = "text='";

    TeamCityMessages() {
        super("teamcity", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return line.startsWith(BEGIN) && line.contains(TEXT);
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            if (!wraps(text)) {
                lines.accept(line);
                return;
            }
            String said = text(text, text.indexOf(TEXT) + TEXT.length());
            int from = 0;
            for (int end = said.indexOf('\n'); end >= 0; end = said.indexOf('\n', from)) {
                lines.accept(line.withText(said.substring(from, end)));
                from = end + 1;
            }
            if (from == 0 || from < said.length()) {
                lines.accept(line.withText(said.substring(from)));
            }
        };
    }

    private static String text(String line, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < line.length() && line.charAt(i) != '\''; i++) {
            char c = line.charAt(i);
            if (c != '|' || i + 1 == line.length()) {
                text.append(c);
                continue;
            }
            c = line.charAt(++i);
            switch (c) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 'x' -> text.append('\u0085');
                case 'l' -> text.append('\u2028');
                case 'p' -> text.append('\u2029');
                case '0' -> { // "|0x00e4"
                    int end = i + 6;
                    text.append(end <= line.length() ? character(line.substring(i + 2, end)) : "");
                    i = Math.min(end, line.length()) - 1;
                }
                default -> text.append(c);
            }
        }
        return text.toString();
    }

    private static String character(String hex) {
        try {
            return String.valueOf((char) Integer.parseInt(hex, 16));
        } catch (NumberFormatException e) {
            return "";
        }
    }
}

package dev.misstep.log;

import java.util.Locale;
import java.util.Set;

/** The instructions of a Dockerfile, to tell a builder's lines from prose. */
final class InstructionWords {
    /** As nearly all write them; prose has them in lower case. */
    static final String PATTERN = "FROM|RUN|COPY|ADD|WORKDIR|ENV|ARG|CMD|ENTRYPOINT|LABEL|EXPOSE|VOLUME|USER"
            + "|SHELL|HEALTHCHECK|STOPSIGNAL|ONBUILD|MAINTAINER";

    private static final Set<String> WORDS = Set.of(PATTERN.split("\\|"));

    private InstructionWords() {}

    /** Whether a text begins with one of them, in capitals or not, and goes on. */
    static boolean begin(String text) {
        int end = 0;
        while (end < text.length() && end < 12 && Character.isLetter(text.charAt(end))) {
            end++;
        }
        boolean argument = end < text.length() && Character.isWhitespace(text.charAt(end));
        return argument && WORDS.contains(text.substring(0, end).toUpperCase(Locale.ROOT));
    }

    /** Whether an instruction may be the first of a Dockerfile or a stage. */
    static boolean beginsStage(String text) {
        return text.regionMatches(true, 0, "FROM ", 0, 5) || text.regionMatches(true, 0, "ARG ", 0, 4);
    }
}

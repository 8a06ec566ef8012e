package dev.misstep.cli;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What builds of the history are called where other builds are named too: {@code history-12}. */
final class HistoryIds {
    private static final Pattern NUMBER = Pattern.compile("(?:history-)?([1-9]\\d{0,17})");

    private HistoryIds() {}

    static String name(long id) {
        return "history-" + id;
    }

    /** The number of a build of the history, as a user writes it. */
    static OptionalLong number(String text) {
        var number = NUMBER.matcher(text);
        return number.matches() ? OptionalLong.of(Long.parseLong(number.group(1))) : OptionalLong.empty();
    }
}

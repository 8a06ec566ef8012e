package dev.misstep.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words Misstep was given, parted where {@code misstep profile [OPTIONS] -- COMMAND} has a command that is none of its
 * business: not to be looked at by what reads options, which takes {@code @FILE} for more of them.
 *
 * @param own what is meant for Misstep
 * @param command the command to run, empty where nothing follows; {@code null} where there is none
 */
record GivenWords(List<String> own, @Nullable List<String> command) {
    private static final String END = "--";

    GivenWords {
        own = List.copyOf(own);
        command = command == null ? null : List.copyOf(command);
    }

    static GivenWords of(String... words) {
        List<String> all = Arrays.asList(words);
        int end = all.indexOf(END);
        // for the others, -- is what it is everywhere: names that begin with a dash may follow
        if (end < 0 || !isProfile(all.subList(0, end))) {
            return new GivenWords(all, null);
        }
        return new GivenWords(all.subList(0, end), all.subList(end + 1, all.size()));
    }

    /** What is meant for Misstep, as its main method was given it. */
    String[] ownWords() {
        return own.toArray(String[]::new);
    }

    private static boolean isProfile(List<String> words) {
        List<String> names =
                Arrays.stream(Subcommand.values()).map(Subcommand::label).toList();
        return words.stream()
                .filter(names::contains)
                .findFirst()
                .filter(Subcommand.PROFILE.label()::equals)
                .isPresent();
    }
}

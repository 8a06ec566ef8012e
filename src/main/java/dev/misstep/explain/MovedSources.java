package dev.misstep.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * Two instructions that differ only in where they take files from. BuildKit has what lies there in its key, and of the path
 * the last name alone, so that a {@code COPY lib/a /a} that was {@code COPY src/a /a} hits if both are equal.
 */
final class MovedSources {
    private static final String MOUNT = "--mount=";

    private MovedSources() {}

    /** Whether that is all that differs; both as named in logs. */
    static boolean areAll(String now, String then) {
        return !now.equals(then) && rest(now).equals(rest(then));
    }

    /** All words, but of the sources of files only what is in the key. */
    private static List<String> rest(String command) {
        String[] words = command.split(" ", -1);
        boolean copies = words[0].equals("COPY") || words[0].equals("ADD");
        boolean plain = copies && !command.contains("[") && !command.contains("<<") && !command.contains("://");
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (plain && word.startsWith("--from=")) {
                rest.add("--from=");
            } else if (plain && i > 0 && i < words.length - 1 && !word.startsWith("--")) {
                rest.add(word.substring(word.lastIndexOf('/') + 1));
            } else if (words[0].equals("RUN") && word.startsWith(MOUNT)) {
                rest.add(word.replaceAll("(?<=[=,])(?:source|src|from)=[^,]*", ""));
            } else {
                rest.add(word);
            }
        }
        return rest;
    }
}

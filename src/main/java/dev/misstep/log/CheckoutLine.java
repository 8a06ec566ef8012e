package dev.misstep.log;

import dev.misstep.log.wrapper.LazyPattern;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * What one line of a CI's log says of the commit in the working tree.
 *
 * <pre>
 * HEAD is now at 1a2b3c4 Fix it                                     git checkout, git reset
 * Checking out 1a2b3c4d as detached HEAD (ref is main)...           GitLab
 * Checking out Revision 1a2b… (refs/remotes/origin/main)            Jenkins
 *  > git checkout -f 1a2b… # timeout=10                             Jenkins
 * [command]/usr/bin/git checkout --progress --force refs/…          GitHub, and Azure with ##[command]
 * [command]/usr/bin/git log -1 --format=%H                          actions/checkout; the next line is the hash
 * $ git checkout -f 1a2b…                                           Buildkite, Travis
 * </pre>
 *
 * @param kind what it says
 * @param hash the commit that is named, or {@code null}
 * @param merge whether it is GitHub's merge of a pull request
 */
record CheckoutLine(Kind kind, @Nullable String hash, boolean merge) {
    enum Kind {
        /** A commit was checked out. */
        NAMED,
        /** Something was, and which commit that is the line does not say. */
        MOVED,
        /** The next line will name it. */
        ASKED,
        /** What follows is of a submodule. */
        ELSEWHERE
    }

    private static final int LONGEST = 2_000;

    private static final String HASH = "([0-9a-f]{7,64})";

    // what stands before a line of which it is not known yet what is around it:
    // "build<TAB>Checkout<TAB>2024-05-01T08:19:38Z "
    private static final String AROUND = "(?:[^\\t]{1,200}\\t[^\\t]{0,200}\\t)?\\x{feff}?"
            + "(?:\\[?(?:\\d{4}-\\d\\d-\\d\\d[T ])?\\d\\d:\\d\\d:\\d\\d[^\\s\\]]{0,16}\\]?\\s{1,4}(?:\\d\\d[OE][ +])?)?\\s{0,8}";

    private static final LazyPattern HEAD =
            new LazyPattern(AROUND + "HEAD is now at " + HASH + "(?:\\.\\.\\.)?(?: (.*))?");

    // "Checking out 1a2b3c4d as main..."
    private static final LazyPattern SAID = new LazyPattern(
            AROUND + "Checking out (?:" + HASH + " as .*|Revision ([0-9a-f]{40}|[0-9a-f]{64})(?: \\(.*)?)");

    private static final LazyPattern COMMAND = new LazyPattern(AROUND
            + "(?:(?:##)?\\[command\\]| ?[$>+#] )?(?:\"[^\"]{0,200}[/\\\\]git(?:\\.exe)?\"|(?:[^\\s\"]{0,200}[/\\\\])?git(?:\\.exe)?) "
            + "(?:-c \\S{1,200} )*(checkout|reset|switch|merge|pull|rebase|cherry-pick|commit|log)(?: (.*))?");

    private static final LazyPattern ALONE = new LazyPattern(AROUND + "'?([0-9a-f]{40}|[0-9a-f]{64})'?");

    private static final LazyPattern SUBMODULE = new LazyPattern(AROUND + "Entering '.*");

    // actions/checkout: "Merge 1a2b… into 3c4d…"
    private static final LazyPattern MERGE = new LazyPattern("Merge [0-9a-f]{40} into [0-9a-f]{40}");

    // "1a2b…", or Azure's "refs/remotes/origin/1a2b…"
    private static final LazyPattern COMMIT_WORD = new LazyPattern("(?:refs/remotes/[^/\\s]{1,100}/)?" + HASH);

    /** What begins another command, a comment of Jenkins, or a redirection. */
    private static final LazyPattern END = new LazyPattern("\\s(?:&&|\\|\\|?|;|#|>|2>).*|;.*");

    private static final Set<String> STAYING = Set.of("", "HEAD");

    /** What a line says; {@code null} where that is nothing. */
    static @Nullable CheckoutLine of(String text) {
        if (!mayTell(text)) {
            return null;
        }
        Matcher head = HEAD.matcher(text);
        if (head.matches()) {
            String subject = head.group(2);
            return named(
                    head.group(1), subject != null && MERGE.matcher(subject).matches());
        }
        Matcher said = SAID.matcher(text);
        if (said.matches()) {
            return named(said.group(said.group(1) == null ? 2 : 1), false);
        }
        if (SUBMODULE.matcher(text).matches()) {
            return new CheckoutLine(Kind.ELSEWHERE, null, false);
        }
        Matcher command = COMMAND.matcher(text);
        return command.matches() ? command(command.group(1), command.group(2)) : null;
    }

    /** The hash that is all of a line; {@code null} where something else is. */
    static @Nullable String alone(String text) {
        Matcher alone = text.length() > LONGEST ? null : ALONE.matcher(text);
        return alone != null && alone.matches() ? alone.group(1) : null;
    }

    /** Whether a pattern is needed to tell: most lines are a builder's. */
    static boolean mayTell(String text) {
        boolean numbered = text.length() > 1 && text.charAt(0) == '#' && Character.isDigit(text.charAt(1));
        return !numbered
                && text.length() <= LONGEST
                && (text.contains("git")
                        || text.contains("HEAD is now at ")
                        || text.contains("Checking out ")
                        || text.contains("Entering '"));
    }

    private static @Nullable CheckoutLine command(String verb, @Nullable String rest) {
        String words = END.matcher(rest == null ? "" : rest).replaceFirst("").strip();
        if (verb.equals("log")) {
            boolean asks = words.startsWith("-1 ") && words.matches("-1 --format='?%H'?");
            return asks ? new CheckoutLine(Kind.ASKED, null, false) : null;
        }
        if ((" " + words + " ").contains(" -- ")) {
            return null; // of single files
        }
        String hash = null;
        String last = "";
        for (String word : words.split("\\s+")) {
            String bare = word.replace("\"", "").replace("'", "");
            Matcher commit = COMMIT_WORD.matcher(bare.toLowerCase(Locale.ROOT));
            if (commit.matches()) {
                if (hash != null) {
                    return moved();
                }
                hash = commit.group(1);
            }
            last = bare.startsWith("-") ? last : bare;
        }
        boolean checkedOut = verb.equals("checkout") || verb.equals("switch") || isHard(words, verb);
        if (hash != null && checkedOut) {
            return named(hash, false);
        }
        return verb.equals("reset") && STAYING.contains(last) ? null : moved();
    }

    private static boolean isHard(String words, String verb) {
        return verb.equals("reset") && words.contains("--hard");
    }

    private static CheckoutLine named(String hash, boolean merge) {
        return new CheckoutLine(Kind.NAMED, hash, merge);
    }

    private static CheckoutLine moved() {
        return new CheckoutLine(Kind.MOVED, null, false);
    }
}

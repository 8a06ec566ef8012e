package dev.misstep.log.wrapper;

import java.util.List;
import java.util.regex.Matcher;

/**
 * What no system but a builder prints, wherever in a line it stands. Narrower than what a build may begin with: it is
 * looked for behind decoration that nobody knows, so it must not be found in prose.
 */
final class BuildText {
    /** How far into a line decoration may reach. */
    private static final int MAX_DECORATION = 240;

    /** How far a builder's text is looked at. */
    private static final int MAX_LOOKED_AT = 480;

    /** Places of one line that are looked at for each of the marks. */
    private static final int MAX_PLACES = 4;

    private static final String INSTRUCTION = "(?:FROM|RUN|COPY|ADD|WORKDIR|ARG|ENV|LABEL|CMD|ENTRYPOINT|EXPOSE|USER"
            + "|VOLUME|SHELL|ONBUILD|HEALTHCHECK|STOPSIGNAL|MAINTAINER)\\b";

    /** What kaniko says at the beginning of a build or of a stage. */
    private static final String KANIKO = "(?:Resolved base name |Built cross stage deps|Using dockerignore file"
            + "|Retrieving image |Executing \\d{1,3} build triggers|Building stage '|Checking for cached layer )";

    /** A text that begins at one of the places where a mark stands in the line. */
    private record Form(String mark, LazyPattern pattern) {
        Form(String mark, String pattern) {
            this(mark, new LazyPattern(pattern));
        }
    }

    private static final List<Form> BEGINNINGS = List.of(
            new Form(
                    "#",
                    "#\\d{1,6} (?:\\[[^\\]]{0,80}internal\\] load |\\[auth\\] |building with \""
                            + "|resolve image config for |\\[[^\\]]{0,80}\\d{1,3}/\\d{1,3}\\] " + INSTRUCTION + ")"),
            new Form("Step ", "Step \\d{1,5}(?:/\\d{1,5})? : " + INSTRUCTION),
            new Form(
                    "[",
                    "\\[(?:\\d{1,3}/\\d{1,3}\\] STEP \\d{1,5}(?:/\\d{1,5})?: " + INSTRUCTION + "|\\+\\] Building \\d)"),
            new Form("STEP ", "STEP \\d{1,5}(?:/\\d{1,5})?: " + INSTRUCTION),
            new Form("Sending build context", "Sending build context to Docker daemon "),
            new Form("Uploading context", "Uploading context +\\d"),
            new Form(
                    "{\"",
                    "\\{\"(?:(?:vertexes|statuses|logs)\":\\[\\{|id\":\"moby\\.buildkit\\.trace\"|stream\":\"Step \\d"
                            + "|level\":\"info\",\"msg\":\"" + KANIKO + ")"),
            new Form("INFO[", "INFO\\[[0-9TZ:+-]{4,25}\\] " + KANIKO),
            new Form("time=\"", "time=\"[0-9TZ:+-]{20,25}\" level=info msg=\"" + KANIKO));

    /** Blanks, and what ends a text in quotes. */
    private static final String END = "\\s*(?:(?:\\\\n)?[\"'].{0,60})?";

    /** What follows a beginning sooner or later, to the end of its line. */
    private static final List<Form> TERMINALS = List.of(
            new Form("#", "#\\d{1,6} (?:DONE \\d{1,6}\\.\\d{1,3}s|CACHED)" + END),
            new Form(" ---> ", " ---> (?:Using cache|Running in [0-9a-f]{12}|[0-9a-f]{12})" + END),
            new Form("--> ", "--> (?:Using cache )?[0-9a-f]{11,64}" + END),
            new Form(" => ", " => (?:CACHED )?\\[.{1,300} \\d{1,5}\\.\\ds" + END),
            new Form("Successfully ", "Successfully (?:built [0-9a-f]{12}|tagged \\S{1,200})" + END),
            new Form("INFO[", "INFO\\[[0-9TZ:+-]{4,25}\\] (?:Taking snapshot of |Unpacking rootfs |[A-Z]{3,} ).*"));

    private BuildText() {}

    /** Where in the line a builder's text begins, that begins a step or a build; -1 where it holds none. */
    static int beginning(String line) {
        int first = -1;
        for (Form form : BEGINNINGS) {
            int at = first(form, line, false);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
        }
        return first;
    }

    /** Where in the line a builder's last word on a step begins; -1 where it holds none. */
    static int terminal(String line) {
        if (line.length() > MAX_LOOKED_AT) {
            return -1;
        }
        for (Form form : TERMINALS) {
            int at = first(form, line, true);
            if (at >= 0) {
                return at;
            }
        }
        return -1;
    }

    private static int first(Form form, String line, boolean whole) {
        int at = line.indexOf(form.mark);
        if (at < 0) {
            return -1;
        }
        boolean word = Character.isLetter(form.mark.charAt(0)) || form.mark.equals("#");
        for (int places = 0; at >= 0 && at <= MAX_DECORATION && places < MAX_PLACES; places++) {
            boolean within = word && at > 0 && isOfWord(line.charAt(at - 1));
            if (!within) {
                Matcher matcher = form.pattern.matcher(line);
                matcher.region(at, Math.min(line.length(), MAX_LOOKED_AT));
                if (whole ? matcher.matches() : matcher.lookingAt()) {
                    return at;
                }
            }
            at = line.indexOf(form.mark, at + 1);
        }
        return -1;
    }

    /** Whether a text that follows this is a part of something longer: {@code issue#7}, {@code ##7}. */
    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '#';
    }
}

package dev.misstep.log.wrapper;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What no system but a builder prints, wherever in a line it stands. Narrower than what a build may begin with: it is
 * looked for behind decoration that nobody knows, so it must not be found in prose.
 */
final class BuildText {
    /** How far into a line decoration may reach. */
    private static final int MAX_DECORATION = 240;

    private static final String INSTRUCTION = "(?:FROM|RUN|COPY|ADD|WORKDIR|ARG|ENV|LABEL|CMD|ENTRYPOINT|EXPOSE|USER"
            + "|VOLUME|SHELL|ONBUILD|HEALTHCHECK|STOPSIGNAL|MAINTAINER)\\b";

    /** What kaniko says at the beginning of a build or of a stage. */
    private static final String KANIKO = "(?:Resolved base name |Built cross stage deps|Using dockerignore file"
            + "|Retrieving image |Executing \\d{1,3} build triggers|Building stage '|Checking for cached layer )";

    /** Words of which each beginning without a "#" has one. */
    private static final List<String> WORDS =
            List.of("Step ", "STEP ", " build ", "[+] Building ", "{\"", "INFO[", "level=info", "Uploading context");

    private static final Pattern BEGINNING = Pattern.compile("(?<![\\w#])(?:"
            + "#\\d{1,6} (?:\\[[^\\]]{0,80}internal\\] load |\\[auth\\] |building with \"|resolve image config for "
            + "|\\[[^\\]]{0,80}\\d{1,3}/\\d{1,3}\\] " + INSTRUCTION + ")"
            + "|Step \\d{1,5}(?:/\\d{1,5})? : " + INSTRUCTION
            + "|(?:\\[\\d{1,3}/\\d{1,3}\\] )?STEP \\d{1,5}(?:/\\d{1,5})?: " + INSTRUCTION
            + "|Sending build context to Docker daemon |Uploading context +\\d"
            + "|\\[\\+\\] Building \\d"
            + "|\\{\"(?:vertexes|statuses|logs)\":\\[\\{|\\{\"id\":\"moby\\.buildkit\\.trace\"|\\{\"stream\":\"Step \\d"
            + "|INFO\\[[0-9TZ:+-]{4,25}\\] " + KANIKO
            + "|(?:time=\"[0-9TZ:+-]{20,25}\" )?level=info msg=\"" + KANIKO
            + "|\\{\"level\":\"info\",\"msg\":\"" + KANIKO
            + ")");

    /** What follows a beginning sooner or later. */
    private static final Pattern TERMINAL =
            Pattern.compile("(?:(?<![\\w#])#\\d{1,6} (?:DONE \\d{1,6}\\.\\d{1,3}s|CACHED)"
                    + "| ---> (?:Using cache|Running in [0-9a-f]{12}|[0-9a-f]{12})|--> (?:Using cache )?[0-9a-f]{11,64}"
                    + "| => (?:CACHED )?\\[.{1,200} \\d{1,5}\\.\\ds"
                    + "|(?<![\\w#])Successfully (?:built [0-9a-f]{12}|tagged \\S{1,200})"
                    + "|INFO\\[[0-9TZ:+-]{4,25}\\] (?:Taking snapshot of |Unpacking rootfs |[A-Z]{3,} ).*)\\s{0,3}$");

    private BuildText() {}

    /** What the patterns begin with: they are tried nowhere else, since a log has many lines. */
    private static final String BEGINS_WITH = "#SU[{Itl";

    private static final String ENDS_WITH = "#S-I ";

    /** Where in the line a builder's text begins, that begins a step or a build; -1 where it holds none. */
    static int beginning(String line) {
        return first(BEGINNING, BEGINS_WITH, line);
    }

    /** Where in the line a builder's last word on a step begins; -1 where it holds none. */
    static int terminal(String line) {
        return line.length() > 2 * MAX_DECORATION ? -1 : first(TERMINAL, ENDS_WITH, line);
    }

    private static int first(Pattern pattern, String firsts, String line) {
        int to = Math.min(line.length(), 2 * MAX_DECORATION);
        Matcher matcher = null;
        for (int from = 0; from < to && from <= MAX_DECORATION; from++) {
            if (firsts.indexOf(line.charAt(from)) < 0) {
                continue;
            }
            matcher = matcher == null ? pattern.matcher(line).useTransparentBounds(true) : matcher;
            if (matcher.region(from, to).lookingAt()) {
                return from;
            }
        }
        return -1;
    }
}

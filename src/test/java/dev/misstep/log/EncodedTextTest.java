package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs whose text is written otherwise, as a page, a mail or a string of some language has it. */
class EncodedTextTest {
    private static final String BUILD = """
            Step 1/4 : FROM alpine
             ---> 1d34ffeaf190
            Step 2/4 : WORKDIR /app
             ---> Using cache
             ---> 5a2c3b4d5e6f
            Step 3/4 : RUN echo "it's <b>" && date
             ---> Running in 0a1b2c3d4e5f
            it's <b>
             ---> 9f8e7d6c5b4a
            Step 4/4 : CMD ["sh"]
             ---> Running in 1a1b2c3d4e5f
             ---> 1f8e7d6c5b4a
            Successfully built 1f8e7d6c5b4a
            """;

    enum Writing {
        LOGFMT("logfmt", text -> "time=\"2024-05-01T12:34:56Z\" level=info msg=" + escaped(text)),
        LOGFMT_MORE("logfmt", text -> "ts=2024-05-01T12:34:56.5Z level=info message=" + escaped(text) + " job=\"a b\""),
        CSV("unknown", text -> "\"2024-05-01 12:34:56\",\"" + text.replace("\"", "\"\"") + "\""),
        YAML("unknown", text -> "    - '" + text.replace("'", "''") + "'"),
        PYTHON(
                "unknown",
                text -> "b'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\u001b", "\\x1b") + "\\n'"),
        JSON_IN_A_PREFIX("unknown", text -> "log> " + escaped(text) + ","),
        PAGE("html", EncodedTextTest::html),
        PAGE_IN_COLOUR("html", text -> "<font color=\"#345\">" + html(text) + "</font><br />"),
        CARETS("terminal-codes", text -> "^[[34m" + text.replace("\u001b", "^[") + "^[[0m"),
        WRITTEN("terminal-codes", text -> "\\e[34m" + text.replace("\u001b", "\\e") + "\\e[0m"),
        LOST("terminal-codes", text -> "[34m" + text + "[0m");

        final String label;
        final UnaryOperator<String> line;

        Writing(String label, UnaryOperator<String> line) {
            this.label = label;
            this.line = line;
        }
    }

    private static String escaped(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                        .replace("\u001b", "\\u001b")
                + '"';
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String written(List<String> lines, IntFunction<String> line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(line.apply(i)).append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void aBuildIsReadAsIfItWereWrittenPlainly(Writing writing) {
        List<String> lines = BUILD.lines().toList();
        Build build = one(written(lines, i -> writing.line.apply(lines.get(i))));

        assertThat(SampleBuilds.facts(List.of(build))).isEqualTo(SampleBuilds.facts(Logs.read(BUILD)));
        assertThat(build.wrapper()).isEqualTo(writing.label);
    }

    @ParameterizedTest
    @EnumSource
    void everyBuilderIsRead(Writing writing) {
        for (SampleBuilds builder : SampleBuilds.values()) {
            for (long seed = 0; seed < 8 && isMet(builder, writing); seed++) {
                List<String> lines = builder.lines(seed);
                String text = written(lines, i -> writing.line.apply(lines.get(i)));
                List<Build> bare = Logs.read(String.join("\n", lines) + "\n");
                boolean quoted = lines.get(0).matches("(?:[{]|time=).*") && writing.label.equals("unknown");
                if (quoted
                        || lines.size() < 12
                        || (writing.label.equals("html") && !text.matches("(?s).*(-|=)&gt; .*"))) {
                    continue; // nothing in it tells that it is a page's
                }
                assertThat(SampleBuilds.facts(Logs.read(text)))
                        .as(builder + " " + seed + "\n" + text)
                        .isEqualTo(SampleBuilds.facts(bare));
            }
        }
    }

    /** A string within a string is seen where what holds it is known, a display's codes where it is read as such. */
    private static boolean isMet(SampleBuilds builder, Writing writing) {
        return switch (builder) {
            case RAWJSON_INDENTED -> false;
            case TTY_WITH_CODES -> writing.label.equals("logfmt") || writing.label.equals("html");
            case PLAIN -> true;
            default -> !writing.label.equals("terminal-codes");
        };
    }

    /** Some pages are one line, with a number for each line's end. */
    @Test
    void aPageMayHaveItsLineEndsAsNumbers() {
        Build build = one("<pre><code>" + html(BUILD).replace("\n", "&#x000A;") + "</code></pre>\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed", "4 executed");
    }

    /** A line of a mail has at most 76 characters, and goes on behind a {@code =}. */
    @Test
    void aMailsLinesAreJoined() {
        String id = "5a2c3b4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809";
        Build build = one("""
                > STEP 1/4: FROM docker.io/library/alpine:3.20
                > STEP 2/4: WORKDIR /app/some/rather/long/name/of/a/folder/within/another=
                one
                > --> Using cache %s=
                %s
                > --> 5a2c3b4d5e6f
                > STEP 3/4: RUN a=3D1 make
                > --> 6a2c3b4d5e6f
                > STEP 4/4: CMD sh
                > COMMIT app
                > --> 7a2c3b4d5e6f
                """.formatted(id.substring(0, 57), id.substring(57)));

        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed", "4 executed");
        assertThat(build.vertices().get(1).name().text()).endsWith("/within/anotherone");
        assertThat(build.vertices().get(2).name().text()).isEqualTo("RUN a=1 make");
        assertThat(build.wrapper()).isEqualTo("mail");
    }

    @Test
    void ansiblesResultOfATaskIsJson() {
        Build build = one("TASK [image : build] ****\nchanged: [web1] => {\"changed\": true, \"stdout_lines\": ["
                + "\"Step 1/2 : FROM alpine\", \" ---> 1d34ffeaf190\", \"Step 2/2 : RUN make\", \" ---> Using cache\","
                + " \" ---> 5a2c3b4d5e6f\", \"Successfully built 5a2c3b4d5e6f\"]}\n\nPLAY RECAP ****\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 cached");
    }

    @Test
    void theTimeOfAMessageIsAClock() {
        Build build = one("""
                time="2024-05-01T12:00:01Z" level=info msg="#7 [2/3] RUN make"
                time="2024-05-01T12:00:01Z" level=info msg="#7 0.5 msg=\\"a\\""
                time="2024-05-01T12:00:04Z" level=info msg="#7 DONE 3.0s"
                """);

        assertThat(rows(build)).containsExactly("7 executed 3.0");
        assertThat(build.startedAt()).isEqualTo(Instant.parse("2024-05-01T12:00:01Z"));
    }

    /** A page that a step prints is output. */
    @Test
    void aPageWithinABuildIsNone() {
        String page = "=&gt; [2/5] RUN a &amp;&amp; b<br />\n";
        Build build = one(BUILD.replace("it's <b>\n ---> 9", page + " ---> 9"));

        assertThat(SampleBuilds.facts(List.of(build))).isEqualTo(SampleBuilds.facts(Logs.read(BUILD)));
        assertThat(build.wrapper()).isEqualTo("none");
    }
}

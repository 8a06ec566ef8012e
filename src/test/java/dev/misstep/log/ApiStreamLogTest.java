package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.read;
import static dev.misstep.log.Logs.rows;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's answer to {@code POST /build} tells what the docker command prints of it. */
class ApiStreamLogTest {
    private static final String CLASSIC = """
            Step 1/3 : FROM busybox:1
             ---> ffd94a55d704
            Step 2/3 : COPY f /f
             ---> Using cache
             ---> 3078a9d185ef
            Step 3/3 : RUN echo "a\\tb"; echo '{"stream":"x"}'
             ---> Running in eb793bcf0d1e
            a\tb
            {"stream":"Step 1/2 : FROM x"}
             ---> Removed intermediate container eb793bcf0d1e
             ---> 1b373b70f22a
            Successfully built 1b373b70f22a
            """;

    private static String quoted(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace(">", "\\u003e");
    }

    private static String stream(String text) {
        return "{\"stream\":\"" + quoted(text) + "\"}\r\n";
    }

    /** As the classic builder sends it: a step's name and its line end apart. */
    private static String answer(String printed) {
        StringBuilder answer = new StringBuilder();
        printed.lines().forEach(line -> {
            boolean step = line.startsWith("Step ");
            answer.append(step ? stream(line) + stream("\n") : stream(line + "\n"));
        });
        return answer.toString();
    }

    private static String error(String message) {
        return "{\"errorDetail\":{\"message\":\"" + quoted(message) + "\"},\"error\":\"" + quoted(message) + "\"}\r\n";
    }

    @Test
    void theClassicBuilderIsReadAsItsOutputIs() {
        Build build = one(answer(CLASSIC) + "{\"aux\":{\"ID\":\"sha256:1b\"}}\r\n");
        Build printed = one(CLASSIC);

        assertThat(rows(build))
                .containsExactly("1 executed", "2 cached", "3 executed")
                .isEqualTo(rows(printed));
        assertThat(build.vertices())
                .extracting(v -> v.name().text())
                .isEqualTo(printed.vertices().stream().map(v -> v.name().text()).toList());
        assertThat(build.vertices().get(2).logLines()).isEqualTo(2);
        assertThat(build.format()).isEqualTo(Format.CLASSIC);
        assertThat(build.clock()).isEqualTo(Clock.NONE);
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    /** Output comes as it was written, in pieces of any length; clients may join or part the objects. */
    @ParameterizedTest
    @MethodSource("seeds")
    void piecesMayBeAnyLength(long seed) {
        Random random = new Random(seed);
        StringBuilder answer = new StringBuilder(stream("Step 1/3 : FROM busybox:1"));
        String rest = CLASSIC.substring(CLASSIC.indexOf('\n'));
        for (int at = 0; at < rest.length(); ) {
            int end = Math.min(rest.length(), at + 1 + random.nextInt(40));
            answer.append(stream(rest.substring(at, end)));
            at = end;
        }
        String end = List.of("\r\n", "\n", "", " ").get(random.nextInt(4));

        assertThat(rows(one(answer.toString().replace("\r\n", end)))).isEqualTo(rows(one(CLASSIC)));
    }

    @Test
    void aPullIsOutputOfItsStepAndItsBarsAreNot() {
        Build build = one(stream("Step 1/2 : FROM alpine")
                + stream("\n")
                + "{\"status\":\"Pulling from library/alpine\",\"id\":\"3.20\"}\r\n"
                + "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":1,\"total\":9},\"progress\":\"[=>]\",\"id\":\"ab\"}\r\n"
                + "{\"status\":\"Pull complete\",\"progressDetail\":{},\"id\":\"ab\"}\r\n"
                + stream(" ---> ffd94a55d704\n"));

        assertThat(build.vertices().get(0).logLines()).isEqualTo(2);
        assertThat(build.outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    @Test
    void anErrorEndsTheStepAndTheBuild() {
        String first = stream("Step 1/2 : FROM busybox:1") + stream("\n") + stream(" ---> ffd94a55d704\n");
        Build copy = one(first + stream("Step 2/2 : COPY x /x") + stream("\n") + error("COPY failed: no x"));
        Build run = one(first
                + stream("Step 2/2 : RUN exit 4")
                + stream("\n")
                + stream(" ---> Running in eb793bcf0d1e\n")
                + error("The command '/bin/sh -c exit 4' returned a non-zero code: 4"));

        assertThat(rows(copy)).containsExactly("1 executed", "2 failed");
        assertThat(copy.error()).isEqualTo("COPY failed: no x");
        assertThat(rows(run)).containsExactly("1 executed", "2 failed");
        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.error()).endsWith("non-zero code: 4");
    }

    private static String traces(List<SolveStatus> messages) {
        StringBuilder answer = new StringBuilder();
        for (SolveStatus message : messages) {
            answer.append("{\"id\":\"moby.buildkit.trace\",\"aux\":\"")
                    .append(Base64.getEncoder().encodeToString(StatusDecoderTest.write(message)))
                    .append("\"}\r\n");
        }
        return answer.toString();
    }

    private static String end(RandomBuild random) {
        return random.outcome == Outcome.FAILED
                ? error(requireNonNull(random.error))
                : random.outcome == Outcome.SUCCEEDED
                        ? "{\"id\":\"moby.image.id\",\"aux\":{\"ID\":\"sha256:ab\"}}\r\n"
                        : "";
    }

    @Test
    void buildKitsStatusStreamIsReadAsRawjsonIs() {
        for (long seed = 0; seed < 60; seed++) {
            RandomBuild random = new RandomBuild(seed);
            Build build = one(traces(random.messages) + end(random));
            Build rawjson = one(new RawJsonPrinter(false).print(random.messages) + RoundTripTest.end(random));

            assertThat(build.format()).isEqualTo(Format.ENGINE);
            assertThat(build.clock()).isEqualTo(Clock.EXACT);
            assertThat(build.outcome()).as("seed %d", seed).isEqualTo(rawjson.outcome());
            assertThat(build.vertices()).as("seed %d", seed).isEqualTo(rawjson.vertices());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", ""})
    void severalAnswersInOneFile(String between) {
        RandomBuild first = new RandomBuild(3);
        RandomBuild second = new RandomBuild(4);
        String failed = stream("Step 1/2 : FROM x") + stream("\n") + error("no x");
        String text = failed + traces(first.messages) + error("broken") + answer(CLASSIC) + answer(CLASSIC)
                + traces(second.messages) + "{\"id\":\"moby.image.id\",\"aux\":{}}\r\n" + failed;
        List<Build> builds = read(text.replace("\r\n", between));

        assertThat(builds)
                .extracting(Build::format)
                .containsExactly(
                        Format.CLASSIC, Format.ENGINE, Format.CLASSIC, Format.CLASSIC, Format.ENGINE, Format.CLASSIC);
        assertThat(builds.get(1).vertices()).hasSameSizeAs(first.expected.keySet());
        assertThat(builds.get(4).vertices()).hasSameSizeAs(second.expected.keySet());
        assertThat(builds.get(3).vertices()).hasSize(3);
    }

    @Test
    void damageIsTold() {
        Build build = one(stream("Step 1/2 : FROM x") + stream("\n") + "{\"stream\":\"Step 2\n");
        Build trace = one(traces(new RandomBuild(1).messages) + "{\"id\":\"moby.buildkit.trace\",\"aux\":\"CQkJ\"}\r\n"
                + "{\"id\":\"moby.buildkit.trace\",\"aux\":\"!\"}\r\n{\"id\":\"moby.buildkit.trace\",\"aux\":{}}\r\n");

        assertThat(build.diagnostics()).extracting(d -> d.line()).contains(3L);
        assertThat(trace.diagnostics()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void otherJsonIsNoBuild() {
        assertThat(read("{\"status\":\"Pulling from library/alpine\",\"id\":\"3.20\"}\r\n"))
                .isEmpty();
        assertThat(read("{\"stream\":\"stdout\",\"log\":\"hello\"}\n{\"stream\":7}\n{\"stream\"\n"))
                .isEmpty();
        assertThat(read("{\"message\":\"Cannot locate specified Dockerfile\"}\n"))
                .isEmpty();
    }

    @Test
    void aStepStandsWhereItsTextBegins() {
        Build build = one(
                "{\"stream\":\"Step 1/2 : FROM x\"}\n{\"stream\":\"\\n\"}\n{\"stream\":\" ---\\u003e 1d34ffeaf190\\n\"}\n"
                        + "{\"stream\":\"Step 2/2 : RUN y\"}\n{\"stream\":\"\\n\"}\n{\"stream\":\" ---\\u003e Using cache\\n\"}\n");

        assertThat(build.vertices()).extracting(vertex -> vertex.line()).containsExactly(1L, 4L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stream\":\" ---> Using cache\\n\"",
                "X\"stream\":\" ---> Using cache\\n\"}",
                "{\"steam\":\" ---> Using cache\\n\"}",
                "{\"stream\":\" ---> Using\u0000cache\\n\"}"
            })
    void aDamagedRecordMayHaveToldOfAHit(String record) {
        Build build = one("{\"stream\":\"Step 1/2 : FROM base\\n ---> 1d34ffeaf190\\n\"}\n"
                + "{\"stream\":\"Step 2/2 : COPY a /a\"}\n{\"stream\":\"\\n\"}\n" + record
                + "\n{\"stream\":\" ---> 5a2c3b4d5e6f\\n\"}\n{\"stream\":\"Successfully built 5a2c3b4d5e6f\\n\"}\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 unfinished");
        assertThat(build.diagnostics()).extracting(Diagnostic::line).contains(4L);
    }
}

package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs to whose lines something was added that is no CI's: by a build tool, a shell, a page, or nobody knows what. */
class StructuralWrapperTest {
    static Stream<Arguments> prefixes() {
        return Stream.of(
                prefix("visual-studio", i -> "1>"),
                prefix("maven", i -> "[INFO] "),
                prefix("maven", i -> "[INFO] DOCKER> "),
                prefix("maven", i -> "[\u001b[1;34mINFO\u001b[m] "),
                prefix("sbt", i -> i % 7 == 6 ? "[info] " : "[error] "),
                prefix("ant", i -> "     [exec] "),
                prefix("compose", i -> "web-1  | "),
                prefix("compose", i -> "\u001b[36mweb_1  |\u001b[0m "),
                prefix("unknown", i -> "build-7f9c |> "),
                prefix("line-numbers", i -> String.format("%04d: ", i)),
                prefix("unknown", i -> String.format("[+%6.2fs] ", i * 0.7)),
                prefix("unknown", i -> String.format("[%12.6f] ", i * 0.31)),
                prefix("unknown", i -> String.format("[%dm%02ds] ", i / 60, i % 60)),
                prefix("unknown", i -> ">> "),
                prefix("unknown", i -> "> "),
                prefix("unknown", i -> "> > "),
                prefix("unknown", i -> "| "),
                prefix("unknown", i -> "    "),
                prefix("unknown", i -> "\t"),
                prefix("unknown", i -> "+"),
                prefix("unknown", i -> "remote: "),
                prefix("unknown", i -> "    default: "),
                prefix("unknown", i -> "\u001b[32mbuilder\u001b[0m > "),
                prefix("unknown", i -> String.format("2026-Feb-09 09:%02d:05.539074 [DEBUG] ", i / 60 % 60)),
                prefix("unknown", i -> String.format("%d.%03d <build> ", i / 9, i * 7 % 1000)));
    }

    private static Arguments prefix(String label, IntFunction<String> prefix) {
        return Arguments.of(label, prefix);
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("prefixes")
    void everyBuilderBehindEveryPrefix(String label, IntFunction<String> prefix) {
        for (SampleBuilds builder : SampleBuilds.values()) {
            for (long seed = 0; seed < 5; seed++) {
                List<String> lines = builder.lines(seed);
                String text = IntStream.range(0, lines.size())
                        .mapToObj(i -> prefix.apply(i) + lines.get(i) + "\n")
                        .collect(Collectors.joining());
                List<Build> bare = Logs.read(String.join("\n", lines) + "\n");
                if (builder == SampleBuilds.RAWJSON_INDENTED || lines.size() < 12) {
                    continue; // nothing in it is only a builder's: "{"
                }
                List<Build> builds = Logs.read(text);
                String where = builder + " " + seed + "\n" + text;
                assertThat(SampleBuilds.facts(builds)).as(where).isEqualTo(SampleBuilds.facts(bare));
                boolean indented = prefix.apply(0).isBlank();
                assertThat(builds)
                        .as(where)
                        .allSatisfy(build -> assertThat(build.wrapper())
                                .isIn(label, indented && build.format() == Format.TTY ? "none" : label));
            }
        }
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("prefixes")
    void aCiAroundAPrefixAndOneWithinRecords(String label, IntFunction<String> prefix) {
        for (SampleBuilds builder : List.of(SampleBuilds.PLAIN, SampleBuilds.CLASSIC, SampleBuilds.BUILDAH)) {
            List<String> lines = builder.lines(11);
            List<String> bare = SampleBuilds.facts(Logs.read(String.join("\n", lines) + "\n"));
            StringBuilder stamped = new StringBuilder();
            StringBuilder records = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                String line = prefix.apply(i) + lines.get(i);
                stamped.append(String.format("2024-05-01T12:34:%02d.1234567Z ", Math.min(59, i / 2)))
                        .append(line)
                        .append('\n');
                String json = line.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                        .replace("\u001b", "\\u001b");
                records.append("{\"log\":\"").append(json).append("\\n\",\"stream\":\"stdout\"}\n");
            }
            List<Build> builds = Logs.read(stamped.toString());
            assertThat(SampleBuilds.facts(builds)).as(stamped::toString).isEqualTo(bare);
            assertThat(builds)
                    .as(stamped::toString)
                    .allSatisfy(build -> assertThat(build.wrapper()).isEqualTo("github-actions"));
            assertThat(SampleBuilds.facts(Logs.read(records.toString())))
                    .as(records::toString)
                    .isEqualTo(bare);
        }
    }

    @Test
    void onlyTheBuildsLinesNeedThePrefix() {
        String log = """
                Bringing machine 'default' up with 'docker' provider...
                ==> default: Building the container from a Dockerfile...
                    default: #1 [internal] load build definition from Dockerfile
                    default: #1 transferring dockerfile: 37B done
                    default: #1 DONE 0.4s
                    default:
                    default: #2 [1/2] FROM docker.io/library/alpine
                    default: #2 CACHED
                    default:
                    default: #3 [2/2] RUN make
                    default: #3 0.123 > made
                    default: #3 DONE 4.2s
                ==> default: Machine booted and ready!
                ==> default: Checking for guest additions in VM...
                """;
        Build build = Logs.one(log);
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.4", "2 cached", "3 executed 4.2");
        assertThat(build.wrapper()).isEqualTo("unknown");
        assertThat(build.vertices().get(2).logLines()).isEqualTo(1);
        assertThat(build.vertices().get(2).line()).isEqualTo(10);
    }

    @Test
    void aTimeInAPrefixIsAClock() {
        Build build = Logs.one("""
                worker/3 2026-01-02 03:04:05.250 | Step 1/2 : FROM alpine
                worker/3 2026-01-02 03:04:05.500 |  ---> 1d34ffeaf190
                worker/3 2026-01-02 03:04:05.500 | Step 2/2 : RUN make
                worker/3 2026-01-02 03:04:05.750 |  ---> Running in 0a1b2c3d4e5f
                worker/3 2026-01-02 03:04:09.500 |  ---> 9f8e7d6c5b4a
                worker/3 2026-01-02 03:04:09.500 | Successfully built 9f8e7d6c5b4a
                """);
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.25", "2 executed 4.0");
    }

    @Test
    void aLineMayBeMissing() {
        for (SampleBuilds builder : List.of(SampleBuilds.PLAIN, SampleBuilds.CLASSIC, SampleBuilds.BUILDAH)) {
            List<String> lines = builder.lines(11);
            for (int missing = 1; missing < lines.size(); missing++) {
                List<String> left = new ArrayList<>(lines);
                left.remove(missing);
                String text =
                        left.stream().map(line -> "remote: " + line + "\n").collect(Collectors.joining());
                assertThat(SampleBuilds.facts(Logs.read(text)))
                        .as(text)
                        .isEqualTo(SampleBuilds.facts(Logs.read(String.join("\n", left) + "\n")));
            }
        }
    }

    @Test
    void projectsThatAreBuiltSideBySideAreReadApart() {
        for (List<String> names :
                List.of(List.of("1>", "2>"), List.of("web-1  | ", "db-1   | "), List.of("[a] (x) ", "[b] (x) "))) {
            List<String> one = SampleBuilds.PLAIN.lines(3);
            List<String> other = SampleBuilds.PLAIN.lines(4);
            StringBuilder log = new StringBuilder();
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                log.append(i < one.size() ? names.get(0) + one.get(i) + "\n" : "");
                log.append(i < other.size() ? names.get(1) + other.get(i) + "\n" : "");
            }
            List<String> expected = SampleBuilds.facts(Logs.read(String.join("\n", one)));
            expected.addAll(SampleBuilds.facts(Logs.read(String.join("\n", other))));
            assertThat(SampleBuilds.facts(Logs.read(log.toString())))
                    .as(names.get(0))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aTimeOnALineOfItsOwnIsThatOfTheTextBelow() {
        Build build = Logs.one("""
                2026-01-25 11:31:46.861
                HEAD is now at be691bf
                2026-01-25 11:31:50.624
                Sending build context to Docker daemon  41.49MB

                2026-01-25 11:31:50.500
                Step 1/2 : FROM node:22-alpine AS base
                2026-01-25 11:31:52.000
                 ---> 1d34ffeaf190
                2026-01-25 11:31:53.000
                Step 2/2 : RUN make
                2026-01-25 11:31:53.100
                 ---> Running in 0a1b2c3d4e5f
                2026-01-25 11:31:57.500
                 ---> 9f8e7d6c5b4a
                2026-01-25 11:31:57.600
                Successfully built 9f8e7d6c5b4a
                """);
        assertThat(Logs.rows(build)).containsExactly("1 executed 1.5", "2 executed 4.5");
        assertThat(build.wrapper()).isEqualTo("timestamps");
    }

    @Test
    void aTimeBelowItsTextIsItsTimeToo() {
        Build build = Logs.one("""
                Step 1/2 : FROM alpine
                11:31:50 AM
                 ---> 1d34ffeaf190
                11:31:51 AM
                Step 2/2 : RUN make
                11:59:59 AM
                 ---> Running in 0a1b2c3d4e5f
                11:59:59 AM
                 ---> 9f8e7d6c5b4a
                12:00:04 PM
                Successfully built 9f8e7d6c5b4a
                12:00:04 PM
                """);
        assertThat(Logs.rows(build)).containsExactly("1 executed 1.0", "2 executed 5.0");
        assertThat(build.startedAt()).isNull();
    }

    @Test
    void columnsThatBecameLinesAreNoOutput() {
        for (SampleBuilds builder : List.of(SampleBuilds.PLAIN, SampleBuilds.CLASSIC, SampleBuilds.BUILDAH)) {
            List<String> lines = builder.lines(7);
            List<String> copied = new ArrayList<>();
            List<String> timed = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                copied.add(Integer.toString(i + 1));
                copied.add(lines.get(i));
                timed.add(Integer.toString(i + 1));
                timed.add("Jan 25, 2026, 9:31:0" + Math.min(9, i / 8) + " PM");
                timed.add(lines.get(i));
            }
            List<String> bare = SampleBuilds.facts(Logs.read(String.join("\n", lines) + "\n"));
            assertThat(SampleBuilds.facts(Logs.read(String.join("\n", copied)))).isEqualTo(bare);
            assertThat(SampleBuilds.facts(Logs.read(String.join("\n", timed)))).isEqualTo(bare);
        }
    }

    @Test
    void powerShellPutsAHeaderAroundTheFirstLineAndWrapsTheOthers() {
        Build build = Logs.one("""
                docker : #1 [internal] load build\s
                definition from Dockerfile
                In Zeile:1 Zeichen:1
                + docker build --progress=plain . 2>&1
                + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                    + CategoryInfo          : NotSpecif\s
                   ied: (#1 [internal] l...ckerfile:String) [], RemoteException
                    + FullyQualifiedErrorId : NativeCommandError
                \s
                #1 transferring dockerfile: 1.1kB done
                #1 DONE 0.0s
                #2 [1/2] FROM\s
                docker.io/library/python:3.12-slim@sha25
                6:2199a62885a12290dc9c5be3ca0681d367576a
                b7
                #2 CACHED
                #3 [2/2] RUN pip install --no-cache-dir\s
                flask gunicorn
                #3 0.512 Collecting
                #3 ERROR: process "/bin/sh -c pip
                install" did not complete successfully:
                exit code: 1
                ------
                 > [2/2] RUN pip install --no-cache-dir:
                0.512 Collecting
                ------
                """);
        assertThat(build.wrapper()).isEqualTo("powershell");
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.0", "2 cached", "3 failed");
        assertThat(build.vertices())
                .extracting(vertex -> vertex.name().text())
                .containsExactly(
                        "[internal] load build definition from Dockerfile",
                        "[1/2] FROM docker.io/library/python:3.12-slim@sha256:2199a62885a12290dc9c5be3ca0681d367576ab7",
                        "[2/2] RUN pip install --no-cache-dir flask gunicorn");
        assertThat(Logs.vertex(build, "3").error())
                .isEqualTo("process \"/bin/sh -c pip install\" did not complete successfully: exit code: 1");
    }

    @Test
    void aBuildWithinAStepIsOutput() {
        for (SampleBuilds builder : List.of(SampleBuilds.PLAIN, SampleBuilds.CLASSIC, SampleBuilds.BUILDAH)) {
            String outer = "#1 [internal] load .dockerignore\n#1 DONE 0.1s\n#2 [2/2] RUN docker build .\n"
                    + builder.lines(2).stream()
                            .map(line -> "#2 3.456 " + line + "\n")
                            .collect(Collectors.joining())
                    + "#2 DONE 9.0s\n";
            assertThat(Logs.rows(Logs.one(outer))).containsExactly("1 executed 0.1", "2 executed 9.0");
            String within = outer.substring(outer.indexOf("#2 3.456"));
            assertThat(Logs.rows(Logs.one(within))).as("begins within the step").containsExactly("2 executed 9.0");
        }
    }

    @Test
    void whatIsWrittenAboutBuildsIsNone() {
        String manual = """
                To see why a step runs, look for lines like Step 2/4 : RUN make in the log.
                A line such as #7 [2/5] RUN make begins a step, and #7 DONE 0.1s
                ends it. Add `RUN echo "Step 1/3 : FROM alpine"` to try.
                * #1 [internal] load build definition
                and so on, until all is read.
                """;
        assertThat(Logs.read(manual)).isEmpty();
        assertThat(Logs.read(
                        "FROM alpine\nRUN echo '#1 [internal] load build definition from Dockerfile'\nRUN echo '#1 DONE 0.1s'\n"
                                + "COPY . .\nRUN make\n"))
                .isEmpty();
    }

    /** Of a page, in which text stands between blocks that are indented; one of them tells of no whole build. */
    @Test
    void aPageMayTellOfSeveralBuildsInIndentedBlocks() {
        List<Build> builds = Logs.read("""
                The client sends its files first:

                    $ docker build .
                    Sending build context to Docker daemon  6.51 MB

                Then it builds:

                    Step 1/2 : FROM alpine:3.20
                     ---> 1d34ffeaf190
                    Step 2/2 : RUN make
                     ---> Running in 0a1b2c3d4e5f
                     ---> 9f8e7d6c5b4a
                    Successfully built 9f8e7d6c5b4a

                Once more, and the cache has it:

                    Step 1/2 : FROM alpine:3.20
                     ---> 1d34ffeaf190
                    Step 2/2 : RUN make
                     ---> Using cache
                     ---> 9f8e7d6c5b4a
                    Successfully built 9f8e7d6c5b4a

                That is all.
                """);

        assertThat(builds)
                .extracting(Logs::rows)
                .containsExactly(List.of("1 executed", "2 executed"), List.of("1 executed", "2 cached"));
    }

    /** What {@code grep -n} puts before a line: a blank behind the colon is the row's own, and the header has none. */
    @Test
    void numbersWithoutABlankBehindThem() {
        String rows = """
                1:[+] Building 2.9s (4/4) FINISHED                              docker:default
                2: => [internal] load build definition from Dockerfile                    0.0s
                3: => CACHED [1/2] FROM docker.io/library/alpine:3.20                     0.0s
                4: => [2/2] RUN make                                                      1.9s
                5: => exporting to image                                                  0.7s
                6: => => naming to docker.io/library/app                                  0.0s
                7:
                """;
        String more = IntStream.range(8, 40)
                .mapToObj(i -> i + ": - UndefinedVar: Usage of undefined variable '$A' (line " + i + ")\n")
                .collect(Collectors.joining());
        Build build = Logs.one(rows + more);

        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(build.seconds()).isEqualTo(2.9);
    }
}

package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs whose lines stand in a field of JSON records. */
class JsonWrappedLogTest {
    /** Systems that keep logs so. */
    private enum Records {
        DOCKER_JSON_FILE("json") {
            @Override
            String of(List<String> lines, Random random) {
                return each(
                        lines,
                        (line, i) -> "{\"log\":" + quoted(line + "\n") + ",\"stream\":\"stderr\",\"time\":\"" + time(i)
                                + "\"}");
            }
        },
        CLOUD_LOGGING("json") {
            @Override
            String of(List<String> lines, Random random) {
                return each(
                        lines,
                        (line, i) -> "{\"insertId\":\"a" + i + "\",\"jsonPayload\":{\"message\":" + quoted(line)
                                + ",\"level\":3},\"labels\":{\"k8s-pod/app\":\"ci\"},\"timestamp\":\"" + time(i)
                                + "\",\"receiveTimestamp\":\"2030-01-01T00:00:00Z\"}");
            }
        },
        CLOUD_LOGGING_INDENTED("json") {
            @Override
            String of(List<String> lines, Random random) {
                return "[\n"
                        + each(
                                        lines,
                                        (line, i) -> "  {\n    \"insertId\": \"a" + i
                                                + "\",\n    \"resource\": {\n      \"labels\": {\n        \"build_id\": \"7\"\n      }\n    },\n"
                                                + "    \"textPayload\": " + quoted(line) + ",\n    \"timestamp\": \""
                                                + time(i) + "\"\n  },")
                                .replaceAll(",\n$", "\n")
                        + "]\n";
            }
        },
        EPOCH_MILLIS("json") {
            @Override
            String of(List<String> lines, Random random) {
                return each(
                        lines,
                        (line, i) -> "{\"events\": " + i + ", \"ts\": " + (1_700_000_000_000L + i * 7L)
                                + ", \"nested\": {\"deep\": {\"msg\": " + quoted(line) + "}}}");
            }
        },
        SEVERAL_LINES_A_RECORD("json") {
            @Override
            String of(List<String> lines, Random random) {
                return chunks(
                        lines,
                        random,
                        (chunk, i) -> "{\"component\":\"workspace\",\"message\":\"\",\"task\":{\"data\":"
                                + quoted(chunk) + "},\"time\":\"" + time(i) + "\"}\n");
            }
        },
        CIRCLECI_ON_ONE_LINE("circleci") {
            @Override
            String of(List<String> lines, Random random) {
                return "["
                        + chunks(
                                lines,
                                random,
                                (chunk, i) -> (i == 0 ? "" : ",") + "{\"message\":" + quoted(chunk) + ",\"time\":\""
                                        + time(i) + "\",\"type\":\"out\"}")
                        + "]\n";
            }
        },
        CIRCLECI_INDENTED("circleci") {
            @Override
            String of(List<String> lines, Random random) {
                return "[ "
                        + chunks(
                                lines,
                                random,
                                (chunk, i) -> (i == 0 ? "" : ", ") + "{\n  \"message\" : " + quoted(chunk)
                                        + ",\n  \"time\" : \"" + time(i) + "\",\n  \"type\" : \"err\"\n}")
                        + " ]";
            }
        },
        DRONE("drone") {
            @Override
            String of(List<String> lines, Random random) {
                return "["
                        + each(
                                lines,
                                (line, i) -> (i == 0 ? "" : ",") + "{\"pos\":" + i + ",\"out\":" + quoted(line + "\n")
                                        + ",\"time\":" + i / 9 + "}")
                        + "]";
            }
        },
        WOODPECKER("woodpecker") {
            @Override
            String of(List<String> lines, Random random) {
                return each(
                        lines,
                        (line, i) -> "{\"id\":" + i + ",\"step_id\":4,\"time\":" + i / 9 + ",\"line\":" + i
                                + ",\"data\":\""
                                + Base64.getEncoder()
                                        .encodeToString((line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                + "\",\"type\":0}");
            }
        };

        final String label;

        Records(String label) {
            this.label = label;
        }

        abstract String of(List<String> lines, Random random);
    }

    private interface Record {
        String of(String text, int place);
    }

    private static String each(List<String> lines, Record record) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(record.of(lines.get(i), i)).append('\n');
        }
        return text.toString();
    }

    /** The log as its bytes came, in pieces of any length with line ends of a terminal. */
    private static String chunks(List<String> lines, Random random, Record record) {
        String all = String.join("\r\n", lines) + "\r\n";
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; from < all.length(); i++) {
            int to = Math.min(all.length(), from + 1 + random.nextInt(300));
            if (random.nextInt(8) > 0) {
                to = all.indexOf('\n', to - 1) + 1;
            }
            text.append(record.of(all.substring(from, to), i));
            from = to;
        }
        return text.toString();
    }

    private static String time(int place) {
        return Instant.ofEpochSecond(1_700_000_000L + place / 10, place % 10 * 100_000_001L)
                .toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                default ->
                    json.append(
                            c < ' ' || c == '<' || c == '>'
                                    ? String.format(Locale.ROOT, "\\u%04x", c)
                                    : Character.toString(c));
            }
        });
        return json.append('"').toString();
    }

    @ParameterizedTest
    @EnumSource(Records.class)
    void everyBuilderInEveryKindOfRecord(Records records) {
        for (SampleBuilds builder : SampleBuilds.values()) {
            for (long seed = 0; seed < 5; seed++) {
                List<String> lines = builder.lines(seed);
                List<Build> bare = Logs.read(String.join("\n", lines) + "\n");
                String text = records.of(lines, new Random(seed));
                List<Build> builds = Logs.read(text);
                assertThat(SampleBuilds.facts(builds))
                        .as(() -> builder + "\n" + text)
                        .isEqualTo(SampleBuilds.facts(bare));
                assertThat(builds)
                        .as(text)
                        .allSatisfy(build -> assertThat(build.wrapper()).isEqualTo(records.label));
            }
        }
    }

    @Test
    void theTimeOfARecordIsThatOfItsFirstLine() {
        Build build = Logs.one("""
                {"log":"Step 1/2 : FROM alpine\\n","stream":"stdout","time":"2026-01-02T03:04:05.5Z"}
                {"log":" ---\\u003e 1d34ffeaf190\\n","stream":"stdout","time":"2026-01-02T03:04:05.6Z"}
                {"log":"Step 2/2 : RUN make\\n","stream":"stdout","time":"2026-01-02T03:04:06Z"}
                {"log":" ---\\u003e Running in 0a1b2c3d4e5f\\n","stream":"stdout","time":"2026-01-02T03:04:06.1Z"}
                {"log":" ---\\u003e 9f8e7d6c5b4a\\n","stream":"stdout","time":"2026-01-02T03:04:08.25Z"}
                {"log":"Successfully built 9f8e7d6c5b4a\\n","stream":"stdout","time":"2026-01-02T03:04:08.5Z"}
                """);
        assertThat(build.startedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.5Z"));
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.1", "2 executed 2.25");
        assertThat(build.seconds()).isEqualTo(3.0);
    }

    @Test
    void podsAreReadApart() {
        String record = "{\"message\":\"%s\",\"kubernetes\":{\"pod_name\":\"%s\",\"container_name\":\"build\"}}\n";
        StringBuilder log = new StringBuilder();
        for (String line :
                List.of("#1 [internal] load .dockerignore", "#1 DONE 0.1s", "#2 [1/1] FROM x", "#2 CACHED")) {
            log.append(String.format(record, line, "one"))
                    .append(String.format(record, line.replace("0.1", "0.4"), "two"));
        }
        assertThat(Logs.read(log.toString()).stream().map(Logs::rows).collect(Collectors.toList()))
                .containsExactly(List.of("1 executed 0.1", "2 cached"), List.of("1 executed 0.4", "2 cached"));
    }

    @Test
    void aLongLineIsSplitByTheRuntime() {
        Build build = Logs.one("""
                {"log":"#1 [internal] load build definition from Dockerfile\\n","stream":"stderr"}
                {"log":"#1 DO","stream":"stderr"}
                {"log":"other\\n","stream":"stdout"}
                {"log":"NE 0.5s\\n","stream":"stderr"}
                {"log":"#2 [1/1] RUN make\\n","stream":"stderr"}
                {"log":"#2 DONE 1","stream":"stderr"}
                {"log":".5s\\n","stream":"stderr"}
                """);
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.5", "2 executed 1.5");
    }

    @Test
    void aBrokenRecordLeavesTheOthersAlone() {
        List<String> lines = SampleBuilds.PLAIN.lines(5);
        List<String> records = new ArrayList<>(
                List.of(Records.DOCKER_JSON_FILE.of(lines, new Random(1)).split("\n")));
        List<String> bare = SampleBuilds.facts(Logs.read(String.join("\n", lines) + "\n"));
        for (int i = 1; i < records.size(); i++) {
            String whole = records.get(i);
            for (String broken :
                    List.of("{", "{\"log\":", "{\"log\":\"#9", "]]]", "{\"a\":[", "\u0000\u0000", whole + "{")) {
                List<String> damaged = new ArrayList<>(records);
                damaged.add(i, broken);
                if (broken.startsWith(whole)) {
                    damaged.remove(i + 1);
                }
                assertThat(SampleBuilds.facts(Logs.read(String.join("\n", damaged))))
                        .as("%s at %d", broken, i)
                        .isEqualTo(bare);
            }
        }
    }

    @Test
    void whatBuildersThemselvesPrintInJsonIsTheirs() {
        assertThat(Logs.one(
                                "{\"vertexes\":[{\"digest\":\"sha256:1\",\"name\":\"#1 [internal] load x\",\"started\":\"2026-01-01T00:00:00Z\"}]}\n")
                        .wrapper())
                .isEqualTo("none");
        Build build =
                Logs.one("{\"stream\":\"Step 1/2 : FROM alpine\\n\"}\n{\"stream\":\" ---\\u003e 1d34ffeaf190\\n\"}\n"
                        + "{\"stream\":\"Step 2/2 : RUN make\\n\"}\n{\"stream\":\" ---\\u003e 1d34ffeaf191\\n\"}\n");
        assertThat(build.format()).isEqualTo(Format.CLASSIC);
        assertThat(build.wrapper()).isEqualTo("none");
    }

    @Test
    void nestingWithoutEndIsNoTrouble() {
        String deep = "[{\"a\":".repeat(100_000);
        assertThat(Logs.read(deep + "\n" + "{\"log\":\"#1 [internal] load x\\n\"}\n".repeat(3) + deep))
                .hasSize(1);
        assertThat(Logs.read("[".repeat(1_000_000))).isEmpty();
    }
}

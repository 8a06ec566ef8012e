package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample logs against what their README says one should see, whatever engine and form they come from. */
class SampleLogsTest {
    private static final String SEED = "COPY seed ./";
    private static final String BASE = "RUN sleep 0.5 && md5sum seed > seed.sum";
    private static final String TOOLS = "COPY tools tools";
    private static final String ASSETS = "COPY assets assets";
    private static final String PACK = "RUN sh tools/pack.sh assets";
    private static final String SRC = "COPY src src";
    private static final String JOIN = "RUN sleep 0.4";
    private static final String CHECK = "RUN sh src/check.sh";
    private static final String FROM_ASSETS = "COPY --from=assets /app/assets.tar ./";
    private static final String FROM_APP = "COPY --from=app /app/app.sh ./";
    private static final String CONFIG = "COPY config.ini ./";

    private static final Set<String> ALL =
            Set.of(SEED, BASE, TOOLS, ASSETS, PACK, SRC, JOIN, CHECK, FROM_ASSETS, FROM_APP, CONFIG);
    private static final Set<String> BELOW_SRC = Set.of(SRC, JOIN, CHECK, FROM_APP, CONFIG);

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20-buildkit-plain",
                "26-buildkit-plain",
                "28-buildkit-plain",
                "28-buildkit-rawjson",
                "28-buildkit-tty"
            })
    void buildKitTellsTheSameEverywhere(String folder) throws IOException {
        Map<String, JsonNode> builds = builds(folder);

        assertThat(with(builds, "01-cold", "executed")).containsAll(ALL);
        assertThat(with(builds, "02-warm", "executed")).isEmpty();
        assertThat(with(builds, "03-edited", "executed")).isEqualTo(new TreeSet<>(BELOW_SRC));
        assertThat(with(builds, "04-touched", "executed")).isEmpty();
        assertThat(with(builds, "05-mode", "executed")).containsExactlyInAnyOrder(SRC, JOIN, CHECK);
        assertThat(with(builds, "06-build-arg", "executed")).containsExactlyInAnyOrder(JOIN, CHECK, FROM_APP, CONFIG);
        assertThat(with(builds, "07-no-cache", "executed")).isEqualTo(new TreeSet<>(ALL));
        assertThat(with(builds, "08-failed", "executed")).containsExactlyInAnyOrder(SRC, JOIN);
        assertThat(with(builds, "08-failed", "failed")).containsExactly(CHECK);
        assertThat(with(builds, "09-missing-file", "failed")).containsExactly(CONFIG);
        assertThat(with(builds, "09-missing-file", "cached")).isEmpty();
        assertThat(with(builds, "09-missing-file", "skipped")).contains(SEED, SRC, FROM_APP);
        assertThat(with(builds, "10-canceled", "canceled")).containsExactly(CHECK);
        assertThat(outcomes(builds)).endsWith("succeeded", "failed", "failed", "canceled");
        assertThat(with(builds, "02-warm", "cached")).hasSize(ALL.size() + 2);
        assertThat(rate(builds, "02-warm")).isEqualTo(1.0);
        assertThat(rate(builds, "09-missing-file")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = "20-classic")
    void theClassicBuilderTellsWhatItRan(String folder) throws IOException {
        Map<String, JsonNode> builds = builds(folder);

        assertThat(with(builds, "01-cold", "executed")).containsAll(ALL);
        assertThat(with(builds, "02-warm", "executed")).isEmpty();
        assertThat(with(builds, "03-edited", "executed"))
                .containsAll(BELOW_SRC)
                .doesNotContain(SEED, PACK, FROM_ASSETS);
        assertThat(with(builds, "04-touched", "executed")).isEmpty();
        assertThat(with(builds, "05-mode", "executed"))
                .contains(SRC, JOIN, CHECK)
                .doesNotContain(FROM_APP, CONFIG);
        assertThat(with(builds, "06-build-arg", "executed"))
                .contains(JOIN, CHECK)
                .doesNotContain(SRC, "ARG VERSION=dev");
        assertThat(with(builds, "07-no-cache", "cached")).isEmpty();
        assertThat(with(builds, "08-failed", "failed")).containsExactly(CHECK);
        assertThat(with(builds, "09-missing-file", "failed")).containsExactly(CONFIG);
        assertThat(with(builds, "09-missing-file", "skipped")).isEmpty();
        assertThat(with(builds, "10-canceled", "unfinished")).containsExactly(CHECK);
        assertThat(outcomes(builds)).endsWith("succeeded", "failed", "failed", "incomplete");
    }

    /** The roots of a series, by log: what nothing above explains. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "20-classic",
                "20-buildkit-plain",
                "26-buildkit-plain",
                "28-buildkit-plain",
                "28-buildkit-rawjson",
                "28-buildkit-tty"
            })
    void rootsAreWhereTheChangeIs(String folder) throws IOException {
        JsonNode report = report(folder);
        Map<String, Set<String>> roots = new TreeMap<>();
        for (JsonNode miss : report.path("misses")) {
            if (miss.path("role").asText().equals("root")) {
                JsonNode build = report.path("builds").get(miss.path("build").asInt() - 1);
                for (JsonNode vertex : build.path("vertices")) {
                    if (vertex.path("id").equals(miss.path("vertex"))) {
                        roots.computeIfAbsent(log(build), log -> new TreeSet<>())
                                .add(command(vertex));
                    }
                }
            }
        }

        assertThat(roots.get("03-edited")).containsExactly(SRC);
        assertThat(roots.get("05-mode")).containsExactly(SRC);
        assertThat(roots.get("06-build-arg")).containsExactly(JOIN);
        assertThat(roots.get("08-failed")).containsExactly(SRC);
        assertThat(roots).doesNotContainKeys("02-warm", "04-touched");
    }

    /** A build as its client printed it, and as the builder remembers it: the same vertices, statuses and seconds. */
    @ParameterizedTest
    @ValueSource(strings = {"01-cold", "02-failed"})
    void aRecordTellsWhatRawjsonTells(String name) {
        JsonNode printed = only("28-buildkit-record/" + name + ".log");
        JsonNode record = only("28-buildkit-record/" + name + ".dockerbuild");

        assertThat(withoutIdle(record)).isEqualTo(withoutIdle(printed));
        assertThat(record.path("outcome")).isEqualTo(printed.path("outcome"));
        assertThat(rows(record)).isEqualTo(rows(printed)).hasSizeGreaterThan(9);
        // only a build that succeeded has provenance
        assertThat(record.path("vertices").findValues("dockerfileLine"))
                .filteredOn(JsonNode::isInt)
                .hasSize(name.equals("01-cold") ? 13 : 0);
    }

    /** The builder knows of a build a moment before and after anything works. */
    private static JsonNode withoutIdle(JsonNode build) {
        ObjectNode summary = build.path("summary").deepCopy();
        assertThat(summary.remove("idleSeconds").isNumber()).isTrue();
        return summary;
    }

    private JsonNode only(String log) {
        Invocation.Result result = new Invocation(home).run("analyze", "--format", "json", "sample-logs/" + log);
        assertThat(result.err()).isEmpty();
        assertThat(result.json().path("builds")).hasSize(1);
        return result.json().path("builds").get(0);
    }

    private static Set<String> rows(JsonNode build) {
        Set<String> rows = new TreeSet<>();
        for (JsonNode vertex : build.path("vertices")) {
            rows.add(String.join(
                    " ",
                    vertex.path("id").asText(),
                    vertex.path("name").asText(),
                    vertex.path("status").asText(),
                    vertex.path("seconds").asText(),
                    vertex.path("logLines").asText()));
        }
        return rows;
    }

    private JsonNode report(String folder) throws IOException {
        List<String> args = new ArrayList<>(List.of("analyze", "--format", "json"));
        try (Stream<Path> logs = Files.list(Path.of("sample-logs", folder))) {
            logs.map(Path::toString)
                    .filter(log -> log.matches(".*/(0[1-9]|10)-[^/]*"))
                    .sorted()
                    .forEach(args::add);
        }
        Invocation.Result result = new Invocation(home).run(args.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.json().path("builds")).hasSize(10);
        return result.json();
    }

    private Map<String, JsonNode> builds(String folder) throws IOException {
        Map<String, JsonNode> builds = new TreeMap<>();
        report(folder).path("builds").forEach(build -> builds.put(log(build), build));
        return builds;
    }

    private static String log(JsonNode build) {
        return build.path("source").asText().replaceAll(".*/|\\.log$", "");
    }

    private static String command(JsonNode vertex) {
        String command = vertex.path("name").asText().replaceFirst("^\\[[^\\]]*\\] ", "");
        return command.startsWith(JOIN) ? JOIN : command;
    }

    private static Set<String> with(Map<String, JsonNode> builds, String log, String status) {
        Set<String> commands = new TreeSet<>();
        for (JsonNode vertex : Objects.requireNonNull(builds.get(log)).path("vertices")) {
            if (vertex.path("step").asBoolean()
                    && vertex.path("status").asText().equals(status)) {
                commands.add(command(vertex));
            }
        }
        return commands;
    }

    private static double rate(Map<String, JsonNode> builds, String log) {
        return Objects.requireNonNull(builds.get(log))
                .path("summary")
                .path("hitRate")
                .asDouble(-1);
    }

    private static List<String> outcomes(Map<String, JsonNode> builds) {
        return builds.values().stream()
                .map(build -> build.path("outcome").asText())
                .toList();
    }
}

package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Log services give the newest lines first unless they are asked otherwise. */
class NewestFirstTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T10:00:00Z");

    /** How a service exports a line. */
    private enum Export {
        JSON_LINES((text, at) -> json(Map.of("insertId", "a", "textPayload", text, "timestamp", at.toString()))),
        STAMPED_TEXT((text, at) -> at + " " + text);

        final BiFunction<String, Instant, String> line;

        Export(BiFunction<String, Instant, String> line) {
            this.line = line;
        }

        private static String json(Map<String, String> fields) {
            try {
                return new ObjectMapper().writeValueAsString(fields);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        List<String> lines(List<String> log, Random random) {
            List<String> lines = new ArrayList<>();
            long millis = 0;
            for (String text : log) {
                millis += random.nextInt(3) * 40L; // some lines of one instant
                lines.add(line.apply(text, BEGIN.plusMillis(millis)));
            }
            return lines;
        }
    }

    @ParameterizedTest
    @EnumSource(Export.class)
    void readsBuildsAsIfTheOldestLinesStoodFirst(Export export) {
        for (SampleBuilds kind : List.of(SampleBuilds.PLAIN, SampleBuilds.CLASSIC, SampleBuilds.BUILDAH)) {
            for (long seed = 0; seed < 25; seed++) {
                List<String> log = new ArrayList<>(kind.lines(seed));
                log.addAll(kind.lines(seed + 1000));
                List<String> lines = export.lines(log, new Random(seed));
                List<String> oldestFirst = told(lines);
                Collections.reverse(lines);
                assertThat(told(lines)).as("%s %d", kind, seed).isEqualTo(oldestFirst);
            }
        }
    }

    /** All lines have one stamp, or none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "05-01-2026 10:00:00 AM [Build] ", "2026-05-01T10:00:00Z "})
    void turnsRoundWhatNoStampsTell(String stamp) {
        int turned = 0;
        for (SampleBuilds kind : SampleBuilds.values()) {
            for (long seed = 0; seed < 30 && kind != SampleBuilds.RAWJSON_INDENTED; seed++) {
                List<String> log = new ArrayList<>(kind.lines(seed));
                if (seed % 3 == 0) {
                    log.addAll(kind.lines(seed + 1000));
                }
                List<String> lines = log.stream()
                        .map(line -> stamp + inOneSecond(kind, line))
                        .collect(Collectors.toCollection(ArrayList::new));
                List<String> oldestFirst = told(lines);
                Set<String> statuses = statuses(lines);
                Collections.reverse(lines);
                turned += told(lines).equals(oldestFirst) ? 1 : 0;
                // a build of two lines looks the same either way
                assertThat(statuses).as("%s %d", kind, seed).containsAll(statuses(lines));
            }
        }
        assertThat(turned).isGreaterThan(190);
    }

    /** Kaniko's own clock counts seconds, which is too little where a whole stage is cached. */
    private static String inOneSecond(SampleBuilds kind, String line) {
        return kind == SampleBuilds.KANIKO
                ? line.replaceAll("\\[\\d{4}\\]", "[0000]").replaceAll("2023-\\S{14}Z", "2023-11-14T22:13:20Z")
                : line;
    }

    private static Set<String> statuses(List<String> lines) {
        return Logs.read(String.join("\n", lines) + "\n").stream()
                .flatMap(build -> build.vertices().stream())
                .filter(step -> step.step() && step.status() != Status.UNFINISHED)
                .map(step -> step.name().text() + " " + step.status())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void noPartOfALogIsTakenForOneThatRunsBack(SampleBuilds kind) {
        Random random = new Random(7);
        for (long seed = 0; seed < 60; seed++) {
            List<String> log = new ArrayList<>(kind.lines(seed));
            log.addAll(kind.lines(seed + 1000));
            for (int i = 0; i < 20; i++) {
                // of the display that tells times, two messages may be written in another order than made
                int shortest = kind == SampleBuilds.RAWJSON ? 8 : 1;
                int from = random.nextInt(log.size() - shortest);
                int to = from + shortest + random.nextInt(log.size() - from - shortest + 1);
                assertThat(LineOrder.isNewestFirst(log.subList(from, to)))
                        .as("%d: %d to %d", seed, from, to)
                        .isFalse();
            }
        }
    }

    @Test
    void namesTheLineEachVertexComesFrom() {
        List<String> lines = Export.STAMPED_TEXT.lines(
                List.of("#1 [1/2] FROM a", "#1 DONE 0.1s", "", "#2 [2/2] RUN b", "#2 CACHED"), new Random(3));
        Collections.reverse(lines);
        assertThat(Logs.one(String.join("\n", lines)).vertices())
                .extracting(Vertex::line)
                .containsExactly(5L, 2L);
    }

    @Test
    void doesNotTurnRoundWhatTwoWritersWroteALittleOutOfOrder() {
        String log = """
                2026-01-02T10:00:00.3Z #1 [1/2] FROM a
                2026-01-02T10:00:00.2Z #1 DONE 0.1s
                2026-01-02T10:00:00.1Z
                2026-01-02T10:00:00.4Z #2 [2/2] RUN b
                2026-01-02T10:00:00.5Z #2 DONE 0.1s
                """;
        assertThat(Logs.one(log).vertices()).extracting(Vertex::line).containsExactly(1L, 4L);
    }

    @Test
    void saysWhatIsTooMuchToBeTurnedRound() {
        StringBuilder log = new StringBuilder();
        Instant now = BEGIN;
        for (int i = 0; i < 120_000; i++) {
            now = now.minusMillis(10);
            log.append(now).append(i % 100 == 99 ? " #2 [2/2] RUN b\n" : " #2 0.1 text\n");
        }
        log.append(now.minusSeconds(1)).append(" #2 [2/2] RUN b\n");
        Build build = Logs.one(log.toString());
        assertThat(build.diagnostics())
                .anySatisfy(diagnostic -> assertThat(diagnostic.message()).contains("newest lines stand first"));
    }

    private static List<String> told(List<String> lines) {
        return Logs.read(String.join("\n", lines) + "\n").stream()
                .map(build -> build.format() + " " + build.outcome() + " " + build.ordinal() + " " + build.seconds()
                        + " "
                        + build.vertices().stream()
                                .map(vertex -> vertex.id() + " " + vertex.name().text() + " " + vertex.status() + " "
                                        + vertex.seconds() + " " + vertex.start())
                                .toList())
                .toList();
    }

    @Test
    void aShortClassicLogUpsideDownHasItsErrorBelowTheStep() {
        String log = """
                COPY failed: no such file or directory
                Step 2/2 : COPY a /
                 ---> 5a2c3b4d5e6f
                Step 1/2 : FROM alpine
                Sending build context to Docker daemon  3.072kB
                """;

        assertThat(Logs.rows(Logs.one(log))).containsExactly("1 executed", "2 failed");
    }
}

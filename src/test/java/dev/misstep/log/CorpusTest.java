package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Logs that nobody here wrote, against what a reader's eye found in them. They lie beside the project, not in it: where
 * they are absent there is nothing to compare, and the samples in {@code sample-logs} are the tests.
 */
class CorpusTest {
    private static final Path LOGS = Path.of("../shared/corpus/logs");
    private static final Set<String> OTHER_DIALECTS = Set.of("102");

    @TestFactory
    Stream<DynamicTest> statusesAndSecondsEqualTheTruth() throws IOException {
        if (!Files.isDirectory(LOGS)) {
            return Stream.empty();
        }
        List<Path> truths;
        try (Stream<Path> files = Files.list(LOGS)) {
            truths = files.filter(file -> file.toString().endsWith(".truth.json"))
                    .filter(file -> !OTHER_DIALECTS.contains(
                            file.getFileName().toString().substring(0, 3)))
                    .sorted()
                    .toList();
        }
        return truths.stream()
                .map(truth -> DynamicTest.dynamicTest(truth.getFileName().toString(), () -> compare(truth)));
    }

    private static void compare(Path truth) throws IOException {
        Path log = LOGS.resolve(truth.getFileName().toString().replace(".truth.json", ".log"));
        List<String> names = new ArrayList<>();
        List<String> read = new ArrayList<>();
        try (InputStream in = Files.newInputStream(log)) {
            for (Build build : LogReader.read(log.getFileName().toString(), in)) {
                for (Vertex vertex : build.vertices()) {
                    boolean inDockerfile = vertex.name().index() != null;
                    names.add(vertex.name().text());
                    read.add(row(vertex.id(), literal(vertex.status()), seconds(build, vertex), inDockerfile));
                }
            }
        }
        if (log.getFileName().toString().startsWith("080")) {
            compareInterleaved(names, read, truth);
            return;
        }
        List<String> expected = new ArrayList<>();
        boolean byNumber = !log.toString().contains("rawjson");
        for (JsonNode node : new ObjectMapper().readTree(truth.toFile())) {
            JsonNode seconds = node.get("seconds");
            JsonNode name = node.get("name");
            boolean named = !name.isNull();
            int place = expected.size();
            // where an excerpt lost the header, an eye may still see that it was a step; the log does not say so
            boolean inDockerfile =
                    named ? node.get("df").asBoolean() : read.get(place).endsWith("true");
            if (byNumber && named && !name.asText().endsWith("...")) {
                assertThat(names.get(place)).isEqualTo(name.asText());
            }
            expected.add(row(
                    node.get("n").isNull()
                            ? Integer.toString(place + 1)
                            : node.get("n").asText(), // a terminal's
                    node.get("status").asText(),
                    seconds.isNull() ? null : seconds.asDouble(),
                    inDockerfile));
        }
        if (!byNumber) {
            read.replaceAll(row -> row.substring(row.indexOf(' ')));
            expected.replaceAll(row -> row.substring(row.indexOf(' ')));
            read.sort(null);
            expected.sort(null);
        }
        assertThat(read).isEqualTo(expected);
    }

    /** Its truth file has the steps only, build by build. */
    private static void compareInterleaved(List<String> names, List<String> read, Path truth) throws IOException {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i).endsWith("true")) {
                found.add(names.get(i) + " " + read.get(i));
            }
        }
        List<String> expected = new ArrayList<>();
        for (JsonNode node : new ObjectMapper().readTree(truth.toFile())) {
            JsonNode seconds = node.get("seconds");
            Double time = seconds.isNull() ? null : Double.valueOf(seconds.asDouble());
            String id = node.get("n").asText();
            expected.add(
                    node.get("name").asText() + " " + row(id, node.get("status").asText(), time, true));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A truth file has the times of a plain log to a tenth, also those of docker 18.09, which prints nanoseconds. */
    private static @Nullable Double seconds(Build build, Vertex vertex) {
        Double seconds = vertex.seconds();
        if (seconds == null || build.format() != Format.PLAIN) {
            return seconds;
        }
        return Math.round(seconds * 10) / 10.0;
    }

    private static String row(String id, String status, @Nullable Double seconds, boolean inDockerfile) {
        String time = seconds == null ? "-" : String.format(Locale.ROOT, "%.3f", seconds);
        return id + " " + status + " " + time + " " + inDockerfile;
    }

    /** What the log literally says: a truth file knows no interpretation. */
    private static String literal(Status status) {
        return switch (status) {
            case CACHED, SKIPPED, PULLED -> "CACHED";
            case EXECUTED -> "DONE";
            case FAILED -> "ERROR";
            case CANCELED -> "CANCELED";
            case UNFINISHED -> "UNFINISHED";
        };
    }
}

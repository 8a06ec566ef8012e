package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One real build in five forms, as {@code sample-logs/28-one-build} has it: each tells of it what the others do. */
class OneBuildTest {
    private static final Path FOLDER = Path.of("sample-logs/28-one-build");

    private static Build read(String name, String form) throws IOException {
        Path file = FOLDER.resolve(name).resolve(form);
        try (InputStream in = Files.newInputStream(file)) {
            List<Build> builds = LogReader.read(form, in);
            assertThat(builds).as(file.toString()).hasSize(1);
            return builds.get(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-cold", "02-warm", "03-edited", "04-failed", "05-missing-file", "06-link"})
    void theExactFormsTellTheSameToTheNanosecond(String name) throws IOException {
        Build rawjson = read(name, "rawjson.log");
        Build record = read(name, "record.dockerbuild");
        Build engine = read(name, "engine.json");

        assertThat(List.of(rawjson.format(), record.format(), engine.format()))
                .containsExactly(Format.RAWJSON, Format.DOCKERBUILD, Format.ENGINE);
        assertThat(exact(record)).containsExactlyInAnyOrderElementsOf(exact(rawjson));
        assertThat(exact(engine)).containsExactlyInAnyOrderElementsOf(exact(rawjson));
        assertThat(List.of(record.outcome(), engine.outcome())).containsOnly(rawjson.outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-cold", "02-warm", "03-edited", "04-failed", "05-missing-file", "06-link"})
    void thePrintedFormsTellTheSameToTheTenth(String name) throws IOException {
        Build rawjson = read(name, "rawjson.log");
        Build plain = read(name, "plain.log");
        Build tty = read(name, "tty.log");

        assertThat(printed(plain, false)).containsExactlyInAnyOrderElementsOf(printed(rawjson, false));
        assertThat(printed(tty, true)).containsExactlyInAnyOrderElementsOf(printed(rawjson, true));
        assertThat(List.of(plain.outcome(), tty.outcome())).containsOnly(rawjson.outcome());
        assertThat(plain.clock()).isEqualTo(Clock.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"04-failed", "05-missing-file"})
    void aFailureIsToldByAll(String name) throws IOException {
        assertThat(read(name, "tty.log").outcome()).isEqualTo(Outcome.FAILED); // a replay has no message at its end
        for (String form : List.of("rawjson.log", "record.dockerbuild", "engine.json", "plain.log")) {
            Build build = read(name, form);
            assertThat(build.outcome()).as(form).isEqualTo(Outcome.FAILED);
            assertThat(build.error())
                    .as(form)
                    .contains(name.equals("04-failed") ? "exit code: 1" : "\"/config.ini\": not found");
        }
    }

    private static List<String> exact(Build build) {
        List<String> rows = new ArrayList<>();
        for (Vertex vertex : build.vertices()) {
            rows.add(String.join(
                    " ",
                    vertex.id(),
                    vertex.name().text(),
                    vertex.status().label(),
                    String.valueOf(vertex.seconds()),
                    String.valueOf(vertex.intervals()),
                    String.valueOf(vertex.logLines()),
                    vertex.inputs().stream().sorted().toList().toString(),
                    String.valueOf(vertex.error())));
        }
        return rows;
    }

    /**
     * Plain text says of a hit or a failure no seconds. The replay of a terminal has no message, so it does not tell whether
     * a key could not be computed, and with it not whether the word CACHED means a hit.
     */
    private static List<String> printed(Build build, boolean cut) {
        List<String> rows = new ArrayList<>();
        for (Vertex vertex : build.vertices()) {
            String name = vertex.name().text();
            boolean timed = vertex.status() == Status.EXECUTED && vertex.seconds() != null;
            rows.add((cut ? name.substring(0, Math.min(80, name.length())) : name)
                    + " "
                    + (cut && vertex.status() == Status.SKIPPED ? Status.UNFINISHED : vertex.status()).label()
                    + (timed ? String.format(Locale.ROOT, " %.1f", vertex.seconds()) : ""));
        }
        return rows;
    }
}

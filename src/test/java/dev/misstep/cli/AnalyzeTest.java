package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeTest {
    private static final String PLAIN = "sample-logs/28-buildkit-plain/";

    @TempDir
    private Path home;

    private Invocation.Result analyze(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "analyze";
        System.arraycopy(args, 0, all, 1, args.length);
        return new Invocation(home).run(all);
    }

    @Test
    void severalLogsAreASeriesInTheOrderGiven() {
        Invocation.Result result =
                analyze("--format", "json", PLAIN + "01-cold.log", PLAIN + "02-warm.log", PLAIN + "03-edited.log");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        JsonNode report = result.json();
        assertThat(report.path("schema").asText()).isEqualTo("misstep-report/1");
        assertThat(report.path("builds").findValuesAsText("source"))
                .containsExactly(PLAIN + "01-cold.log", PLAIN + "02-warm.log", PLAIN + "03-edited.log");
        assertThat(report.path("misses").findValuesAsText("baseline")).contains("2");
    }

    /** {@code misstep analyze "$LOG"} with a variable that was never set. */
    @Test
    void anEmptyNameIsNotThisDirectory() {
        Invocation.Result result = analyze("");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("misstep: LOG: is empty; name a file, a directory, or - for standard input\n");
    }

    @Test
    void theAnswerIsTextUnlessAskedOtherwise() {
        Invocation.Result result = analyze(PLAIN + "02-warm.log");

        assertThat(result.out())
                .contains("RUN sh src/check.sh", "hit rate", "100%")
                .endsWith("\n");
    }

    @Test
    void theSameInputGivesTheSameBytes() {
        assertThat(analyze("--format", "json", PLAIN).out())
                .isEqualTo(analyze("--format", "json", PLAIN).out());
    }

    @Test
    void standardInputIsALog() throws IOException {
        String log = Files.readString(Path.of(PLAIN + "03-edited.log"));

        Invocation.Result result = new Invocation(home).reading(log).run("analyze", "--format", "json", "-");

        JsonNode build = result.json().path("builds").path(0);
        assertThat(build.path("source").asText()).isEqualTo("-");
        assertThat(build.path("summary").path("executed").asInt()).isEqualTo(5);
    }

    @Test
    void aLogThatCannotBeReadDoesNotHideTheOthers() throws IOException {
        Path empty = Files.createFile(home.resolve("empty"));

        Invocation.Result result = analyze("--format", "json", "nowhere", PLAIN + "02-warm.log", empty.toString());

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.json().path("builds")).hasSize(1);
        assertThat(result.err().lines())
                .containsExactly(
                        "misstep: nowhere: cannot be read (no such file); check the path and its permissions",
                        "misstep: " + empty + ": holds no build that Misstep can read");
    }

    @Test
    void aDirectoryStandsForTheFilesBelowItAndTellsWhatIsNone() throws IOException {
        Path logs = Files.createDirectories(home.resolve("logs/b"));
        Files.copy(Path.of(PLAIN + "02-warm.log"), logs.resolve("2.log"));
        Files.copy(Path.of(PLAIN + "01-cold.log"), home.resolve("logs/a.log"));
        Files.writeString(home.resolve("logs/notes.txt"), "nothing to see\n");
        Files.createSymbolicLink(logs.resolve("up"), home.resolve("logs"));
        Files.createSymbolicLink(logs.resolve("gone"), Path.of("nowhere"));

        Invocation.Result result = new Invocation(home).at(home).run("analyze", "--format", "json", "logs");

        assertThat(result.status()).isZero();
        assertThat(result.json().path("builds").findValuesAsText("source"))
                .containsExactly("logs/a.log", "logs/b/2.log");
        assertThat(result.err()).isEqualTo("misstep: logs/notes.txt: holds no build that Misstep can read\n");
    }

    @Test
    void aReportThatCannotBeWrittenDoesNotHideTheAnswer() throws IOException {
        Path file = Files.createFile(home.resolve("file"));

        Invocation.Result result =
                analyze("--html", file + "/report.html", "--json", file + "/report.json", PLAIN + "02-warm.log");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).contains("100%");
        assertThat(result.err().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("misstep: " + file + "/report.")
                        .contains("cannot be written"));
    }

    /** Whatever is cut off, there is an answer or one line. */
    @Test
    void aLogMayBeCutAnywhere() throws IOException {
        String log = Files.readString(Path.of(PLAIN + "08-failed.log"));
        for (int end = 0; end < log.length(); end += 61) {
            Invocation.Result result =
                    new Invocation(home).reading(log.substring(0, end)).run("analyze", "-");
            assertThat(result.status()).as("cut at %d", end).isIn(0, 3);
            if (result.status() == 3) {
                assertThat(result.err().lines()).hasSize(1);
            }
        }
    }

    @Test
    void anArchiveIsReadMemberByMember() throws IOException {
        Path zip = home.resolve("ci.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String member : List.of("build/2_warm.txt", "build/1_cold.txt", "build/3_other.txt")) {
                out.putNextEntry(new ZipEntry(member));
                String log = member.contains("other")
                        ? "README.md"
                        : member.contains("cold") ? "01-cold.log" : "02-warm.log";
                out.write(Files.readAllBytes(member.contains("other") ? Path.of(log) : Path.of(PLAIN + log)));
            }
        }

        Invocation.Result result = analyze("--format", "json", zip.toString());

        assertThat(result.status()).isZero();
        assertThat(result.json().path("builds").findValuesAsText("source"))
                .containsExactly(zip + "/build/1_cold.txt", zip + "/build/2_warm.txt");
        assertThat(result.json().path("builds").findValuesAsText("id")).startsWith("1");
        assertThat(result.err().lines())
                .containsExactly("misstep: " + zip + "/build/3_other.txt: holds no build that Misstep can read");
    }

    @Test
    void aCompressedLogThatIsCutOffSaysSoInBothPlaces() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(Path.of(PLAIN + "01-cold.log")));
        }
        Path cut = home.resolve("ci.log.gz");
        Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() - 9));

        Invocation.Result result = analyze("--format", "json", cut.toString());

        assertThat(result.err()).startsWith("misstep: " + cut + ": cannot be unpacked beyond byte ");
        assertThat(result.json().at("/builds/0/diagnostics").findValuesAsText("message"))
                .anySatisfy(message -> assertThat(message).contains("the log cannot be unpacked beyond byte "));
    }

    @Test
    void anArchiveWithoutABuildIsAnError() throws IOException {
        Path zip = home.resolve("ci.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("a.txt"));
        }

        Invocation.Result result = analyze(zip.toString());

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err().lines())
                .containsExactly(
                        "misstep: " + zip + "/a.txt: holds no build that Misstep can read",
                        "misstep: " + zip + ": holds no build that Misstep can read");
    }
}

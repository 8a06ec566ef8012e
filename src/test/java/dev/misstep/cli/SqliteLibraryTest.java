package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the library of SQLite cannot be written and run, as below a /tmp that is full or mounted noexec. */
class SqliteLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void theAnalysisIsThereAndOneLineTellsOfTheHistory() throws Exception {
        Path log = Files.writeString(folder.resolve("build.log"), "#5 [2/2] RUN make\n#5 DONE 1.2s\n");
        Path none = folder.resolve("none");
        Path said = folder.resolve("said");
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.sqlite.tmpdir=" + none,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "analyze",
                        "--save",
                        "--project=p",
                        log.toString())
                .redirectOutput(output.toFile())
                .redirectError(said.toFile());
        builder.environment().put("MISSTEP_HOME", folder.resolve("home").toString());
        Process process = builder.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.INPUT);
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).contains("RUN make");
        assertThat(Files.readAllLines(said, StandardCharsets.UTF_8))
                .singleElement()
                .asString()
                .startsWith("misstep: history: ")
                .contains("SQLite's library cannot be written to " + none)
                .contains("MISSTEP_JAVA_OPTS=-Dorg.sqlite.tmpdir=DIRECTORY");
    }
}

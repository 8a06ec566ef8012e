package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A profile for which no file can become longer than 8 KB: what it found out is shown, whatever of it cannot be kept. */
@Timeout(180)
class FullDiskIT {
    private static final int FILES = 400;

    private final String unique = UUID.randomUUID().toString();

    @TempDir
    private Path folder;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    /** So many that what is remembered of them is longer. */
    @BeforeEach
    void writeProject() throws IOException {
        Path context = Files.createDirectories(folder.resolve("project/context"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(context.resolve("file-" + i), unique);
        }
        Files.writeString(
                folder.resolve("project/Dockerfile"),
                "FROM busybox:1\nLABEL dev.misstep.test=" + unique + "\nCOPY context /c\nRUN ls /c\n");
    }

    @AfterEach
    void removeImages() throws Exception {
        for (EngineUnderTest engine : EngineUnderTest.all().toList()) {
            engine.removeImages("dev.misstep.test=" + unique);
        }
    }

    private int profile(EngineUnderTest engine, Path output, Path errors, String html) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 8; exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "profile",
                        "--runs=1",
                        "--html=" + html,
                        "project")
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("MISSTEP_HOME", folder.resolve("state").toString());
        builder.environment()
                .put("DOCKER_HOST", engine.connection().address().host().toString());
        Process process = builder.start();
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theAnalysisIsShownAndEachThingThatCouldNotBeKeptIsOneLine(EngineUnderTest engine) throws Exception {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");

        int status = profile(engine, output, errors, "report.html");

        List<String> lines = Files.readAllLines(errors);
        assertThat(Files.readString(output)).contains("RUN ls /c").contains("hit rate");
        assertThat(status).isEqualTo(ExitStatus.INPUT); // the report was asked for
        assertThat(lines)
                .anyMatch(line -> line.startsWith("misstep: report.html: cannot be written"))
                .anyMatch(line -> line.contains("what was learnt cannot be kept here"))
                .anyMatch(line -> line.startsWith("misstep: history: "))
                .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
        try (Stream<Path> kept = Files.walk(folder.resolve("state"))) {
            assertThat(kept.filter(Files::isRegularFile))
                    .allMatch(file -> file.toFile().length() <= 8192)
                    .noneMatch(file -> file.toString().contains(".tmp"));
        }
    }
}

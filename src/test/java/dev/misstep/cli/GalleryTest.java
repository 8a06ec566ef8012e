package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code reports} is what the sample logs give; {@code scripts/gallery} makes it anew. */
class GalleryTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();

    @TempDir
    Path scratch;

    @TestFactory
    Stream<DynamicTest> theGalleryIsTrue() throws IOException {
        return Files.readAllLines(ROOT.resolve("reports/gallery.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(entry -> DynamicTest.dynamicTest(entry[0], () -> compare(entry[0], logs(entry[2]))));
    }

    private void compare(String name, List<String> logs) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "analyze",
                "--json",
                scratch.resolve("out.json").toString(),
                "--html",
                scratch.resolve("out.html").toString()));
        arguments.addAll(logs);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                scratch,
                ROOT,
                () -> Instant.EPOCH,
                Terminal.NONE);

        int status = Main.run(surroundings, arguments.toArray(String[]::new));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(committed(name + ".txt"));
        assertThat(Files.readString(scratch.resolve("out.json"))).isEqualTo(committed(name + ".json"));
        assertThat(Files.readString(scratch.resolve("out.html"))).isEqualTo(committed(name + ".html"));
    }

    private static String committed(String file) throws IOException {
        return Files.readString(ROOT.resolve("reports").resolve(file));
    }

    /** The files that the patterns stand for, as a shell would give them. */
    private static List<String> logs(String patterns) throws IOException {
        List<String> logs = new ArrayList<>();
        for (String pattern : patterns.split(" ")) {
            Path directory = Path.of(pattern).getParent();
            List<String> found = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(
                    directory, Path.of(pattern).getFileName().toString())) {
                files.forEach(file -> found.add(file.toString()));
            }
            found.sort(null);
            logs.addAll(found);
        }
        return logs;
    }
}

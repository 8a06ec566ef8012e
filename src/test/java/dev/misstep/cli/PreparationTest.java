package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are run before each run. */
@Timeout(60)
class PreparationTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private void prepare(String command) {
        Surroundings surroundings = new Invocation(directory)
                .at(directory)
                .with("PATH", System.getenv("PATH"))
                .surroundings(
                        Invocation.utf8(new ByteArrayOutputStream()),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        new Preparation(command, new Console(surroundings, Console.Colour.NEVER, false)).run();
    }

    /** A server that is started before each run, for one. */
    @Test
    void whatGoesOnInTheBackgroundIsNotWaitedFor() throws Exception {
        prepare("mkfifo pipe; cat pipe & echo begun");

        assertThat(err).hasToString("begun\n");
        try (OutputStream pipe = Files.newOutputStream(directory.resolve("pipe"))) {
            pipe.write('x'); // with which it ends
        }
    }

    @Test
    void oneThatFailsEndsTheSeriesAndTellsWhatItSaid() {
        assertThatThrownBy(() -> prepare("echo no; exit 3"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ended with exit status 3");
        assertThat(err).hasToString("no\n");
    }
}

package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRecordTest {
    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-11-27T20:54:14Z");
    private final InstantSource clock = () -> now;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> steps(CommandRecord record) throws IOException {
        List<Build> builds = record.builds("run 1: make").builds();
        assertThat(builds).hasSize(1);
        return builds.get(0).steps().stream()
                .map(step -> step.name().text() + " " + step.status().label())
                .toList();
    }

    @Test
    void aLineOfOneStreamIsNotTornByTheOther() throws IOException {
        ByteArrayOutputStream shownOut = new ByteArrayOutputStream();
        ByteArrayOutputStream shownErr = new ByteArrayOutputStream();
        try (CommandRecord record = CommandRecord.in(directory, clock)) {
            OutputStream out = record.of(shownOut);
            OutputStream err = record.of(shownErr);
            err.write(bytes("#5 [2/3] RUN ma"));
            out.write(bytes("compiling"));
            err.write(bytes("ke\n#5 DONE 1.2s\n\n#6 [3/3] RUN test\n#6 CAC"));
            out.write(bytes(" all\nand more"));
            err.write(bytes("HED"));

            assertThat(steps(record)).containsExactly("[2/3] RUN make executed", "[3/3] RUN test cached");
        }
        assertThat(shownOut).hasToString("compiling all\nand more");
        assertThat(shownErr).hasToString("#5 [2/3] RUN make\n#5 DONE 1.2s\n\n#6 [3/3] RUN test\n#6 CACHED");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whenLinesCameIsTheClockOfABuildThatHasNone() throws IOException {
        try (CommandRecord record = CommandRecord.in(directory, clock)) {
            OutputStream out = record.of(OutputStream.nullOutputStream());
            out.write(bytes("make image\n"));
            now = now.plusSeconds(60);
            out.write(bytes("#5 [2/2] RUN make\n#5 DO"));
            now = now.plusSeconds(3);
            out.write(bytes("NE 2.9s\n"));

            Build build = record.builds("run 1: make").builds().get(0);
            assertThat(build.startedAt()).isEqualTo("2026-11-27T20:55:14Z");
            assertThat(build.seconds()).isEqualTo(3);
            assertThat(build.clock()).isEqualTo(Clock.WRAPPER);
            assertThat(build.wrapper()).isEqualTo("none");
        }
    }

    @Test
    void anEndlessLineIsNotHeldBackAndHidesNoLineOfTheOtherStream() throws IOException {
        try (CommandRecord record = CommandRecord.in(directory, clock)) {
            OutputStream out = record.of(OutputStream.nullOutputStream());
            OutputStream err = record.of(OutputStream.nullOutputStream());
            out.write(new byte[3 << 20]);
            err.write(bytes("#5 [2/2] RUN make\n#5 CACHED\n"));
            out.write(bytes("at last\n"));

            assertThat(steps(record)).containsExactly("[2/2] RUN make cached");
        }
    }

    @Test
    void whatBeginsLikeAnArchiveIsTextAllTheSame() throws IOException {
        try (CommandRecord record = CommandRecord.in(directory, clock)) {
            OutputStream out = record.of(OutputStream.nullOutputStream());
            out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, '\n'}); // as gzip's files do
            out.write(bytes("#5 [2/2] RUN make\n#5 CACHED\n"));

            assertThat(steps(record)).containsExactly("[2/2] RUN make cached");
        }
    }

    @Test
    void onlySoMuchIsKeptAndAllIsShown() throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        String kept = "#5 [2/3] RUN make\n#5 CACHED\n";
        try (CommandRecord record = CommandRecord.in(directory, clock, kept.length())) {
            OutputStream out = record.of(shown);
            out.write(bytes(kept));
            assertThat(record.isCut()).isFalse();
            out.write(bytes("#6 [3/3] RUN test\n#6 CACHED\n"));

            assertThat(record.isCut()).isTrue();
            assertThat(record.failure()).isNull();
            assertThat(steps(record)).containsExactly("[2/3] RUN make cached");
        }
        assertThat(shown.toString(StandardCharsets.UTF_8)).startsWith(kept).endsWith("#6 CACHED\n");
    }
}
